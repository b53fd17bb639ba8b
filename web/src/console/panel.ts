// Judges: proposed from the definition's seats, or read from a file.
import { seatsOf } from '../shared/lookup'
import type { Definition, Judge, SeatRight } from '../shared/types'

export type NewJudge = Omit<Judge, 'link' | 'last_seen' | 'unsent'>

// One judge for every seat of every skill: a clerk changes names and takes away what is too much.
export function proposed(definition: Definition, nameOf: (skill: string, seat: string) => string): NewJudge[] {
  return definition.skills.flatMap((skill) => {
    const seats = new Map<string, boolean>()
    for (const stage of skill.stages) {
      for (const { parts } of stage.modules ?? []) {
        for (const part of parts ?? []) {
          for (const seat of seatsOf(part)) seats.set(seat, seat === part.technical)
        }
      }
    }
    return [...seats].map(([seat, technical]): NewJudge => ({
      id: `${skill.id}-${seat}`.slice(0, 64),
      name: nameOf(skill.id, seat),
      role: technical ? 'technical' : 'judge',
      seats: [{ skill: skill.id, seat }],
    }))
  })
}

function isRight(value: unknown): value is SeatRight {
  const right = value as Partial<SeatRight> | null
  return typeof right?.seat === 'string' && typeof right.skill === 'string'
}

export function readJudges(text: string): NewJudge[] | null {
  try {
    const whole = JSON.parse(text) as { judges?: unknown } | unknown[]
    const list = Array.isArray(whole) ? whole : whole.judges
    if (!Array.isArray(list)) return null
    const judges = list as NewJudge[]
    const isWhole = judges.every(
      ({ id, name, seats }) =>
        typeof id === 'string' && typeof name === 'string' && Array.isArray(seats) && seats.every(isRight),
    )
    return isWhole ? judges.map((each) => ({ ...each, role: each.role ?? 'judge' })) : null
  } catch {
    return null
  }
}

export function judgeLink(origin: string, competition: string, token: string): string {
  const search = new URLSearchParams({ c: competition })
  return `${origin}/judge.html?${search.toString()}#token=${encodeURIComponent(token)}`
}
