// What a seat has to mark: one task a piece, and how far each of them is.
import type { Draw } from '../shared/draw'
import type { Place } from '../shared/lookup'
import { placeText, type Entry } from '../shared/outbox'
import { valuesOf } from './sheet'
import type { Competitor, Seat, Sheet, SheetBody } from '../shared/types'

export type TaskState = 'open' | 'begun' | 'kept' | 'sent' | 'sealed' | 'stale' | 'refused' | 'waits'
export interface Task {
  competitor: Competitor
  place: string
  state: TaskState
  entry: Entry | undefined
  sheet: Sheet | undefined
  replaced?: Entry | undefined // sealed here before somebody else's, which is the sheet now
}
export interface Chair extends Seat {
  where: Place
}

export const keyOf = ({ part, seat }: Seat): string => `${part}/${seat}`

// What this tablet holds of the judge who sits here, and how it names a sheet's place.
export interface Holding {
  roster: Competitor[]
  entries: Entry[]
  sheets: Sheet[]
  begun: Set<string>
  draws: Draw[]
  hasClash: (place: string) => boolean
  address: (chair: Pick<Seat, 'part' | 'seat'>, competitor: string) => Parameters<typeof placeText>[0]
}

export function bodyOfTask(task: Pick<Task, 'entry' | 'sheet'>): SheetBody | undefined {
  return task.entry ? (JSON.parse(task.entry.body) as SheetBody) : task.sheet?.body
}

// The turn of each competitor of a skill: batch after batch, station after station. Where stations
// are behind codes a batch is in no order that matters, and works are in none.
function turns(draws: Draw[], skill: string): Map<string, number> {
  const drawn = draws.find((draw) => draw.skill === skill)?.drawn
  return new Map(drawn?.batches.flat().map(({ id }, at) => [id, at] as const) ?? [])
}

// The newest that the server has counts: what this tablet sealed before it does not any more.
function isReplaced(own: Entry | undefined, sheet: Sheet | undefined): boolean {
  return own?.state === 'sealed' && sheet !== undefined && sheet.receipt.digest !== own.digest &&
    sheet.receipt.number > (own.receipt?.number ?? 0)
}

// In the drawn order; who was not drawn comes after, as the roster has them.
export function tasksOf(chair: Chair, held: Holding): Task[] {
  const latest = new Map(held.entries.map((entry) => [entry.place, entry]))
  const there = new Map(
    held.sheets.map((sheet) => [placeText(held.address(sheet, sheet.competitor)), sheet]),
  )
  const turn = turns(held.draws, chair.where.skill.id)
  const last = turn.size
  return held.roster
    .filter((competitor) => competitor.skill === chair.where.skill.id)
    .sort((a, b) => (turn.get(a.id) ?? last) - (turn.get(b.id) ?? last))
    .map((competitor) => {
      const place = placeText(held.address(chair, competitor.id))
      const own = latest.get(place)
      const sheet = there.get(place)
      const replaced = isReplaced(own, sheet) ? own : undefined
      const entry = replaced ? undefined : own
      const begun: TaskState = held.begun.has(place) ? 'begun' : 'open'
      const state = held.hasClash(place) ? 'stale' : (entry?.state ?? (sheet ? 'sealed' : begun))
      return { competitor, place, entry, sheet, state, replaced }
    })
}

// What this seat gave or declared before in a part, by field; a newer sheet replaces an older one.
export function earlierOf(tasks: Task[], except: string): Map<string, string[]> {
  const bodies = new Map<string, SheetBody>()
  for (const task of tasks) {
    const body = task.place === except ? undefined : bodyOfTask(task)
    if (body) bodies.set(task.place, body)
  }
  const marks = new Map<string, string[]>()
  for (const body of bodies.values()) {
    for (const [key, value] of Object.entries(valuesOf(body))) marks.set(key, [...(marks.get(key) ?? []), value])
  }
  return marks
}

export function isOpen(task: Task): boolean {
  return task.state === 'open' || task.state === 'begun'
}

// What is still to be marked first; each half keeps its order.
export function openFirst(tasks: Task[]): Task[] {
  return [...tasks.filter(isOpen), ...tasks.filter((task) => !isOpen(task))]
}
