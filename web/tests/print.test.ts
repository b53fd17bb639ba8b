import { describe, expect, test } from 'vitest'
import { bands, paginate, short } from '../src/print/pages'

const rows = (n: number, height = 10) => Array.from({ length: n }, () => height)

describe('rows on pages', () => {
  test('fill a page before the next one begins', () => {
    expect(paginate(rows(25), 100, 0)).toEqual([10, 10, 5])
  })

  test('leave room for the signatures on the last page', () => {
    expect(paginate(rows(8), 100, 20)).toEqual([8])
    expect(paginate(rows(9), 100, 20)).toEqual([6, 3])
  })

  test('never leave the signatures alone when there are rows to go with them', () => {
    expect(paginate(rows(60), 100, 40)).toEqual([10, 10, 10, 10, 10, 7, 3])
  })

  test('lose none and invent none, whatever their heights', () => {
    for (let n = 0; n < 80; n++) {
      const heights = Array.from({ length: n }, (_, at) => 5 + ((at * 7) % 40))
      const counts = paginate(heights, 130, 45)
      expect(counts.reduce((sum, each) => sum + each, 0)).toBe(n)
      let at = 0
      counts.forEach((count, page) => {
        const used = heights.slice(at, at + count).reduce((sum, each) => sum + each, 0)
        expect(used + (page === counts.length - 1 ? 45 : 0)).toBeLessThanOrEqual(130)
        at += count
      })
    }
  })

  test('a row taller than a page stands on one of its own', () => {
    expect(paginate([10, 300, 10], 100, 0)).toEqual([1, 1, 1])
  })
})

test('columns are spread over bands of nearly the same width', () => {
  expect(bands([1, 2, 3], 5)).toEqual([[1, 2, 3]])
  expect(bands([1, 2, 3, 4, 5, 6], 5)).toEqual([[1, 2, 3], [4, 5, 6]])
  expect(bands([], 5)).toEqual([[]])
})

test('a digest is shortened in groups of four', () => {
  expect(short('0123456789abcdef0123')).toBe('0123 4567 89ab cdef')
})
