// What a screen holds of one tile, and how frames change it. Pure: a picture in, a picture out.
import { fnv1a64 } from './fnv'
import type { BoardState, Card, Forecast, PanelCards, Row } from './types'

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

function placeText(place: number | null | undefined, half: boolean | undefined): string {
  return place === null || place === undefined ? '-' : `${place}${half ? '.5' : ''}`
}

function forecastText({ best, worst, needs = [] }: Forecast): string {
  const each = needs.map(({ place, answer, mark, than }) => [place, answer, mark, than].filter((word) => word !== undefined).join(':'))
  return `\tforecast:${best}-${worst}${each.length > 0 ? `\tneeds:${each.join(',')}` : ''}`
}

function cardText({ mark, struck }: Card): string {
  return `${mark ?? '-'}${struck?.charAt(0) ?? ''}`
}

function cardsText({ part, figure, judges }: PanelCards): string {
  return `\tcards:${part}:${figure}:${judges.map(cardText).join(',')}`
}

// One line of what the hash goes over; what is not set is not there.
function hashLine(row: Row): string {
  const place = placeText(row.place, row.half)
  const extras = [
    row.status ? `\tstatus:${row.status}` : '',
    row.field ? `\tfield:${row.field}` : '',
    row.held ? '\theld' : '',
    row.flagged ? '\tflagged' : '',
    row.scale ? `\tscale:${row.scale}` : '',
    row.group ? `\tgroup:${row.group}:${placeText(row.group_place, row.group_half)}` : '',
    row.heat ? `\theat:${row.heat}:${placeText(row.heat_place, row.heat_half)}` : '',
    row.forecast ? forecastText(row.forecast) : '',
    row.cards ? cardsText(row.cards) : '',
  ].join('')
  return `${row.id}\t${place}\t${row.total ?? '-'}\t${row.done}/${row.expected}${extras}\n`
}

export function hashRows(rows: Row[]): string {
  return fnv1a64(encoder.encode(rows.map(hashLine).join('')))
}

// A whole picture is taken as it is; its hash is checked by the caller with `isTrue`.
export function fromSnapshot(frame: SnapshotFrame): Picture {
  const { seq, token, hash, state, rows } = frame
  return { seq, token, hash, state, rows }
}

export function isTrue(picture: Picture): boolean {
  return hashRows(picture.rows) === picture.hash
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
