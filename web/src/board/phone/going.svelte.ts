// The course of the competitor whose sheet is open: what the server has kept of it, and then what
// this phone sees itself.
import { get, path } from '../../shared/api'
import { languageTag } from '../../shared/i18n/index.svelte'
import type { Row } from '../../shared/types'
import { isUnseen, joined, NOTHING, seen, type Course, type Point } from './course'

interface Answer {
  points: Point[]
  frozen?: number
}

export class Going {
  course = $state.raw<Course>(NOTHING)
  isLoaded = $state(false) // or cannot be had
  private readonly url: string

  constructor(competition: string, id: string, skill: string, stage: string) {
    const query = new URLSearchParams({ skill, stage }).toString()
    this.url = `${path('competitions', competition, 'competitors', id, 'course')}?${query}`
    void this.load()
  }

  // What the public board says of him at `at`.
  see(row: Row | undefined, at: number): void {
    if (isUnseen(this.course, at)) void this.load()
    this.course = seen(this.course, row, at)
  }

  private async load(): Promise<void> {
    try {
      const { points } = await get<Answer>(this.url, null, languageTag())
      this.course = joined(points, this.course)
    } catch {
      // What this phone sees is drawn all the same.
    }
    this.isLoaded = true
  }
}
