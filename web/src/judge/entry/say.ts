// Entries in words, for sealed sheets, comparisons and the grid.
import { named, listed, t } from '../../shared/i18n/index.svelte'
import { parse } from '../../shared/decimal'
import type { FaultKind } from '../../shared/types'
import type { Field } from '../sheet'
import { clockFigure, clockText } from './clock'
import { show, type Ratio } from './ratio'
import { readLog, stationAt } from './station'
import { clean, codeKey, faultKey, LOG, targetKey, type Values } from './values'
import { worthOf } from './worth'

export function quantity(fault: FaultKind, text: string): string {
  return fault.unit ? `${text} ${named(fault.unit)}` : text
}

function faultsText(field: Field, values: Values): string {
  if (values[field.id] === clean) return t('entry.clean')
  const found = (field.aspect?.faults ?? []).flatMap((fault) => {
    const text = values[faultKey(field.id, fault.id)] ?? ''
    if ((parse(text) ?? 0n) <= 0n) return []
    return [fault.lost ? named(fault.name) : `${named(fault.name)} ${quantity(fault, text)}`]
  })
  return found.length > 0 ? listed(found) : '—'
}

export function optionText(field: Field, value: string): string {
  const at = Number(value)
  if (field.kind === 'pass_fail') return t(value === '1' ? 'entry.pass' : 'entry.fail')
  if (field.kind === 'tick') return t(value === '1' ? 'entry.ticked' : 'entry.unticked')
  if (field.kind === 'judgement') return `${value} · ${named(field.aspect?.levels?.[at])}`
  const option = field.aspect?.choices?.[at - 1]
  return field.kind === 'choice' ? named(option?.name, t('entry.choice', { n: value })) : value
}

// What was entered, as a person would say it; "—" where nothing was.
export function entryText(field: Field, values: Values): string {
  const code = values[codeKey(field.id)]
  if (code) return code.toUpperCase()
  if (field.kind === 'deduction') return faultsText(field, values)
  if (field.kind === 'log') {
    const events = readLog(values[LOG])
    return events.length === 0 ? '—' : t('station.net.is', { time: clockText(stationAt(events).net) })
  }
  const value = values[field.id] ?? ''
  if (value === '') return '—'
  if (field.kind === 'time') return clockText(clockFigure(value) ?? 0n)
  const target = values[targetKey(field.id)] ?? ''
  if (field.kind === 'target' && target !== '') return `${value} / ${target}`
  return optionText(field, value)
}

// What it is worth where that differs from what was entered.
export function worthText(field: Field, values: Values): string {
  const plain = field.kind === 'score' || field.kind === 'tick' || (field.kind === 'place' && !field.aspect?.points)
  if (!field.aspect || plain) return ''
  const worth = worthOf(field.aspect, values)
  return worth ? show(worth) : ''
}

// The sum of what the fields are worth; null where some of it is no points or nothing is entered.
export function subtotalOf(fields: Field[], values: Values, add: (a: Ratio, b: Ratio) => Ratio): Ratio | null {
  const worths = fields.flatMap(({ aspect }) => {
    const worth = aspect && !aspect.aside && worthOf(aspect, values)
    return worth ? [worth] : []
  })
  return worths.length === 0 ? null : worths.reduce(add)
}
