// What a screen holds of one tile, and how frames change it. Pure: a picture in, a picture out.
import { fnv1a64 } from './fnv'
import type { BoardState, Row } from './types'

export interface Picture {
  seq: number
  token: string
  hash: string
  state: BoardState
  rows: Row[]
}
export interface SnapshotFrame {
  type: 'snapshot' | 'resync'
  board: string
  seq: number
  token: string
  hash: string
  sealed_us: number
  state: BoardState
  rows: Row[]
}
export interface DeltaFrame {
  type: 'delta'
  board: string
  from: number
  to: number
  token: string
  hash: string
  sealed_us: number
  state?: BoardState
  upsert?: { at: number; row: Row }[]
  remove?: string[]
  order?: string[]
}

const encoder = new TextEncoder()

// What the server's JSON escapes beyond what every JSON does.
const ESCAPED = /[\u007f-\u009f\u2028\u2029]/g
const code = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`

function hashJson(value: Row | BoardState, before = ''): string {
  return fnv1a64(encoder.encode(before + JSON.stringify(value).replace(ESCAPED, code)))
}

// Rows are never changed, and most of them stay from picture to picture.
const hashed = new WeakMap<Row, string>()

function hashRow(row: Row): string {
  const known = hashed.get(row)
  if (known !== undefined) return known
  const hash = hashJson(row)
  hashed.set(row, hash)
  return hash
}

// Over all that a screen holds of a tile (server/api/README.md).
export function hashPicture(rows: Row[], state: BoardState): string {
  return hashJson(state, rows.map((row) => `${hashRow(row)}\n`).join(''))
}

// A whole picture is taken as it is; its hash is checked by the caller with `isTrue`.
export function fromSnapshot(frame: SnapshotFrame): Picture {
  const { seq, token, hash, state, rows } = frame
  return { seq, token, hash, state, rows }
}

export function isTrue(picture: Picture): boolean {
  return hashPicture(picture.rows, picture.state) === picture.hash
}

// The next picture, or null: the frame does not begin where we are, names a row that we do not
// have, or ends in another hash. The answer to null is always a resync.
export function applyDelta(picture: Picture, frame: DeltaFrame): Picture | null {
  if (frame.from !== picture.seq) return null
  const known = new Map(picture.rows.map((row) => [row.id, row]))
  for (const id of frame.remove ?? []) known.delete(id)
  for (const { row } of frame.upsert ?? []) known.set(row.id, row)
  const rows: Row[] = []
  for (const id of frame.order ?? picture.rows.map((row) => row.id)) {
    const row = known.get(id)
    if (!row) return null
    rows.push(row)
  }
  const next: Picture = {
    seq: frame.to,
    token: frame.token,
    hash: frame.hash,
    state: frame.state ?? picture.state,
    rows,
  }
  return isTrue(next) ? next : null
}

// How many places each row rose (+) or fell (-). Rows that are still being marked have no place:
// for them the lines of the board count. Rows that were not there before did not move.
export function moves(before: Row[], after: Row[]): Map<string, number> {
  const was = new Map(before.map((row, index) => [row.id, { place: row.place, index }]))
  const moved = new Map<string, number>()
  after.forEach((row, index) => {
    const old = was.get(row.id)
    if (!old) return
    const hasPlaces = old.place !== null && row.place !== null
    const by = hasPlaces ? (old.place ?? 0) - (row.place ?? 0) : old.index - index
    if (by !== 0) moved.set(row.id, by)
  })
  return moved
}
