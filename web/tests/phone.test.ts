// What a phone keeps of those it follows, and how it asks for boards where no socket opens.
import { afterEach, expect, test, vi } from 'vitest'
import { addressOf, whoOf } from '../src/board/phone/address'
import { joined, NOTHING, seen, series, summary, type Course } from '../src/board/phone/course'
import { storyOf, type Explanation } from '../src/board/phone/explain'
import { readFollowed } from '../src/board/phone/followed'
import { balance, halves, planOf, wrap } from '../src/board/save/paint'
import { Lag } from '../src/shared/lag'
import { Poller } from '../src/shared/poll'
import type { Row } from '../src/shared/types'

const row = (place: number | null, total: string | null): Row => ({
  id: 'c1', place, shared: false, total, modules: [], done: 1, expected: 2, complete: place !== null,
})

test('a course has a point for each change, and none while nothing changes', () => {
  let course: Course = seen(NOTHING, undefined, 1000)
  expect(course.points).toEqual([])
  for (const [at, place] of [[2000, 5], [3000, 5], [4000, 4]] as const) course = seen(course, row(place, '8.50'), at)
  expect(course.points.map(({ at, place }) => [at, place])).toEqual([[2000, 5], [4000, 4]])
  expect(course.until).toBe(4000)
  expect(series(course)).toEqual([[2, 4], [5, 4], [8.5, 8.5]])
})

test('a course has a hole where nobody looked for more than a minute', () => {
  const first = seen(NOTHING, row(5, '1'), 0)
  const within = seen(first, row(5, '1'), 60_000)
  expect(within.gaps).toEqual([])
  const later = seen(within, row(5, '1'), 120_001)
  expect(later.gaps).toEqual([120_001])
  expect(series(later)[1]).toEqual([5, null, 5])
})

test('a course is bounded, and keeps its end', () => {
  let course = NOTHING
  for (let at = 1; at <= 3000; at += 1) course = seen(course, row(at, '1'), at)
  expect(course.points.length).toBeLessThanOrEqual(401)
  expect(course.points[course.points.length - 1]?.place).toBe(3000)
})

test('what the server has kept comes first, and behind it only what it has not', () => {
  const kept = [{ at: 1000, place: 5, total: '8' }, { at: 2000, place: 4, total: '9' }]
  expect(joined(kept, NOTHING)).toEqual({ points: kept, gaps: [], until: 2000 })
  expect(joined(kept, seen(NOTHING, row(4, '9'), 5000))).toEqual({ points: kept, gaps: [], until: 5000 })
  const slow = seen(NOTHING, row(3, '9'), 500) // this phone's clock is behind the server's
  expect(joined(kept, slow).points).toEqual([...kept, { at: 2001, place: 3, total: '9' }])
  expect(joined([], slow)).toBe(slow)
})

test('a course in a sentence has the first, the last and the best place, and none without a place', () => {
  expect(summary(seen(NOTHING, row(null, '8'), 1))).toBeNull()
  let course: Course = NOTHING
  for (const [at, place] of [[1, null], [2, 7], [3, 2], [4, 3], [5, null]] as const) course = seen(course, row(place, '8'), at)
  const told = summary(course)
  expect([told?.from.at, told?.from.place, told?.to.place, told?.best]).toEqual([2, 7, 3, 2])
})

test('what is no list of the followed is none, and one that is too long is cut', () => {
  expect(readFollowed('{"a":')).toEqual([])
  expect(readFollowed('[1,{"id":"c1","skill":"s","name":"n"},{"id":2}]')).toEqual([{ id: 'c1', skill: 's', name: 'n' }])
  const many = Array.from({ length: 99 }, (_, at) => ({ id: `c${at}`, skill: 's', name: 'n' }))
  expect(readFollowed(JSON.stringify(many))).toHaveLength(12)
})

test('an address gives back whom it was made for, and nobody for what is no id', () => {
  const url = addressOf('https://x', { competition: 'c', skill: 's', stage: 'f', lang: 'en', who: 'w-2.K' })
  expect(url).toBe('https://x/board.html?c=c&skill=s&stage=f&who=w-2.K&lang=en')
  expect(whoOf(new URL(url).search)).toBe('w-2.K')
  for (const bad of ['?who=', '?who=a/b', '?who=.a', `?who=${'a'.repeat(65)}`, '?c=1']) expect(whoOf(bad)).toBeNull()
})

test('an explanation puts judges under their part, and what decided first', () => {
  const line = (more: object) => ({ kind: 'figure', depth: 3, zh: '', en: '', ...more })
  const told = {
    competitor: 'c1', stage: 'f', place: 2,
    lines: [
      line({ module: 'm', part: 'p', seat: 'J1', fate: 'dropped_low' }), line({ kind: 'entry', module: 'm', part: 'p' }),
      line({ kind: 'part', depth: 2, module: 'm', part: 'p' }), line({ kind: 'module', depth: 1, module: 'm' }),
      line({ kind: 'total', depth: 0 }), line({ kind: 'tie', depth: 0 }),
    ],
  } as Explanation
  const { ties, stage, modules } = storyOf(told)
  expect([ties.length, stage.length, modules.length]).toEqual([1, 1, 1])
  expect(modules[0]?.parts[0]).toMatchObject({ figures: [{ seat: 'J1' }], steps: [{ kind: 'part' }], marks: [{ kind: 'entry' }] })
})

test('a saved picture has its size whatever the number of rows, and no sign is broken in two', () => {
  for (const count of [0, 1, 10, 11, 20, 100]) {
    const wide = planOf('wide', count)
    expect([wide.width, wide.height]).toEqual([1920, 1080])
    expect(wide.head + wide.perColumn * wide.row + wide.foot).toBeLessThanOrEqual(1080)
    expect(planOf('long', count).width).toBe(1080)
  }
  expect(halves('𠮷野家𠮷')).toEqual(['𠮷野', '家𠮷'])
})

interface Asked {
  url: string
  tag: string | null
}
function asking(answers: (() => Response)[]) {
  const asked: Asked[] = []
  vi.useFakeTimers()
  vi.stubGlobal('fetch', (url: string, { headers }: { headers: Record<string, string> }) => {
    asked.push({ url, tag: headers['If-None-Match'] ?? null })
    return Promise.resolve((answers[asked.length - 1] ?? (() => new Response(null, { status: 304 })))())
  })
  return asked
}
const boards = (tag: string) => () =>
  new Response(JSON.stringify({ poll_ms: 500, boards: [{ type: 'snapshot' }] }), { headers: { ETag: tag, 'Jinbang-Age': '70' } })

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('asks with the tag of what it holds, at the pace that it is told, and without one when the picture was not true', async () => {
  const asked = asking([boards('"a"'), boards('"b"')])
  const took = vi.fn().mockReturnValueOnce(true).mockReturnValue(false)
  const vouched = vi.fn()
  const poller = new Poller({ boards: () => ['c/s/f/top50'], language: () => 'en', took, vouched, reached: () => undefined })
  poller.start()
  await vi.advanceTimersByTimeAsync(499)
  expect(asked).toEqual([{ url: '/api/v1/competitions/c/boards?tiles=s%2Ff%2Ftop50', tag: null }])
  await vi.advanceTimersByTimeAsync(1)
  expect(asked[1]?.tag).toBe('"a"')
  await vi.advanceTimersByTimeAsync(500)
  expect(asked[2]?.tag).toBeNull() // "b" was no true picture
  expect(took).toHaveBeenLastCalledWith([{ type: 'snapshot' }], 70)
  expect(vouched).toHaveBeenCalledTimes(1)
  poller.end()
  await vi.advanceTimersByTimeAsync(5000)
  expect(asked).toHaveLength(3)
})

const headersOf = (all: Record<string, string>) => new Headers(all)

test('an answer that a cache has kept is as old as the cache says, beside what it was at the server', () => {
  const lag = new Lag()
  expect(lag.ageOf(headersOf({ 'Jinbang-Age': '70' }), 5000)).toBe(70)
  expect(lag.ageOf(headersOf({ 'Jinbang-Age': '70', Age: '3' }), 5000)).toBe(3070)
})

test('a cache that says nothing is found out by the time at the server; a server that was started again begins anew', () => {
  const lag = new Lag()
  const age = (at: string, now: number) => lag.ageOf(headersOf({ 'Jinbang-Age': '10', 'Jinbang-At': at }), now)
  expect(age('aa.1000', 50_400)).toBe(10) // the link took what it took
  expect(age('aa.4000', 53_300)).toBe(10) // and now less: this is the freshest
  expect(age('aa.4000', 93_300)).toBe(40_010) // the same again, forty seconds later
  expect(age('aa.44000', 93_350)).toBe(60)
  expect(age('bb.100', 96_000)).toBe(10)
  expect(age('aa.46700', 96_050)).toBe(60) // two servers behind one address
  expect(age('nonsense', 96_000)).toBe(10)
})

test('says when nothing is reached, and goes on', async () => {
  const asked = asking([() => new Response('', { status: 502 }), boards('"a"')])
  const reached = vi.fn()
  const poller = new Poller({ boards: () => ['c/s/f/top50'], language: () => 'en', took: () => true, vouched: () => undefined, reached })
  poller.start()
  await vi.advanceTimersByTimeAsync(0)
  expect(reached.mock.calls).toEqual([[false]])
  await vi.advanceTimersByTimeAsync(15_000)
  expect(reached).toHaveBeenCalledWith(true)
  expect(asked.length).toBeGreaterThan(1)
  poller.end()
})

test('words on a saved picture break between words and between Chinese signs, a slogan at its spaces, in lines as even as can be', () => {
  const measure = (text: string) => [...text].length
  expect(wrap('请到二楼，凭证领取。', 5, measure)).toEqual(['请到二楼，', '凭证领取。'])
  expect(wrap('to the second floor', 8, measure)).toEqual(['to the', 'second', 'floor'])
  expect(wrap('incomprehensible 𠮷野', 8, measure)).toEqual(['incompre', 'hensible', '𠮷野'])
  expect(balance('一二三四五六七', 6, measure)).toEqual(['一二三四', '五六七'])
  expect(balance('劳动光荣 技能宝贵 创造伟大', 11, measure, /\S+\s*/g)).toEqual(['劳动光荣 技能宝贵', '创造伟大'])
})
