import { expect, test, vi } from 'vitest'
import { FREE_TRIES, makePin, tryPin, waitMs, type Pin } from '../src/judge/pin'

vi.setConfig({ testTimeout: 30_000 }) // a hash is slow on purpose

function wrongTimes(pin: Pin, times: number): Pin {
  return times === 0 ? pin : wrongTimes({ ...pin, wrong: pin.wrong + 1, at: 1000 }, times - 1)
}

test('the right digits fit and others do not, and none of them is kept', () => {
  const pin = makePin('2580')
  expect(tryPin(pin, '2580', 0).fits).toBe(true)
  expect(tryPin(pin, '2581', 0).fits).toBe(false)
  expect(JSON.stringify(pin)).not.toContain('2580')
  expect(makePin('2580').hash).not.toBe(pin.hash)
})

test('three wrong ones cost nothing, then each waits twice as long, a quarter of an hour at most', () => {
  const pin = makePin('2580')
  expect(waitMs(wrongTimes(pin, FREE_TRIES - 1), 1000)).toBe(0)
  expect(waitMs(wrongTimes(pin, FREE_TRIES), 1000)).toBe(2000)
  expect(waitMs(wrongTimes(pin, FREE_TRIES + 1), 1000)).toBe(4000)
  expect(waitMs(wrongTimes(pin, FREE_TRIES + 1), 4999)).toBe(1)
  expect(waitMs(wrongTimes(pin, FREE_TRIES + 1), 5000)).toBe(0)
  expect(waitMs(wrongTimes(pin, 40), 1000)).toBe(15 * 60_000)
})

test('a wrong one is counted, a right one forgives, and a clock set back does not lock for ever', () => {
  const wrong = tryPin(makePin('2580'), '0000', 77).pin
  expect(wrong).toMatchObject({ wrong: 1, at: 77 })
  expect(tryPin(wrong, '2580', 78).pin).toMatchObject({ wrong: 0 })
  expect(waitMs({ ...wrong, wrong: FREE_TRIES, at: 10 ** 9 }, 0)).toBe(2000)
})
