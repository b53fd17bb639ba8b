// Entries that are one of a few: a button each.
import { named, t } from '../../shared/i18n/index.svelte'
import type { Field } from '../sheet'
import { exactly, over, ratio, round, show, times, type Ratio } from './ratio'
import { few } from './slots'
import { worthOfOption } from './worth'

export interface Choice {
  value: string
  key: string // the key that chooses it
  sign: string
  words: string
  worth: string
  taken: string // who has it already
  tone: 'no' | ''
  clears: boolean // pressed again it is blank again
}
// Whom this seat has given what so far: of a value, the competitors' names.
export type Given = Map<string, string[]>

const blank = { key: '', words: '', worth: '', taken: '', tone: '', clears: true } as const

function points(text: string): string {
  return t('entry.points', { n: text })
}

// As one judge's entry is rounded.
function worth(field: Field, figure: Ratio): string {
  return points(show(round(figure, field.aspect?.rounding)))
}

function yesNo(field: Field, yes: string, no: string): Choice[] {
  const full = field.kind === 'pass_fail' ? points(field.aspect?.full ?? '') : ''
  const none = field.kind === 'pass_fail' ? points('0') : ''
  return [
    { ...blank, value: '1', key: '1', sign: '✓', words: yes, worth: full },
    { ...blank, value: '0', key: '0', sign: '×', words: no, worth: none, tone: 'no' },
  ]
}

function levels(field: Field): Choice[] {
  const full = exactly(field.aspect?.full)
  return [0n, 1n, 2n, 3n].map((level) => ({
    ...blank, value: String(level), key: String(level), sign: String(level),
    words: named(field.aspect?.levels?.[Number(level)]),
    worth: worth(field, times(full, over(ratio(level, 1n), ratio(3n, 1n)))),
  }))
}

function cards(field: Field): Choice[] {
  return (field.aspect?.choices ?? []).map((option, index) => ({
    ...blank, value: String(index + 1), key: index < 9 ? String(index + 1) : '', sign: String(index + 1),
    words: named(option.name, t('entry.choice', { n: index + 1 })),
    worth: worth(field, worthOfOption(option, field.aspect?.full)),
  }))
}

export function optionsOf(field: Field, given: Given): Choice[] {
  if (field.kind === 'pass_fail') return yesNo(field, t('entry.pass'), t('entry.fail'))
  if (field.kind === 'tick') return yesNo(field, t('entry.ticked'), t('entry.unticked'))
  if (field.kind === 'judgement') return levels(field)
  if (field.kind === 'choice') return cards(field)
  return (few(field) ?? []).map((value) => ({
    ...blank, value, key: value.length === 1 && (few(field) ?? []).length < 10 ? value : '', sign: value,
    words: '', taken: field.kind === 'place' ? (given.get(value) ?? []).join(' ') : '',
    worth: field.aspect?.points ? points(field.aspect.points[Number(value) - 1] ?? '0') : '',
  }))
}
