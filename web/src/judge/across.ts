// Across: one part, all pieces in a grid. What a cell says and what a key does to it.
import { parse } from '../shared/decimal'
import { few, isChosen, slotsOf } from './entry/slots'
import { clean, codeKey, faultKey, type Values } from './entry/values'
import { stepOf, worthOf } from './entry/worth'
import { show } from './entry/ratio'
import { check, fieldsOf, type Field } from './sheet'
import type { Part } from '../shared/types'

export interface Cell {
  row: number
  column: number
}

// A station log needs its own page; everything else fits a cell.
export function mayGoAcross(part: Part, technical: boolean): boolean {
  const fields = fieldsOf(part, technical)
  return !technical && fields.length > 0 && fields.every(({ kind }) => kind !== 'log')
}

// Short: the mark, the number of the choice, a sign, or what a deduction leaves.
export function cellText(field: Field, values: Values): string {
  const code = values[codeKey(field.id)]
  if (code) return code.toUpperCase()
  const value = values[field.id] ?? ''
  if (field.kind === 'deduction') {
    const worth = field.aspect && worthOf(field.aspect, values)
    return worth ? show(worth) : ''
  }
  if (field.kind === 'pass_fail' || field.kind === 'tick') return { 1: '✓', 0: '×' }[value] ?? ''
  return value
}

export function isTouched(fields: Field[], values: Values): boolean {
  return fields.some((field) => check(field, values) !== 'blank')
}

export function isComplete(fields: Field[], values: Values, oneByOne: boolean): boolean {
  const fits = fields.map((field) => check(field, values))
  if (oneByOne) return fits.includes('ok') && fits.every((fit) => fit === 'ok' || fit === 'blank')
  return fits.every((fit) => fit === 'ok')
}

// 0: looked at, nothing wrong; 1 to 9: that fault of the list, once more.
function faulted(field: Field, values: Values, key: string): { key: string; text: string } | null {
  if (key === '0') return { key: field.id, text: clean }
  const fault = /^[1-9]$/.test(key) ? field.aspect?.faults?.[Number(key) - 1] : undefined
  const at = fault && faultKey(field.id, fault.id)
  return fault && at ? { key: at, text: stepOf(fault, values[at] ?? '', 1) } : null
}

// What a key pressed on a cell makes of it, or null where the key means nothing here. `fresh`: the
// cell was just entered, so that a figure begins anew.
export function keyed(field: Field, values: Values, key: string, fresh: boolean): { key: string; text: string } | null {
  const now = values[field.id] ?? ''
  if (key === 'Delete') return { key: field.id, text: '' }
  if (field.kind === 'deduction') return faulted(field, values, key)
  if (isChosen(field)) {
    if (key === 'Backspace') return { key: field.id, text: '' }
    return (few(field) ?? []).includes(key) ? { key: field.id, text: key } : null
  }
  if (key === 'Backspace') return { key: field.id, text: now.slice(0, -1) }
  if (!/^[0-9.:-]$/.test(key) || slotsOf(field, false).length === 0) return null
  return { key: field.id, text: (fresh ? '' : now) + key }
}

export function moved(from: Cell, key: string, rows: number, columns: number): Cell | null {
  const steps: Record<string, [number, number]> = {
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0],
    PageUp: [-10, 0], PageDown: [10, 0], Home: [0, -columns], End: [0, columns],
  }
  const step = steps[key]
  if (!step) return null
  const within = (at: number, most: number) => Math.min(Math.max(at, 0), most - 1)
  return { row: within(from.row + step[0], rows), column: within(from.column + step[1], columns) }
}

// All pieces alike in an aspect: a column that was filled without looking.
export function alike(field: Field, rows: Values[]): string | null {
  const texts = rows.map((values) => cellText(field, values))
  const first = texts[0] ?? ''
  const isFigure = !isChosen(field) && parse(first) !== null
  return isFigure && texts.length >= 4 && texts.every((text) => text === first) ? first : null
}

