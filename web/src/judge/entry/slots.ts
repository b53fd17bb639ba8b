// The figures of a field that are typed: what the keypad writes to.
import { choices, parse, print, readTyped, type Bounds, type Typed } from '../../shared/decimal'
import type { Field } from '../sheet'
import { readClock } from './clock'
import { clean, codeKey, faultKey, lostKey, targetKey, type Values } from './values'

export interface Slot {
  key: string
  bounds: Bounds | null
  signed: boolean
  clock: boolean
}
export const TILES_MOST = 24

// A mark may be given as what is taken off where it begins at 0.
export function mayLose(field: Field): boolean {
  return field.kind === 'score' && !field.aspect?.scaled && field.bounds?.min === '0' && few(field) === null
}

// Few enough marks to have a button each.
export function few(field: Field): string[] | null {
  if (!field.bounds || field.kind === 'deduction') return null
  const tiles = field.kind === 'place' ? TILES_MOST : field.kind === 'number' ? 12 : 9
  return choices(field.bounds, tiles)
}

const OPTIONS: readonly Field['kind'][] = ['pass_fail', 'tick', 'judgement', 'choice']

export function isChosen(field: Field): boolean {
  return OPTIONS.includes(field.kind) || (field.kind === 'place' && few(field) !== null)
}

export function slotsOf(field: Field, lose: boolean): Slot[] {
  const { id, bounds, signed } = field
  const plain = { bounds: null, signed: false, clock: false }
  if (field.kind === 'log' || isChosen(field)) return []
  if (field.kind === 'deduction') {
    const counted = (field.aspect?.faults ?? []).filter((fault) => !fault.lost)
    return counted.map((fault) => ({ ...plain, key: faultKey(id, fault.id) }))
  }
  const clock = field.kind === 'time'
  if (lose && mayLose(field)) return [{ key: lostKey(id), bounds, signed, clock }]
  const own = { key: id, bounds, signed, clock }
  if (field.kind !== 'target') return [own]
  return [own, { ...plain, key: targetKey(id) }]
}

export function readSlot(slot: Pick<Slot, 'clock'>, raw: string): Typed {
  return slot.clock ? readClock(raw) : readTyped(raw)
}

// Max less the other figure; what cannot be read stays as it was typed.
export function otherOf(field: Field, text: string): string {
  const figure = parse(text)
  const max = parse(field.bounds?.max ?? '')
  return figure === null || max === null ? text : print(max - figure)
}

// What the tablet holds after one text was entered: a mark follows what is taken off, a code and a
// figure exclude each other, a fault and "no faults" too.
export function entered(field: Field, values: Values, key: string, text: string): Values {
  const next: Values = { ...values, [key]: text }
  if (key === lostKey(field.id)) next[field.id] = otherOf(field, text)
  if (key === field.id) delete next[lostKey(field.id)]
  if (key !== codeKey(field.id) && text !== '') delete next[codeKey(field.id)]
  if (key === codeKey(field.id) && text !== '') {
    for (const slot of [field.id, targetKey(field.id), lostKey(field.id)]) delete next[slot]
    for (const { id } of field.aspect?.faults ?? []) delete next[faultKey(field.id, id)]
  }
  if (field.kind === 'deduction' && key === field.id && text === clean) {
    for (const { id } of field.aspect?.faults ?? []) delete next[faultKey(field.id, id)]
  }
  if (field.kind === 'deduction' && key !== field.id && key !== codeKey(field.id) && text !== '' && text !== '0') {
    delete next[field.id]
  }
  return next
}
