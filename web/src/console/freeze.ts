// Frozen boards as the server tells those who may know what moves behind them.
export interface Moved {
  id: string
  code?: string
  name?: string
  place_shown: number | null
  place: number | null
  total_shown: string | null
  total: string | null
}
export interface FrozenSkill {
  id: string
  published: boolean
  frozen?: number
  stages?: { id: string; done_shown: number; done: number; expected: number; moved: Moved[] }[]
}
export interface Freezes {
  now: number
  plan: { number: number; at: number; skills: string[] } | null
  skills: FrozenSkill[]
}

const DAY_MS = 24 * 3600 * 1000

// The next moment at which a clock shows this time, "15:04": today or, when that has passed, tomorrow.
export function dueAt(time: string, now: number): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const at = new Date(now).setHours(hours, minutes, 0, 0)
  return at > now ? at : at + DAY_MS
}
