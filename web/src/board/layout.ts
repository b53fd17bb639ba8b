// Where each row of a wall stands. Pure: how many rows there are, and how many of them are medals,
// give pages of whole rows. Heights are in hundredths of the screen's height.
import type { Row } from '../shared/types'

export const WINDOW = 78 // what header, head and footer leave
const ON_WALL = 12 // readable at 20 m
const LEAST_ROWS = 8 // fewer rows do not grow any further
const PINS_MOST = 5
const PINNED = 1.3 // height of a pinned row, in rows

export type Shape = 'tall' | 'wide' // wide: the first three stand beside the others
export interface Plan {
  shape: Shape
  pins: number
  onPage: number
  pages: number
  rowHeight: number
  pinHeight: number
}
export interface Slot {
  page: number // -1: on every page
  y: number
  height: number
}

// Places 1-3 stay on every page. So many that share them that no room were left for the others do
// not: nobody is picked out of equals.
function pinned(rows: Row[]): number {
  const first = rows.findIndex((row) => row.place === null || row.place > 3)
  const count = first < 0 ? rows.length : first
  return count > PINS_MOST ? 0 : count
}

// `count`: of all rows, the first of which are given.
export function plan(rows: Row[], isWide = false, count = rows.length): Plan {
  const medals = pinned(rows)
  const pagesNeeded = count > ON_WALL
  const shape = isWide && pagesNeeded && medals === 3 ? 'wide' : 'tall'
  const pins = pagesNeeded || medals <= 3 ? medals : 0
  if (shape === 'wide')
    return {
      shape, pins, onPage: ON_WALL, pages: Math.ceil((count - pins) / ON_WALL),
      rowHeight: WINDOW / ON_WALL, pinHeight: WINDOW / pins,
    }
  const onPage = ON_WALL - pins
  const pages = Math.max(1, Math.ceil((count - pins) / onPage))
  const shown = pages > 1 ? onPage : Math.max(count, LEAST_ROWS) - pins
  const rowHeight = WINDOW / (shown + pins * PINNED)
  return { shape, pins, onPage, pages, rowHeight, pinHeight: rowHeight * PINNED }
}

export function slot(at: number, { shape, pins, onPage, rowHeight, pinHeight }: Plan): Slot {
  if (at < pins) return { page: -1, y: at * pinHeight, height: pinHeight }
  const below = at - pins
  const above = shape === 'wide' ? 0 : pins * pinHeight
  return {
    page: Math.floor(below / onPage), y: above + (below % onPage) * rowHeight, height: rowHeight,
  }
}

// The first and last line of a page, counted from 1.
export function span(page: number, count: number, { pins, onPage }: Plan): [number, number] {
  const from = pins + page * onPage
  return [Math.min(from + 1, count), Math.min(from + onPage, count)]
}
