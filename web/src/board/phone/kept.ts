// Where the phone keeps courses: on this device, and nowhere else.
import { recall, remember } from '../../shared/i18n/index.svelte'
import { NOTHING, type Course } from './course'

const nameOf = (competition: string, id: string): string => `jinbang.course.${competition}.${id}`

export function recallCourse(competition: string, id: string): Course {
  try {
    const kept = JSON.parse(recall(nameOf(competition, id)) ?? 'null') as Course | null
    return kept && Array.isArray(kept.points) && Array.isArray(kept.gaps) ? kept : NOTHING
  } catch {
    return NOTHING
  }
}

export function rememberCourse(competition: string, id: string, course: Course): void {
  remember(nameOf(competition, id), JSON.stringify(course))
}

export function forgetCourse(competition: string, id: string): void {
  remember(nameOf(competition, id), null)
}
