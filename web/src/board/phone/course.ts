// How somebody's place went, as this phone saw it while it followed him. Pure.
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

// What is seen at `at`; a course that changed is another object, one that only goes on is too, but
// has the same points.
export function seen(course: Course, row: Row | undefined, at: number): Course {
  const last = course.points[course.points.length - 1]
  const point: Point = { at, place: placeOf(row), total: row?.total ?? null }
  const wasUnseen = last !== undefined && at - course.until > UNSEEN_MS
  if (!last && point.place === null && point.total === null) return course
  if (last && !wasUnseen && last.place === point.place && last.total === point.total) {
    return { ...course, until: Math.max(course.until, at) }
  }
  return thinned({
    points: [...course.points, point],
    gaps: wasUnseen ? [...course.gaps, at] : course.gaps,
    until: at,
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
