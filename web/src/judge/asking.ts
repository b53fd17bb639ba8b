// The questions before a seal, from a sheet as it was written.
import { doubts, type Doubt, type Given } from '../shared/warnings'
import type { Place } from '../shared/lookup'
import type { Part } from '../shared/types'
import { clockSeconds } from './entry/clock'
import { readLog, stationAt } from './entry/station'
import { codeKey, LOG, type Values } from './entry/values'
import { worthOf } from './entry/worth'
import { givenOf, type Peer } from './peers'
import { check, type Field } from './sheet'

export interface Asked {
  who: string // of which piece, where there are several
  doubt: Doubt
}

const MEASURED: readonly Field['kind'][] = ['ranged', 'target', 'power', 'linear']
const MARKED: readonly Field['kind'][] = ['score', 'number', 'judgement']

// Less is better, where the rules say so nearest.
export function isLow({ skill, stage, module, part }: Place): boolean {
  return (part.order ?? module.order ?? stage.order ?? skill.order) === 'low'
}

// Of a part whose order is `low` a plain score is a measurement too: a time, a distance from the mark.
function given(field: Field, values: Values, low: boolean): Given[] {
  const { id: aspect, bounds, kind } = field
  const value = values[aspect] ?? ''
  if (values[codeKey(aspect)]) return []
  if (kind === 'time') return [{ aspect, bounds, value: clockSeconds(value) ?? '', as: 'measurement', low: true }]
  if (kind === 'figure') return [{ aspect, bounds, value, as: 'figure' }]
  if (MEASURED.includes(kind)) return [{ aspect, bounds, value, as: 'measurement' }]
  return MARKED.includes(kind) ? [{ aspect, bounds, value, low }] : []
}

// Worth nothing although it is no plain zero: everything lost, a veto, a band outside.
function nothing(field: Field, values: Values): Doubt[] {
  const worth = field.aspect && worthOf(field.aspect, values)
  if (worth?.num !== 0n || !field.aspect) return []
  if (field.aspect.veto) return [{ kind: 'veto', aspect: field.id, of: field.aspect.veto }]
  const isLost = field.kind === 'deduction' || field.kind === 'ranged'
  return isLost ? [{ kind: 'zero', aspect: field.id }] : []
}

function taken(field: Field, values: Values, peers: Peer[]): Doubt[] {
  const value = values[field.id] ?? ''
  const who = field.kind === 'place' ? givenOf(peers, field.id).get(value) : undefined
  return who ? [{ kind: 'taken', aspect: field.id, value, who: who.join(' ') }] : []
}

export function questions(
  part: Part, fields: Field[], values: Values, earlier: Map<string, string[]>, peers: Peer[], low = false,
): Doubt[] {
  const there = fields.filter((field) => check(field, values) === 'ok')
  const blank = fields.filter((field) => check(field, values) === 'blank').map(({ id }) => id)
  const gap: Doubt[] = part.marks === 'one_by_one' && blank.length > 0 ? [{ kind: 'gap', aspects: blank }] : []
  const log = fields.some(({ kind }) => kind === 'log') ? readLog(values[LOG]) : []
  const running: Doubt[] = log.length > 0 && !stationAt(log).ended ? [{ kind: 'running' }] : []
  return [
    ...gap, ...running,
    ...doubts(there.flatMap((field) => given(field, values, low)), earlier),
    ...there.flatMap((field) => [...nothing(field, values), ...taken(field, values, peers)]),
  ]
}

