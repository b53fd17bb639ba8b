// How far the marking of each skill is.
import type { BoardState, Skill, SkillCount } from '../shared/types'

export interface Line {
  skill: Skill
  done: number
  expected: number
  people: number
  published: boolean
}

// The skill whose turn it is follows the live picture; the others the last count.
export function progressOf(skills: Skill[], counts: SkillCount[], current: string, stage: string, state: BoardState): Line[] {
  return skills.map((skill) => {
    const count = counts.find((each) => each.id === skill.id)
    const isLive = skill.id === current
    const total = (which: 'done' | 'expected') =>
      (count?.stages ?? []).reduce((sum, each) => sum + (isLive && each.id === stage ? state[which] : each[which]), 0)
    return {
      skill, done: total('done'), expected: total('expected'),
      people: count?.competitors ?? 0, published: count?.published ?? false,
    }
  })
}
