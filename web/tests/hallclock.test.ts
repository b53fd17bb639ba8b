import { expect, test } from 'vitest'
import { again, clockOf, CLOCK_MAX_MS, extended, goingOn, isRunning, isSameClock, nextTick, ofNextBatch, onEach, stopped } from '../src/shared/hallclock'
import type { Scene } from '../src/shared/screen'
import { ServerClock } from '../src/shared/servertime'

const MINUTE = 60_000
const running: Scene = { kind: 'clock', until: 10 * MINUTE, length: 10 * MINUTE, batch: 1 }

test('a clock that is stopped keeps what is left, and goes on with just that', () => {
  const stands = stopped(running, 4 * MINUTE)
  expect(stands).toEqual({ kind: 'clock', left: 6 * MINUTE, length: 10 * MINUTE, batch: 1 })
  expect(clockOf(stands, 99 * MINUTE)).toEqual({ left: 360, text: '06:00' })
  expect(goingOn(stands, 50 * MINUTE)).toEqual({ ...running, until: 56 * MINUTE })
})

test('more time is added to a clock that runs, stands or is over, and never beyond what the server takes', () => {
  expect(extended(running, MINUTE, 5 * MINUTE).until).toBe(15 * MINUTE)
  expect(extended(stopped(running, MINUTE), 3 * MINUTE, 5 * MINUTE).left).toBe(14 * MINUTE)
  expect(extended(running, 30 * MINUTE, 5 * MINUTE).until).toBe(35 * MINUTE)
  expect(extended({ kind: 'clock', left: CLOCK_MAX_MS }, 0, 5 * MINUTE).left).toBe(CLOCK_MAX_MS)
  expect(extended({ kind: 'clock' }, 0, 5 * MINUTE)).toEqual({ kind: 'clock' })
})

test('more time for a clock that has not begun makes the whole of it longer', () => {
  const more = extended(again(running), 0, 5 * MINUTE)
  expect(more).toEqual({ kind: 'clock', left: 15 * MINUTE, length: 15 * MINUTE, batch: 1 })
  expect(again(stopped(goingOn(more, 0), MINUTE)).left).toBe(15 * MINUTE)
  expect(extended({ kind: 'clock', left: 4 * MINUTE, length: 10 * MINUTE }, 0, MINUTE).length).toBe(10 * MINUTE)
})

test('screens that share a clock keep each its own colours and language, or none', () => {
  const pressed: Scene = { ...running, theme: 'light', lang: 'en' }
  expect(onEach(pressed, [{ id: 'a', scene: pressed }, { id: 'b', scene: running }])).toEqual([{ id: 'a', scene: pressed }, { id: 'b', scene: running }])
})

test('the next batch has the whole time again and waits for its start', () => {
  expect(ofNextBatch(running)).toEqual({ kind: 'clock', left: 10 * MINUTE, length: 10 * MINUTE, batch: 2 })
  expect(again(running)).toEqual({ kind: 'clock', left: 10 * MINUTE, length: 10 * MINUTE, batch: 1 })
  expect(isRunning(running, 9 * MINUTE)).toBe(true)
  expect(isRunning(running, 10 * MINUTE)).toBe(false)
})

test('figures change at the full second of what is left', () => {
  for (const [now, pause, left] of [[0, 1000, 2], [1, 999, 2], [999, 1, 2], [1000, 1000, 1], [1999, 1, 1], [2000, null, 0]] as const) {
    expect(nextTick({ until: 2000 }, now)).toBe(pause)
    expect(clockOf({ until: 2000 }, now).left).toBe(left)
  }
  expect(nextTick({ left: 5 }, 0)).toBe(null)
})

test('screens show one clock when it counts the same, in whatever colours', () => {
  expect(isSameClock(running, { ...running, theme: 'light' })).toBe(true)
  expect(isSameClock(running, { ...running, until: 1 })).toBe(false)
  expect(isSameClock({ kind: 'blank' }, { kind: 'blank' })).toBe(false)
})

test('the time of the server is taken from the quickest answer, half its way before it came', () => {
  let tick = 0
  const at = (ms: number) => ({ tick: ms, date: ms })
  const clock = new ServerClock(() => tick, () => tick)
  expect(clock.now()).toBe(null)
  tick = 100
  clock.heard(5000, at(60)) // came 20 ms ago
  expect(clock.now()).toBe(5020)
  tick = 2100
  clock.heard(6000, at(100)) // two seconds on its way: worth nothing beside that
  expect(clock.now()).toBe(7020)
  clock.told(7000) // late, as any frame
  expect(clock.now()).toBe(7020)
  tick = 2110
  clock.heard(9000, at(2100)) // our ticks stood still, or the server's clock was set
  expect(clock.now()).toBe(9005)
  clock.told(12_000) // it cannot be earlier than that
  expect(clock.now()).toBe(12_000)
  tick = 2150
  clock.heard(12_045, at(2130))
  expect(clock.now()).toBe(12_055)
})

test('after the machine slept its ticks are worth nothing until the server is heard again', () => {
  let tick = 0
  let date = 0
  const clock = new ServerClock(() => tick, () => date)
  clock.heard(50_000, { tick: 0, date: 0 })
  tick = 1000
  date = 2900 // set a little, or drifted
  expect(clock.now()).toBe(51_000)
  const before = clock.asking()
  date = 3_600_000
  clock.heard(51_000, before) // asked before it slept: it says nothing of how long
  expect(clock.now()).toBe(null)
  expect(clock.near()).toBe(3_650_000) // its own clock was 50 s slow when the server was heard
  const asked = clock.asking()
  tick = 1100
  clock.heard(3_650_000, asked) // though it took longer than the first
  expect(clock.now()).toBe(3_650_050)
  date += 100_000
  clock.told(3_750_000)
  expect(clock.now()).toBe(3_750_000)
})
