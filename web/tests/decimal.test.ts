import { expect, test } from 'vitest'
import { choices, fit, parse, print, readTyped, stepped, sum } from '../src/shared/decimal'

const TEN = { min: '0', max: '10', step: '0.5' }

test('figures as typed on a Chinese keyboard are read as meant', () => {
  for (const [typed, meant] of [
    ['8。5', '8.5'], ['８．５', '8.5'], ['8，5', '8.5'], ['8,5', '8.5'], ['8·5', '8.5'],
    ['８', '8'], [' 9.0 ', '9.0'], ['－3', '-3'], ['−3', '-3'], ['\u30008', '8'], ['', ''], ['8.', '8.'],
  ] as const) {
    expect(readTyped(typed)).toEqual({ ok: true, text: meant })
  }
})

test('what cannot be read is refused, never guessed', () => {
  expect(readTyped('8..5')).toEqual({ ok: false, fault: 'two-points' })
  expect(readTyped('1,000.5')).toEqual({ ok: false, fault: 'two-points' })
  for (const typed of ['8a', '八', '8-5', '1e3', '٣', '0x1']) {
    expect(readTyped(typed)).toEqual({ ok: false, fault: 'not-a-number' })
  }
})

test('figures are exact to six places and no further', () => {
  expect(parse('8.75')).toBe(8_750_000n)
  expect(parse('-0.000001')).toBe(-1n)
  expect(parse('.5')).toBe(500_000n)
  for (const text of ['', '.', '-', '1.0000001', '1e3', 'x']) expect(parse(text)).toBeNull()
  expect(print(8_500_000n)).toBe('8.5')
  expect(print(-1n)).toBe('-0.000001')
  expect(print(0n)).toBe('0')
})

test('a subtotal has no binary rounding', () => {
  expect(sum(['0.1', '0.2'])).toBe('0.3')
  expect(sum(['8.5', '', '25'])).toBe('33.5')
})

test('a mark fits its bounds and its step counted from the least mark', () => {
  expect(fit('', TEN)).toBe('blank')
  expect(fit('0', TEN)).toBe('ok')
  expect(fit('10', TEN)).toBe('ok')
  expect(fit('10.5', TEN)).toBe('out-of-range')
  expect(fit('-0.5', TEN)).toBe('out-of-range')
  expect(fit('8.25', TEN)).toBe('off-step')
  expect(fit('8.', TEN)).toBe('ok')
  expect(fit('-', TEN)).toBe('malformed')
  expect(fit('1.5', { min: '0.5', max: '9.5', step: '1' })).toBe('ok')
  expect(fit('2', { min: '0.5', max: '9.5', step: '1' })).toBe('off-step')
})

test('steps stay on the grid and within the bounds', () => {
  expect(stepped('8', TEN, 1)).toBe('8.5')
  expect(stepped('10', TEN, 1)).toBe('10')
  expect(stepped('0', TEN, -1)).toBe('0')
  expect(stepped('8.2', TEN, 1)).toBe('8.5')
  expect(stepped('8.2', TEN, -1)).toBe('8')
  expect(stepped('99', TEN, 1)).toBe('10')
})

test('a first step from a blank gives the nearer end', () => {
  expect(stepped('', TEN, 1)).toBe('0')
  expect(stepped('', TEN, -1)).toBe('10')
})

test('few marks are offered one by one, many are not', () => {
  expect(choices({ min: '-2', max: '2', step: '1' }, 8)).toEqual(['-2', '-1', '0', '1', '2'])
  expect(choices(TEN, 8)).toBeNull()
})
