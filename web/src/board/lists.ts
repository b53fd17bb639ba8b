// Lists that are longer than one tile: the rows of a wall beyond the first hundred, delegations, titles.
import type { BoardView } from '../shared/link'
import type { Picture } from '../shared/picture'
import type { Row } from '../shared/types'
import type { Plan } from './layout'

const ON_TILE = 50
const TOP = 100 // rows of the tile that a wall always holds
export const WALK_MOST = 1000 // rows that a wall walks over: eighteen minutes
const TILES_MOST = 12 // of a list that is held whole: 600 lines

export interface Placed {
  row: Row
  index: number // 0: the first of the board
}
export interface List {
  addresses: string[]
  rows: Row[] | null // null: not there yet
  all: number
}

type Pictures = ReadonlyMap<string, BoardView>

// How many rows a wall has pages for. One that was asked for a tile of its own shows that one.
export function walked({ rows, state }: Picture, isOwnTile: boolean): number {
  return isOwnTile || rows.length < TOP ? rows.length : Math.max(rows.length, Math.min(state.listed ?? 0, WALK_MOST))
}

// The numbers of the tiles that a page of the wall and the one after it need beside the first hundred.
export function tilesFor(page: number, count: number, { pins, onPage }: Plan): number[] {
  const from = Math.max(TOP, pins + page * onPage)
  const to = Math.min(count, pins + (page + 2) * onPage)
  const tiles = []
  for (let tile = Math.floor(from / ON_TILE) + 1; (tile - 1) * ON_TILE < to; tile++) tiles.push(tile)
  return tiles
}

// The rows that are held, where they stand. While somebody moves from one tile to the other he may be on both.
export function placed(top: Row[], tiles: { tile: number; rows: Row[] }[]): Placed[] {
  const known = new Set(top.map(({ id }) => id))
  const all = top.map((row, index) => ({ row, index }))
  for (const { tile, rows } of tiles)
    rows.forEach((row, at) => {
      if (known.has(row.id)) return
      known.add(row.id)
      all.push({ row, index: (tile - 1) * ON_TILE + at })
    })
  return all
}

// A list that is held whole, of the board at `stage` ("competition/skill/stage").
export function listOf(pictures: Pictures, stage: string, kind: 'delegations' | 'titles'): List {
  const address = (n: number): string => `${stage}/${kind}${n}`
  const first = pictures.get(address(1))?.picture
  const all = first?.state.listed ?? 0
  const count = Math.max(1, Math.min(TILES_MOST, Math.ceil(all / ON_TILE)))
  const addresses = Array.from({ length: count }, (_, at) => address(at + 1))
  const known = new Map<string, Row>()
  for (const each of addresses) for (const row of pictures.get(each)?.picture?.rows ?? []) if (!known.has(row.id)) known.set(row.id, row)
  return { addresses, rows: first ? [...known.values()] : null, all }
}
