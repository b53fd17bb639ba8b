import { beforeEach, expect, test } from 'vitest'
import { Drafts, LATEST_MS, QUIET_MS, type ServerDraft } from '../src/judge/drafts'
import { Problem } from '../src/shared/api'
import { Backoff } from '../src/shared/backoff'
import type { Draft } from '../src/shared/shelf'

const PLACE = 'x/j1/p/c1/J1'
let kept: Map<string, Draft>
let clock: number
let timers: { run: () => void; at: number }[]
let sent: { values: Record<string, string>; seen: number | null }[]
let dropped: string[]
let answers: (() => number | Promise<number>)[]
let drafts: Drafts

function make(): Drafts {
  return new Drafts({
    device: 'mine', changed: () => undefined, now: () => clock, backoff: new Backoff(1000, 1000, () => 1),
    later: (run, ms) => void timers.push({ run, at: clock + ms }),
    shelf: {
      draft: async (place) => kept.get(place), drafts: async () => [...kept.values()],
      keepDraft: async (draft) => void kept.set(draft.place, structuredClone(draft)),
      dropDraft: async (place) => void kept.delete(place),
    },
    courier: {
      put: async (draft, seen) => {
        sent.push({ values: draft.values, seen })
        return (answers.shift() ?? (() => 100 + sent.length))()
      },
      drop: async (place) => void dropped.push(place),
    },
  })
}

beforeEach(() => {
  kept = new Map()
  clock = 0
  timers = []
  sent = []
  dropped = []
  answers = []
  drafts = make()
})

// Lets time go to `ms`, and everything that is due happen.
async function until(ms: number): Promise<void> {
  for (;;) {
    timers.sort((a, b) => a.at - b.at)
    const next = timers[0]
    if (!next || next.at > ms) break
    timers.shift()
    clock = Math.max(clock, next.at)
    next.run()
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  clock = ms
}

const theirs = (version: number, more: Partial<ServerDraft> = {}): ServerDraft =>
  ({ place: PLACE, device: 'other', version, values: { a: '9' }, base: null, ...more })
const newer = (version: number) => () => {
  throw new Problem('draft-newer', 412, { type: '/problems/draft-newer', title: '', status: 412, current: { version, draft: { values: { a: '9' } } } } as never)
}
const cut = () => {
  throw new Problem('no-connection', 0, null)
}

test('a change is on the tablet at once and with the server when it has been quiet', async () => {
  await drafts.keep(PLACE, { a: '1' }, null)
  expect(kept.get(PLACE)?.values).toEqual({ a: '1' })
  await until(QUIET_MS - 1)
  expect(sent).toEqual([])
  await until(QUIET_MS)
  expect(sent).toEqual([{ values: { a: '1' }, seen: null }])
  expect(kept.get(PLACE)).toMatchObject({ version: 101, isDirty: false })
})

test('whoever never stops typing is with the server within five seconds all the same', async () => {
  for (let ms = 0; ms <= 5000; ms += 200) {
    await until(ms)
    await drafts.keep(PLACE, { a: String(ms) }, null)
  }
  expect(sent.length).toBeGreaterThan(0)
  expect(Number(sent[0]?.values['a'])).toBeLessThanOrEqual(LATEST_MS)
})

test('without a network it is tried again until it is there', async () => {
  answers = [cut, cut]
  await drafts.keep(PLACE, { a: '1' }, null)
  await until(10_000)
  expect(sent.length).toBe(3)
  expect(kept.get(PLACE)?.isDirty).toBe(false)
})

test('what was not sent before the page closed is sent when it opens', async () => {
  await drafts.keep(PLACE, { a: '1' }, null)
  timers = []
  drafts = make()
  await drafts.open()
  await until(clock)
  expect(sent).toEqual([{ values: { a: '1' }, seen: null }])
})

test('a draft of another device is taken where there is nothing here, and followed while nothing was changed', async () => {
  await drafts.adopt([theirs(5)], () => false)
  expect(drafts.get(PLACE)).toMatchObject({ values: { a: '9' }, version: 5, isDirty: false })
  await drafts.adopt([theirs(6, { values: { a: '8' } })], () => false)
  expect(drafts.get(PLACE)?.values).toEqual({ a: '8' })
  await drafts.keep(PLACE, { a: '7' }, null)
  await until(5000)
  expect(sent).toEqual([{ values: { a: '7' }, seen: 6 }])
})

test('two that differ are both kept until the judge has chosen', async () => {
  answers = [newer(50)]
  await drafts.keep(PLACE, { a: '1' }, null)
  await until(5000)
  expect(kept.get(PLACE)).toMatchObject({ values: { a: '1' }, theirs: { version: 50, values: { a: '9' } } })
  await drafts.keep(PLACE, { a: '2' }, null)
  await until(20_000)
  expect(sent.length).toBe(1) // nothing is overwritten meanwhile
  await drafts.chooseMine(PLACE)
  await until(21_000)
  expect(sent[1]).toEqual({ values: { a: '2' }, seen: 50 })
  expect(kept.get(PLACE)?.theirs).toBeUndefined()
})

test('the other one may be chosen, and then is what goes on here', async () => {
  await drafts.keep(PLACE, { a: '1' }, null)
  await drafts.adopt([theirs(70)], () => false)
  expect(drafts.get(PLACE)?.theirs?.values).toEqual({ a: '9' })
  await drafts.chooseTheirs(PLACE)
  expect(drafts.get(PLACE)).toEqual({ place: PLACE, values: { a: '9' }, base: null, version: 70, at: 70, isDirty: false })
})

test("this device's own draft and a place that is settled here are left alone", async () => {
  await drafts.adopt([theirs(5, { device: 'mine' }), theirs(6)], () => true)
  expect(drafts.get(PLACE)).toBeUndefined()
})

test('a sheet sealed while its draft is on the way leaves no draft with the server', async () => {
  let arrive: (version: number) => void = () => undefined
  answers = [() => new Promise((resolve) => (arrive = resolve))]
  await drafts.keep(PLACE, { a: '1' }, null)
  await until(QUIET_MS)
  await drafts.drop(PLACE, false)
  expect(dropped).toEqual([])
  arrive(9)
  await until(QUIET_MS + 1)
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  expect(dropped).toEqual([PLACE])
  expect(kept.size).toBe(0)
})

test('what was refused while the seat was away goes by itself once it is back', async () => {
  answers = [() => {
    throw new Problem('not-your-seat', 403, null)
  }]
  await drafts.keep(PLACE, { a: '1' }, null)
  await until(30_000)
  expect([sent.length, kept.get(PLACE)?.isRefused]).toEqual([1, true])
  await drafts.askAgain()
  await until(40_000)
  expect(sent.at(-1)?.values).toEqual({ a: '1' })
  expect(kept.get(PLACE)).toMatchObject({ isDirty: false })
  expect(kept.get(PLACE)?.isRefused).toBeUndefined()
})

test('what the server refuses stays here, and the next change asks again', async () => {
  answers = [() => {
    throw new Problem('drafts-full', 409, null)
  }]
  await drafts.keep(PLACE, { a: '1' }, null)
  await until(30_000)
  expect(sent.length).toBe(1)
  await drafts.keep(PLACE, { a: '2' }, null)
  await until(40_000)
  expect(sent.length).toBe(2)
  expect(kept.get(PLACE)?.isDirty).toBe(false)
})
