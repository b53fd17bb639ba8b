import { expect, test } from 'vitest'
import { codeSigns, grouped, isCode, SIGNS } from '../src/shared/paircode'

// As the server makes them: the sum of (place + 2) times the value, and the check sign, is a multiple of 31.
const CODE = 'K7QM2XW'
const check = [...SIGNS].find((sign) => isCode(CODE + sign, 8)) ?? ''

test('exactly one check sign fits a code', () => {
  expect([...SIGNS].filter((sign) => isCode(CODE + sign, 8))).toEqual([check])
})

test('one wrong sign and two swapped ones are found, wherever they stand', () => {
  const code = CODE + check
  for (let at = 0; at < code.length; at++) {
    for (const sign of SIGNS) {
      if (sign === code[at]) continue
      expect(isCode(code.slice(0, at) + sign + code.slice(at + 1), 8)).toBe(false)
    }
    for (let other = at + 1; other < code.length; other++) {
      const signs = [...code]
      ;[signs[at], signs[other]] = [signs[other] ?? '', signs[at] ?? '']
      expect(isCode(signs.join(''), 8)).toBe(signs.join('') === code)
    }
  }
})

test('small and full-width signs, blanks and hyphens are taken as meant', () => {
  expect(codeSigns('ｋ７qm - 2xw')).toBe('K7QM2XW')
  expect(codeSigns('0O1IL')).toBe('')
  expect(grouped('K7QM2XW')).toBe('K7QM-2XW')
})
