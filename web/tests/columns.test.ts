import { expect, test } from 'vitest'
import { columnsOf } from '../src/board/columns'

const people = (count: number, batch: number) => Array.from({ length: count }, (_, at) => `${batch}-${at + 1}`)

test('batches fill columns in whole lines, in their order, and nobody is left out, whatever their sizes', () => {
  for (const sizes of [[], [1], [12], [13], [20, 20, 20], [4, 3, 3], [60], [1, 12, 24, 2], [0, 5]]) {
    const batches = sizes.map((size, at) => people(size, at + 1))
    const columns = columnsOf(batches, 13)
    for (const column of columns) expect(column.reduce((sum, piece) => sum + 1 + piece.who.length, 0)).toBeLessThanOrEqual(13)
    expect(columns.flat().flatMap((piece) => piece.who)).toEqual(batches.flat())
    for (const { batch, from, who } of columns.flat()) expect(who[0]).toBe(`${batch}-${from}`)
  }
  expect(columnsOf([people(4, 1), people(3, 2), people(3, 3)], 13)).toHaveLength(1)
  expect(columnsOf([people(60, 1)], Infinity)).toHaveLength(1)
})
