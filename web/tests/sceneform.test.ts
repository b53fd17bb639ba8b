import { expect, test } from 'vitest'
import { clockGiven, fieldsOf, following } from '../src/console/sceneform'
import type { Scene } from '../src/shared/screen'

const MINUTE = 60_000
const runs: Scene = { kind: 'clock', until: 30 * MINUTE, length: 30 * MINUTE, batch: 1 }
const stands: Scene = { kind: 'clock', left: 10 * MINUTE, length: 30 * MINUTE, batch: 1 }

test('a clock of which nothing was changed goes on, or stands, as it does', () => {
  expect(clockGiven(runs, fieldsOf(runs), 20 * MINUTE)).toEqual({ until: 30 * MINUTE, length: 30 * MINUTE })
  expect(clockGiven(stands, fieldsOf(stands), 20 * MINUTE)).toEqual({ left: 10 * MINUTE, length: 30 * MINUTE })
})

test('a clock that stands begins when the desk says so, and one that runs stands', () => {
  const now = 20 * MINUTE
  expect(clockGiven(stands, { ...fieldsOf(stands), starts: true }, now)).toEqual({ until: 50 * MINUTE, length: 30 * MINUTE })
  expect(clockGiven(runs, { ...fieldsOf(runs), starts: false }, now)).toEqual({ left: 30 * MINUTE, length: 30 * MINUTE })
})

test('the same minutes for another batch, or for a clock that is over, are the whole time again', () => {
  const anew = { until: 50 * MINUTE, length: 30 * MINUTE }
  expect(clockGiven(runs, { ...fieldsOf(runs), batch: '2' }, 20 * MINUTE)).toEqual(anew)
  const late = 31 * MINUTE
  expect(clockGiven(runs, fieldsOf(runs), late)).toEqual({ until: 61 * MINUTE, length: 30 * MINUTE })
  expect(clockGiven(runs, { ...fieldsOf(runs), minutes: '' }, late)).toEqual({})
})

test('a clock that is pressed meanwhile leaves a half-typed scene alone, and the form knows whether it stands', () => {
  const from = fieldsOf(runs)
  const typed = { ...from, kind: 'notice' as const, text: '请到二楼' }
  const stopped: Scene = { ...runs, until: undefined, left: 5 * MINUTE } as unknown as Scene
  expect(following(typed, from, fieldsOf({ ...stopped, batch: 2 }))).toEqual({ ...typed, starts: false, batch: '2' })
  expect(following({ ...typed, batch: '7' }, from, fieldsOf({ ...stopped, batch: 2 })).batch).toBe('7')
  expect(fieldsOf({ ...runs, until: 99 * MINUTE })).toEqual(from)
})

test('what was not touched follows what hangs', () => {
  const next = fieldsOf({ kind: 'board', skill: 'welder', lang: 'en' })
  expect(following(fieldsOf(runs), fieldsOf(runs), next)).toEqual(next)
})
