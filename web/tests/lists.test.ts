import { expect, test } from 'vitest'
import { plan } from '../src/board/layout'
import { listOf, placed, tilesFor, walked } from '../src/board/lists'
import type { BoardView } from '../src/shared/link'
import type { BoardState, Row } from '../src/shared/types'

const row = (at: number): Row => ({ id: `c${at}`, place: at + 1, shared: false, total: '1', modules: [], done: 1, expected: 1, complete: true })
const rows = (from: number, to: number): Row[] => Array.from({ length: to - from }, (_, at) => row(from + at))
const state = (listed: number): BoardState => ({ exposure: 'name', published: true, total: listed, ranked: listed, done: 0, expected: 0, listed })
const picture = (held: Row[], listed: number) => ({ seq: 1, token: '', hash: '', state: state(listed), rows: held })
const view = (held: Row[], listed: number): BoardView => ({ picture: picture(held, listed), currentAt: 1, problem: null })

test('a wall walks over every row of 300 and holds what each page and the next one need', () => {
  const top = rows(0, 100)
  const count = walked(picture(top, 300), false)
  const plane = plan(top, false, count)
  expect([count, plane.pins, plane.onPage, plane.pages]).toEqual([300, 3, 9, 33])
  for (let page = 0; page < plane.pages; page++) {
    const tiles = tilesFor(page, count, plane)
    expect(tiles.length).toBeLessThanOrEqual(2)
    const held = new Set(placed(top, tiles.map((tile) => ({ tile, rows: rows((tile - 1) * 50, tile * 50) }))).map(({ index }) => index))
    for (let at = 3 + page * 9; at < Math.min(count, 3 + (page + 2) * 9); at++) expect(held.has(at)).toBe(true)
  }
})

test('of half a million a wall walks over the first thousand, and a tile of its own stays alone', () => {
  expect(walked(picture(rows(0, 100), 480_000), false)).toBe(1000)
  expect(walked(picture(rows(0, 12), 480_000), true)).toBe(12)
  expect(walked(picture(rows(0, 30), 30), false)).toBe(30)
})

test('who is on two tiles for a moment stands once', () => {
  const all = placed(rows(0, 100), [{ tile: 3, rows: [row(99), row(101)] }])
  expect(all.map(({ row: { id } }) => id).filter((id) => id === 'c99')).toHaveLength(1)
  expect(all[all.length - 1]).toMatchObject({ index: 101, row: { id: 'c101' } })
})

test('a list is held whole, by as many tiles as it says to have lines', () => {
  const stage = 'c/s/final'
  expect(listOf(new Map(), stage, 'titles')).toEqual({ addresses: [`${stage}/titles1`], rows: null, all: 0 })
  const held = new Map([[`${stage}/titles1`, view(rows(0, 50), 120)], [`${stage}/titles3`, view(rows(100, 120), 120)]])
  const { addresses, rows: shown, all } = listOf(held, stage, 'titles')
  expect([addresses.length, shown?.length, all]).toEqual([3, 70, 120])
})
