import { expect, test } from 'vitest'
import { drawTo, HEIGHT, pathOf, pointsOf, readDrawing, WIDTH } from '../src/shared/sign/ink'

test('a stroke keeps what is far enough and inside the field, in whole figures', () => {
  let stroke: number[] = []
  for (const [x, y] of [[10.4, 10], [11, 10], [20, 10], [-1, 10], [20, HEIGHT + 1], [WIDTH, HEIGHT]]) stroke = drawTo(stroke, x ?? 0, y ?? 0)
  expect(stroke).toEqual([10, 10, 20, 10, WIDTH, HEIGHT])
  expect(pointsOf([stroke, [1, 2]])).toBe(4)
})

test('a stroke near the corner begins', () => {
  expect(drawTo([], 0, 0)).toEqual([0, 0])
  expect(drawTo([], 2, 1)).toEqual([2, 1])
})

test('a stroke is one smooth line through all of its points, and a dot is one too', () => {
  expect(pathOf([5, 6])).toBe('M5 6L5 6')
  expect(pathOf([0, 0, 10, 0, 10, 10])).toBe('M0 0Q10 0 10 5L10 10')
})

test('what is no drawing is none, whatever the server holds', () => {
  for (const odd of [null, 'x', {}, { typed: ' ' }, { strokes: [] }, { strokes: [['a', 'b']], width: 1, height: 1 }, { strokes: [[1, 2]], width: 'x', height: 1 }]) {
    expect(readDrawing(odd)).toBeNull()
  }
  expect(readDrawing({ typed: 'Li Si' })).toEqual({ typed: 'Li Si' })
  expect(readDrawing({ strokes: [[1, 2], ['<img>', 2]], width: 6, height: 2 })).toEqual({ strokes: [[1, 2]], width: 6, height: 2 })
})
