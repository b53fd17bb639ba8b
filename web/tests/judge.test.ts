import { expect, test } from 'vitest'
import { againAs, asked, bodyOf, fieldsOf, fitField, oneLine, valuesOf } from '../src/judge/sheet'
import { doubts, type Given } from '../src/shared/warnings'
import type { Part } from '../src/shared/types'

const PART: Part = {
  id: 'e1', name: { zh: '动作' }, seats: ['J1'], technical: 'T', declares: ['base', 'scale', 'deduction', 'no_marks'],
  aspects: [{ id: 'goe', name: { zh: '执行分' }, min: '-1', max: '1', step: '1', scaled: true }],
}
const TEN = { min: '0', max: '10', step: '0.5' }

test('a judge fills aspects, the technical seat what the part declares', () => {
  expect(fieldsOf(PART, false).map((field) => field.id)).toEqual(['goe'])
  expect(fieldsOf(PART, true).map((field) => field.id)).toEqual([
    'base', 'scale:-1', 'scale:0', 'scale:1', 'deduction',
  ])
})

test('a body holds plain decimals and what was written comes back', () => {
  const fields = fieldsOf(PART, true)
  const values = { base: '4.40', 'scale:-1': '-1.5', 'scale:0': '0', 'scale:1': '1.50', deduction: '1.' }
  const body = bodyOf(fields, values, true)
  expect(body).toEqual({
    declared: { base: '4.4', scale: { '-1': '-1.5', '0': '0', '1': '1.5' }, deduction: '1' },
  })
  expect(valuesOf(body)).toEqual({
    base: '4.4', 'scale:-1': '-1.5', 'scale:0': '0', 'scale:1': '1.5', deduction: '1',
  })
  expect(bodyOf(fieldsOf(PART, false), { goe: '-1' }, false)).toEqual({ marks: [{ aspect: 'goe', value: '-1' }] })
})

test('a note that was pasted loses the signs that nobody sees, and keeps its lines', () => {
  expect(bodyOf([], { '/note': ' a\u2028b\u202e\ufeffc ' }, true)).toEqual({ declared: {}, note: 'a\nbc' })
})

test('a reason or a name that is pasted loses the signs that nobody sees, also where it was sealed with them before', () => {
  expect(oneLine(' \u2066看错\u2069\u2028一\u202e处\ufeff ')).toBe('看错 一处')
  expect(oneLine('\u202a\u202c')).toBe('')
  const body = { marks: [], note: 'a\u2066b', reason: '\u202ac\u202c', client_time: '2026-05-01T00:00:00Z' }
  expect(againAs(body, 'kept')).toEqual({ marks: [], note: 'ab', reason: 'c' })
  expect(againAs({ marks: [] }, 'kept')).toEqual({ marks: [], reason: 'kept' })
})

test('"no marks expected" is declared only when it was ticked', () => {
  expect(bodyOf([], { no_marks: 'true' }, true)).toEqual({ declared: { no_marks: true } })
  expect(bodyOf([], { no_marks: '' }, true)).toEqual({ declared: {} })
})

test('without marks only base and deduction are asked for and sent', () => {
  const fields = fieldsOf(PART, true)
  const values = { base: '4', 'scale:0': '0', deduction: '1', no_marks: 'true' }
  expect(asked(fields, values).map((field) => field.id)).toEqual(['base', 'deduction'])
  expect(bodyOf(fields, values, true)).toEqual({ declared: { base: '4', deduction: '1', no_marks: true } })
})

test('a deduction is declared as a positive figure', () => {
  const deduction = fieldsOf(PART, true).find((field) => field.id === 'deduction')
  expect(deduction && fitField(deduction, '-1')).toBe('out-of-range')
  expect(deduction && fitField(deduction, '1')).toBe('ok')
})

test('equal marks everywhere, zeros and unusual marks are asked about', () => {
  const given = (values: string[]) => values.map((value, at) => ({ aspect: `a${at}`, bounds: TEN, value }))
  expect(doubts(given(['8', '8', '8']), new Map())).toEqual([{ kind: 'all-equal', value: '8' }])
  expect(doubts(given(['8', '0']), new Map())).toEqual([{ kind: 'zero', aspect: 'a1' }])
  const earlier = new Map([['a0', ['8', '8.5', '9', '8']]])
  expect(doubts(given(['2', '7']), earlier)).toEqual([{ kind: 'far', aspect: 'a0', value: '2', usual: '8.25' }])
  expect(doubts(given(['8', '7']), earlier)).toEqual([])
  expect(doubts(given(['2', '7']), new Map([['a0', ['8', '9']]]))).toEqual([])
})

test('of measurements and of what the technical seat declares, what stands apart is typed once more: by all before, or by the typed bounds', () => {
  const kinds = (more: Partial<Given>, value: string, before: string[] = []) =>
    doubts([{ aspect: 'a', bounds: null, value, ...more }], new Map([['a', before]])).map(({ kind }) => kind)
  const gauge = { bounds: { min: '0', max: '1000', step: '1' }, as: 'measurement' } as const
  for (const value of ['1000', '0']) expect(kinds(gauge, value)).toEqual(['record'])
  expect(kinds(gauge, '412')).toEqual([])
  expect(kinds(gauge, '412', ['400'])).toEqual([])
  for (const value of ['41', '4120', '0']) expect(kinds(gauge, value, ['412', '398'])).toEqual(['record'])
  expect(kinds(gauge, '412', ['400', '405', '410'])).toEqual([])
  expect(kinds(gauge, '530', ['400', '405', '410'])).toEqual(['record'])

  const race = { bounds: { min: '0', max: '600', step: '0.01' }, low: true }
  for (const value of ['0.01', '0', '30']) expect(kinds(race, value)).toEqual(['record'])
  for (const value of ['30.01', '600']) expect(kinds(race, value)).toEqual([]) // the slowest is no champion's
  for (const value of ['0.01', '12', '600']) expect(kinds(race, value, ['250', '260', '255'])).toEqual(['record'])
  for (const value of ['12.2', '11.9']) expect(kinds(race, value, ['12', '12.3', '12.1', '11.8'])).toEqual([])

  const clock = { as: 'measurement', low: true } as const
  expect(kinds(clock, '62.5')).toEqual([]) // nothing to hold it against
  for (const value of ['6.25', '625']) expect(kinds(clock, value, ['62.5'])).toEqual(['record'])
  const figure = { as: 'figure' } as const
  for (const value of ['32', '0.32']) expect(kinds(figure, value, ['3.2', '2.4', '3.8'])).toEqual(['record'])
  for (const value of ['2', '5.1', '0']) expect(kinds(figure, value, ['3.2', '2.4', '3.8'])).toEqual([])
})
