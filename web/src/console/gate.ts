// What stands between a skill and its publication.
import type { Progress } from '../shared/types'

export interface Missing {
  part: string
  seat: string
  competitor: string
  who: string
}

export const OPEN = 0
export const DONE = 1

export function missingIn(progress: Progress): Missing[] {
  return progress.rows.flatMap((row) =>
    progress.parts.flatMap((part, at) =>
      part.seats.flatMap((seat, index) =>
        row.cells[at]?.[index] === OPEN
          ? [{ part: part.id, seat, competitor: row.id, who: row.name ?? row.code ?? row.id }]
          : [],
      ),
    ),
  )
}

export interface Tally {
  done: number
  expected: number
}

export function tally(cells: number[]): Tally {
  return {
    done: cells.filter((cell) => cell === DONE).length,
    expected: cells.filter((cell) => cell === DONE || cell === OPEN).length,
  }
}
