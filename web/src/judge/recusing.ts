// A judge's own recusal: what he has said, and whom codes hide from him.
import { call, get, path } from '../shared/api'
import { languageTag } from '../shared/i18n/index.svelte'
import { newKey } from '../shared/ids'
import type { Competitor, Receipt, Skill } from '../shared/types'
import { tokenFor } from './access'

export const RELATIONS = ['kinship', 'same_unit', 'teacher', 'other'] as const
export type Relation = (typeof RELATIONS)[number]

export interface Recused {
  number: number
  at: number
  judge: string
  why: Relation
  competitor?: string // absent: a person whom codes hide
  lifted?: boolean
}
export interface Declaration {
  judge: string
  why: Relation
  competitors?: string[]
  person?: { name?: string; delegation?: string }
}

// Behind codes the roster has works and nobody else.
export function isHidden(skill: Skill, roster: Competitor[]): boolean {
  return (skill.blind?.length ?? 0) > 0 && !roster.some((each) => each.skill === skill.id && !each.id.startsWith('w-'))
}

export async function own(competition: string, judge: string): Promise<Recused[]> {
  const all = await get<{ recusals: Recused[]; declared: Recused[] }>(
    path('competitions', competition, 'recusals', 'own'), tokenFor(competition), languageTag(),
  )
  return [...all.recusals, ...all.declared].filter((each) => each.judge === judge).sort((a, b) => a.number - b.number)
}

// Whom the judge does not mark, as it was last said of each.
export function recused(all: Recused[]): Set<string> {
  const last = new Map(all.map((each) => [each.competitor ?? '', each.lifted === true]))
  return new Set([...last].filter(([who, lifted]) => who !== '' && !lifted).map(([who]) => who))
}

const keys = new Map<string, string>() // of what was sent and not answered

export async function declare(competition: string, said: Declaration): Promise<number> {
  const body = JSON.stringify(said)
  const key = keys.get(body) ?? newKey()
  keys.set(body, key)
  const { json } = await call(path('competitions', competition, 'recusals', 'own'), {
    method: 'POST', token: tokenFor(competition), body, key, language: languageTag(),
  })
  keys.delete(body)
  return (json as { receipt: Receipt }).receipt.number
}
