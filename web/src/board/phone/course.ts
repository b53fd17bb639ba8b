// How somebody's place went: as public boards showed it, and then as this phone saw it. Pure.
import type { Row } from '../../shared/types'

const POINTS_MAX = 400 // then the older half of them is thinned
const UNSEEN_MS = 60_000 // not vouched for so long: nobody here knows what was in between

export interface Point {
  at: number // ms
  place: number | null // null: none yet
  total: string | null
}
export interface Course {
  points: Point[]
  gaps: number[] // times of the points before which something may have been missed
  until: number // the last time at which the last point was known to hold
}

export const NOTHING: Course = { points: [], gaps: [], until: 0 }

function placeOf(row: Row | undefined): number | null {
  return row?.place === null || row?.place === undefined ? null : row.place + (row.half ? 0.5 : 0)
}

function thinned(course: Course): Course {
  if (course.points.length <= POINTS_MAX) return course
  const half = course.points.length / 2
  const points = course.points.filter((each, at) => at >= half || at % 2 === 0 || course.gaps.includes(each.at))
  return { ...course, points }
}

// Whether nobody here knows what was between the course and `at`.
export function isUnseen(course: Course, at: number): boolean {
  return course.points.length > 0 && at - course.until > UNSEEN_MS
}

const isSame = (a: Point | undefined, b: Point): boolean => a?.place === b.place && a.total === b.total

// What the server has kept, and behind it what was seen here and is not in it yet: of a phone whose
// clock is slow the figures, at the server's time.
export function joined(kept: Point[], own: Course): Course {
  const last = own.points[own.points.length - 1]
  const end = kept[kept.length - 1]
  if (!end || !last) return end ? { points: kept, gaps: [], until: end.at } : own
  const at = Math.max(last.at, end.at + 1)
  const points = isSame(end, last) ? kept : [...kept, { ...last, at }]
  return { points, gaps: [], until: Math.max(own.until, points[points.length - 1]?.at ?? 0) }
}

// What is seen at `at`; a course that changed is another object, one that only goes on is too, but
// has the same points.
export function seen(course: Course, row: Row | undefined, at: number): Course {
  const last = course.points[course.points.length - 1]
  const point: Point = { at: Math.max(at, (last?.at ?? 0) + 1), place: placeOf(row), total: row?.total ?? null }
  const wasUnseen = isUnseen(course, at)
  if (!last && point.place === null && point.total === null) return course
  if (last && !wasUnseen && isSame(last, point)) {
    return { ...course, until: Math.max(course.until, at) }
  }
  return thinned({
    points: [...course.points, point],
    gaps: wasUnseen ? [...course.gaps, point.at] : course.gaps,
    until: point.at,
  })
}

// For the chart: seconds, places and totals; null breaks the line where nobody looked.
export function series({ points, gaps, until }: Course): [number[], (number | null)[], (number | null)[]] {
  const times: number[] = []
  const places: (number | null)[] = []
  const totals: (number | null)[] = []
  const add = (at: number, point: Point | null) => {
    times.push(at / 1000)
    places.push(point?.place ?? null)
    totals.push(point?.total === null || point?.total === undefined ? null : Number(point.total))
  }
  for (const point of points) {
    if (gaps.includes(point.at)) add(point.at - 1, null)
    add(point.at, point)
  }
  const last = points[points.length - 1]
  if (last && until > last.at) add(until, last)
  return [times, places, totals]
}

export interface Summary {
  from: Point // the first that has a place
  to: Point
  best: number
}

// In a sentence; null: he had no place yet.
export function summary({ points }: Course): Summary | null {
  const placed = points.filter(({ place }) => place !== null)
  const [from] = placed
  const to = placed[placed.length - 1]
  return from && to ? { from, to, best: Math.min(...placed.map(({ place }) => place ?? Infinity)) } : null
}
