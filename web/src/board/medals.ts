// Units by their competitors' places: golds first, then silvers, then bronzes; equal ones share a
// place. Counts what the board shows, and nothing else.
import type { Row } from '../shared/types'

export interface Unit {
  unit: string
  place: number
  medals: [number, number, number]
  people: number
  best: number
}

function compare(a: Unit, b: Unit): number {
  return b.medals[0] - a.medals[0] || b.medals[1] - a.medals[1] || b.medals[2] - a.medals[2] || a.best - b.best
}

export function medalTable(rows: Row[]): Unit[] {
  const units = new Map<string, Unit>()
  for (const row of rows) {
    if (!row.delegation || row.place === null) continue
    const unit = units.get(row.delegation) ?? { unit: row.delegation, place: 0, medals: [0, 0, 0], people: 0, best: row.place }
    unit.people += 1
    unit.best = Math.min(unit.best, row.place)
    if (row.place <= 3) unit.medals[row.place - 1 as 0 | 1 | 2] += 1
    units.set(row.delegation, unit)
  }
  const table = [...units.values()].sort(compare)
  table.forEach((unit, at) => {
    const before = table[at - 1]
    unit.place = before && compare(before, unit) === 0 ? before.place : at + 1
  })
  return table
}
