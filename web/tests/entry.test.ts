import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isLow, questions } from '../src/judge/asking'
import { clockSeconds, clockText, readClock } from '../src/judge/entry/clock'
import { show } from '../src/judge/entry/ratio'
import { entered, few, isChosen, otherOf, slotsOf } from '../src/judge/entry/slots'
import { notch, notches, notchMark } from '../src/judge/entry/slide'
import { stationAt, withEvent } from '../src/judge/entry/station'
import { fullOf, takenBy, worthOf } from '../src/judge/entry/worth'
import { alike, cellText, isComplete, keyed, moved } from '../src/judge/across'
import type { Task } from '../src/judge/tasks'
import { findTask } from '../src/judge/find'
import { givenOf, ticksLeft } from '../src/judge/peers'
import { bodyOf, check, fieldsOf, valuesOf, type Values } from '../src/judge/sheet'
import { readTyped } from '../src/shared/decimal'
import { places } from '../src/shared/lookup'
import type { Aspect, Definition, LogEvent, Part } from '../src/shared/types'

const FULL = JSON.parse(
  readFileSync(new URL('../../fixtures/examples/full.json', import.meta.url), 'utf8'),
) as Definition
const partOf = (id: string): Part => {
  const found = places(FULL).find(({ part }) => part.id === id)
  if (!found) throw new Error(id)
  return found.part
}
const aspectOf = (part: string, aspect: string): Aspect => {
  const found = partOf(part).aspects?.find(({ id }) => id === aspect)
  if (!found) throw new Error(aspect)
  return found
}
const worth = (aspect: Aspect, values: Values) => {
  const exact = worthOf(aspect, values)
  return exact && show(exact)
}
const mark = (part: string, values: Values) => bodyOf(fieldsOf(partOf(part), false), values, false).marks

test('8。5 from a Chinese keyboard is 8.5 or refused, never 85', () => {
  const read = (raw: string) => {
    const typed = readTyped(raw)
    return typed.ok ? typed.text : typed.fault
  }
  for (const raw of ['8。5', '8．5', '８。５', '8,5', '8，5', '8·5', '8・5', ' 8 。 5 ']) expect(read(raw), raw).toBe('8.5')
  for (const raw of ['8。。5', '8。5。', '8.5,0']) expect(read(raw), raw).toBe('two-points')
  for (const raw of ['8；5', '八。五', '8/5', '8e5', '8–5', '0x8']) expect(read(raw), raw).toBe('not-a-number')
})

test('every input of the example has an entry, and what was entered comes back from the body', () => {
  const rows: [string, Values, unknown][] = [
    ['w-theory', { paper: '８8。5'.replace('８', '8').replace('。', '.') }, [{ aspect: 'paper', value: '88.5' }]],
    ['w-safe', { gear: '1', tidy: '5' }, [{ aspect: 'gear', value: '1' }, { aspect: 'tidy', value: '5' }]],
    ['w-safe', { 'gear/code': 'dsq', tidy: '0' }, [{ aspect: 'gear', code: 'dsq' }, { aspect: 'tidy', value: '0' }]],
    ['w-plate', { 'outside/fault/undercut': '15', xray: '2' }, [
      { aspect: 'outside', faults: { undercut: '15' } }, { aspect: 'xray', value: '2' },
    ]],
    ['w-plate', { outside: 'clean', xray: '4' }, [{ aspect: 'outside', faults: {} }, { aspect: 'xray', value: '4' }]],
    ['a1', { look: '3', tree: '0' }, [{ aspect: 'look', value: '3' }, { aspect: 'tree', value: '0' }]],
    ['a2', { speed: '2.5', tests: '7' }, [{ aspect: 'speed', value: '2.5' }, { aspect: 'tests', value: '7' }]],
    ['b1', { rate: '1050' }, [{ aspect: 'rate', value: '1050' }]],
    ['b1', { rate: '1050', 'rate/target': '900' }, [{ aspect: 'rate', value: '1050', target: '900' }]],
    ['m-100', { run: '10.85' }, [{ aspect: 'run', value: '10.85' }]],
    ['d-waltz', { place: '3' }, [{ aspect: 'place', value: '3' }]],
    ['d-call', { yes: '1' }, [{ aspect: 'yes', value: '1' }]],
    ['c1', { 'time/code': 'dnf' }, [{ aspect: 'time', code: 'dnf' }]],
    ['m-sew', { s2: '7' }, [{ aspect: 's2', value: '7' }]],
  ]
  for (const [part, values, marks] of rows) {
    expect(mark(part, values), part).toEqual(marks)
    expect(valuesOf({ marks: mark(part, values) ?? [] }), part).toEqual(values)
  }
})

test('blank is not zero: an untouched deduction is missing, a clean one is not', () => {
  const [outside] = fieldsOf(partOf('w-plate'), false)
  if (!outside) throw new Error('no field')
  expect(check(outside, {})).toBe('blank')
  expect(worthOf(aspectOf('w-plate', 'outside'), {})).toBe(null)
  expect(check(outside, { outside: 'clean' })).toBe('ok')
  expect(worth(aspectOf('w-plate', 'outside'), { outside: 'clean' })).toBe('70')
  expect(check(outside, { 'outside/fault/pore': '2' })).toBe('ok')
  expect(check(outside, { 'outside/fault/pore': '-2' })).toBe('out-of-range')
})

test('worths are what the book says', () => {
  const outside = aspectOf('w-plate', 'outside')
  expect(worth(outside, { 'outside/fault/undercut': '11', 'outside/fault/pore': '2' })).toBe('62')
  expect(worth(outside, { 'outside/fault/undercut': '25' })).toBe('64') // at most 6
  expect(worth(outside, { 'outside/fault/crack': '1', 'outside/fault/pore': '1' })).toBe('0')
  expect(worth(aspectOf('w-plate', 'xray'), { xray: '2' })).toBe('20.01')
  expect(worth(aspectOf('w-safe', 'tidy'), { tidy: '5' })).toBe('50')
  expect(worth(aspectOf('a1', 'look'), { look: '2' })).toBe('1.33')
  expect(worth(aspectOf('a2', 'speed'), { speed: '2' })).toBe('1') // the first band that holds it
  expect(worth(aspectOf('a2', 'speed'), { speed: '2.01' })).toBe('0.67')
  expect(worth(aspectOf('a2', 'speed'), { speed: '6.01' })).toBe('0')
  expect(worth(aspectOf('b1', 'rate'), { rate: '2000' })).toBe('5.5') // the cap
  expect(worth(aspectOf('b1', 'rate'), { rate: '600', 'rate/target': '800' })).toBe('3.75')
  expect(worth(aspectOf('m-100', 'run'), { run: '10.85' })).toBe('894')
  expect(worth(aspectOf('m-jury', 'first3'), { first3: '2' })).toBe('10')
  expect(worth(aspectOf('m-jury', 'first3'), { first3: '4' })).toBe('0')
  expect(fullOf(aspectOf('w-plate', 'outside'))).toEqual({ num: 70n, den: 1n })
})

test('a step that was begun counts whole unless the rules say otherwise', () => {
  const fault = { id: 'f', name: { zh: '超时' }, each: '5', amount: '2' }
  expect(takenBy(fault, '10.1').steps).toBe(3n)
  expect(takenBy({ ...fault, begun: false }, '14.9').steps).toBe(2n)
  expect(takenBy({ ...fault, most: '4' }, '15')).toEqual({ steps: 3n, amount: { num: 4n, den: 1n }, isCapped: true })
})

test('a worth that goes on is cut and says so', () => {
  const aspect: Aspect = { id: 'a', name: { zh: '甲' }, input: 'judgement', full: '2' }
  expect(worth(aspect, { a: '2' })).toBe('1.3333…')
  expect(worth(aspect, { a: '3' })).toBe('2')
})

test('points off give the mark that is left, and a changed mark forgets what was typed as off', () => {
  const [paper] = fieldsOf(partOf('w-theory'), false)
  if (!paper) throw new Error('no field')
  expect(slotsOf(paper, true).map(({ key }) => key)).toEqual(['paper/lost'])
  const off = entered(paper, {}, 'paper/lost', '3.5')
  expect(off).toEqual({ 'paper/lost': '3.5', paper: '96.5' })
  expect(otherOf(paper, '96.5')).toBe('3.5')
  expect(entered(paper, off, 'paper', '90')).toEqual({ paper: '90' })
  expect(entered(paper, {}, 'paper/lost', '3..5').paper).toBe('3..5')
})

test('a code takes the place of the figure, and a figure that of the code', () => {
  const [time] = fieldsOf(partOf('c1'), false)
  if (!time) throw new Error('no field')
  const coded = entered(time, { time: '1200' }, 'time/code', 'dnf')
  expect(coded).toEqual({ 'time/code': 'dnf' })
  expect(check(time, coded)).toBe('ok')
  expect(entered(time, coded, 'time', '9')).toEqual({ time: '9' })
})

test('a fault ends "no faults", and "no faults" takes all faults away', () => {
  const [outside] = fieldsOf(partOf('w-plate'), false)
  if (!outside) throw new Error('no field')
  const some = entered(outside, { outside: 'clean' }, 'outside/fault/pore', '1')
  expect(some).toEqual({ 'outside/fault/pore': '1' })
  expect(entered(outside, some, 'outside', 'clean')).toEqual({ outside: 'clean' })
})

test('few marks have a button each, many are typed', () => {
  const fields = (part: string) => fieldsOf(partOf(part), false)
  expect(few(fields('d-waltz')[0]!)).toHaveLength(8)
  expect(fields('w-plate').map(isChosen)).toEqual([false, true])
  expect(few(fields('w-theory')[0]!)).toBe(null)
  expect(isChosen(fields('d-tango')[0]!)).toBe(false) // 64 places: typed
})

test('a slider gives exact marks', () => {
  const bounds = { min: '-1.2', max: '3', step: '0.3' }
  expect(notches(bounds)).toBe(14)
  expect(notchMark(5, bounds)).toBe('0.3')
  expect(notch('0.3', bounds)).toBe(5)
  expect(notches({ min: '0', max: '100000', step: '1' })).toBe(0)
})

test('times are read as people write them and sent as seconds', () => {
  expect(readClock('1：02。35')).toEqual({ ok: true, text: '1:02.35' })
  expect(clockSeconds('1:02.35')).toBe('62.35')
  expect(clockSeconds('62.35')).toBe('62.35')
  expect(clockSeconds('1:03:10')).toBe('3790')
  expect(clockText(62_350_000n)).toBe('1:02.35')
  expect(clockText(3_790_000_000n)).toBe('1:03:10')
  for (const text of ['1:60', '1:', ':5', '1:2:3:4', '-1:02']) expect(clockSeconds(text), text).toBe(null)
  expect(readClock('1.5:02').ok).toBe(false)
  expect(bodyOf(fieldsOf(partOf('m-time'), true), { time: '1:02.35' }, true)).toEqual({ declared: { time: '62.35' } })
})

test('the station log says what the engine would: stops do not count, the end ends it', () => {
  const log: LogEvent[] = [
    { event: 'start', at: '0' }, { event: 'added', at: '300', seconds: '60' }, { event: 'stop', at: '1000' },
    { event: 'resume', at: '1100' }, { event: 'sealed', at: '3790' },
  ]
  const state = stationAt(log)
  expect([state.net, state.added, state.ended]).toEqual([3_690_000_000n, 60_000_000n, true])
  const start = Date.parse('2026-11-22T09:00:00.000Z')
  let events = withEvent([], 'start', start)
  expect(events).toEqual([{ event: 'start', at: '0', note: '2026-11-22T09:00:00.000Z' }])
  events = withEvent(events, 'fault_venue', start + 61_250)
  events = withEvent(events, 'leave', start + 60_000) // a clock that was set back
  expect(events.map(({ at }) => at)).toEqual(['0', '61.25', '61.25'])
  expect(withEvent(events, 'leave', start + 70_000)).toBe(events) // is away already
  expect(stationAt(events, 90_000_000n).net).toBe(61_250_000n) // stands still
  events = withEvent(withEvent(events, 'resume', start + 90_000), 'sealed', start + 100_000)
  expect(stationAt(events).net).toBe(71_250_000n)
  expect(withEvent(events, 'warning', start + 101_000)).toBe(events)
})

test('places that were given and ticks that are left are counted over this seat\'s sheets', () => {
  const peers = [
    { place: 'x', who: '甲', values: { place: '1', yes: '1' } },
    { place: 'y', who: '乙', values: { place: '2', yes: '0' } },
  ]
  expect(givenOf(peers, 'place').get('1')).toEqual(['甲'])
  expect(ticksLeft(2, peers, 'yes', '1')).toBe(0)
})

test('what a judge is asked before sealing', () => {
  const asked = (part: string, values: Values, technical = false) =>
    questions(partOf(part), fieldsOf(partOf(part), technical), values, new Map(), []).map(({ kind }) => kind)
  expect(asked('w-plate', { 'outside/fault/crack': '1', xray: '4' })).toEqual(['zero', 'veto'])
  expect(asked('m-sew', { s1: '4' })).toEqual(['gap'])
  expect(asked('w-theory', { paper: '100' })).toEqual(['record'])
  expect(asked('w-theory', { paper: '99.5' })).toEqual([])
  expect(asked('w-plate', { log: '[{"event":"start","at":"0"}]' }, true)).toEqual(['running'])
  const before = new Map([['time', ['62.5', '63']], ['difficulty', ['3.2', '2.8']]])
  const declared: Part = { id: 'dive', name: { zh: '跳水' }, technical: 'T', declares: ['time', 'difficulty'] }
  const late = (values: Values) => questions(declared, fieldsOf(declared, true), values, before, [])
  expect(late({ time: '1:02.9', difficulty: '3.4' })).toEqual([])
  expect(late({ time: '10:25', difficulty: '32' })).toEqual([
    { kind: 'record', aspect: 'time', value: '625' }, { kind: 'record', aspect: 'difficulty', value: '32' },
  ])
  const race: Part = { id: 'r', name: { zh: '用时' }, aspects: [{ id: 's', name: { zh: '秒' }, min: '0', max: '600', step: '0.01' }] }
  const lap = (value: string, low: boolean) => questions(race, fieldsOf(race, false), { s: value }, new Map(), [], low).map(({ kind }) => kind)
  expect([lap('0.01', true), lap('600', true), lap('0.01', false), lap('600', false)]).toEqual([['record'], [], [], ['record']])
  const taken = questions(
    partOf('d-waltz'), fieldsOf(partOf('d-waltz'), false), { place: '1' }, new Map(), [{ place: 'x', who: '甲', values: { place: '1' } }],
  )
  expect(taken).toEqual([{ kind: 'taken', aspect: 'place', value: '1', who: '甲' }])
})

test('less is better where the rules nearest to the part say so', () => {
  const [first] = places(FULL)
  if (!first) throw new Error('no part')
  const { skill, stage, module, part } = first
  expect(isLow({ skill: { ...skill, order: 'low' }, stage, module, part })).toBe(true)
  expect(isLow({ skill: { ...skill, order: 'low' }, stage, module: { ...module, order: 'high' }, part })).toBe(false)
  expect(isLow({ skill, stage, module, part: { ...part, order: 'low' } })).toBe(true)
})

test('across, a key means what the cell can hold', () => {
  const [outside, xray] = fieldsOf(partOf('w-plate'), false)
  const [paper] = fieldsOf(partOf('w-theory'), false)
  if (!outside || !xray || !paper) throw new Error('no field')
  expect(keyed(paper, { paper: '88' }, '5', false)).toEqual({ key: 'paper', text: '885' })
  expect(keyed(paper, { paper: '88' }, '5', true)).toEqual({ key: 'paper', text: '5' })
  expect(keyed(xray, {}, '2', true)).toEqual({ key: 'xray', text: '2' })
  expect(keyed(xray, {}, '5', true)).toBe(null) // there are four choices
  expect(keyed(outside, { 'outside/fault/undercut': '5' }, '1', true)).toEqual({ key: 'outside/fault/undercut', text: '10' }) // five millimetres more
  expect(keyed(outside, {}, '2', true)).toEqual({ key: 'outside/fault/pore', text: '1' })
  expect(keyed(outside, { 'outside/fault/crack': '1' }, '3', true)).toEqual({ key: 'outside/fault/crack', text: '' })
  for (const none of ['4', '7', '.', '-']) expect(keyed(outside, {}, none, true)).toBe(null) // there are three faults
  expect(keyed(outside, {}, '0', true)).toEqual({ key: 'outside', text: 'clean' })
  expect(cellText(outside, { 'outside/fault/pore': '2' })).toBe('68')
  expect(isComplete([outside, xray], { outside: 'clean' }, false)).toBe(false)
  expect(isComplete([outside, xray], { outside: 'clean' }, true)).toBe(true)
  expect(moved({ row: 0, column: 1 }, 'ArrowUp', 3, 2)).toEqual({ row: 0, column: 1 })
  expect(moved({ row: 0, column: 1 }, 'Enter', 3, 2)).toEqual({ row: 1, column: 1 })
  expect(alike(paper, ['9', '9', '9', '9'].map((text) => ({ paper: text })))).toBe('9')
  expect(alike(xray, ['1', '1', '1', '1'].map((text) => ({ xray: text })))).toBe(null)
})

test('a code opens its piece however it was typed; an unknown one and a sealed one say so', () => {
  const task = (id: string, code: string, state: Task['state']): Task =>
    ({ competitor: { id, skill: 's', code }, place: id, state, entry: undefined, sheet: undefined })
  const tasks = [task('c1', 'A-07', 'open'), task('c2', 'A-08', 'sealed'), task('c3', 'B1', 'open'), task('c4', 'b-1', 'open')]
  for (const typed of ['A-07', 'a07', 'Ａ－０７', ' a 07 ', 'c1']) expect(findTask(tasks, typed), typed).toMatchObject({ kind: 'open' })
  expect(findTask(tasks, 'A08')).toMatchObject({ kind: 'sealed' })
  expect(findTask(tasks, 'A70').kind).toBe('none')
  expect(findTask(tasks, 'B-1').kind).toBe('several')
})
