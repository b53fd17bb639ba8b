// The award ceremony as the server tells it: what is on the stage for everybody, and the run sheet for who runs it.
import { digest } from './digest'
import type { Name } from './types'

export interface StagePerson {
  place?: number
  half?: boolean
  id?: string
  code?: string
  name?: string
  second_name?: string
  delegation?: string
  absent?: boolean
  by?: string // who collects it for him
  unread?: boolean // somebody does, but his name is not read (yet)
  stand_in?: number // a rehearsal gives nobody away
}
export type Mode = 'one' | 'batch' | 'medals'
export const MODES: Mode[] = ['one', 'batch', 'medals']
export interface StageStep {
  n: number
  skill: string
  skill_name: Name
  honour: string
  honour_name: Name
  mode: Mode
  people: StagePerson[]
  item?: number
}
export interface StageView {
  state: 'none' | 'rehearsal' | 'open' | 'ended'
  paused?: boolean
  step?: StageStep | null
  hash?: string
  opened_at?: number
  ended_at?: number
  salt?: string
  list?: string
}
export interface RunItem {
  skill: string
  honour: string
  mode: Mode
  batch?: number
  presenters?: string
  music?: string
  host?: string
}
export interface Offer {
  skill: string
  honour: string
  honour_name: Name
  people: number
}
export interface RunSheet extends StageView {
  prepared: boolean
  offers: Offer[]
  at?: number
  items?: RunItem[]
  steps?: StageStep[]
}

const ONE_BY_ONE = 3 // up to so many people come one at a time
export const BATCH = { least: 2, most: 12, standard: 8 }

// The evening as one would begin it: skill by skill, from the last honour of each to the first.
export function proposed(offers: Offer[]): RunItem[] {
  const skills = [...new Set(offers.map((each) => each.skill))]
  return skills.flatMap((skill) =>
    offers.filter((each) => each.skill === skill).reverse().map(({ honour, people }) => ({
      skill, honour, mode: people <= ONE_BY_ONE ? 'one' as const : 'batch' as const, batch: BATCH.standard,
    })),
  )
}

// The list with item `at` moved by one; as it was at the ends.
export function moved<T>(list: T[], at: number, by: 1 | -1): T[] {
  const to = at + by
  const [one, other] = [list[at], list[to]]
  if (one === undefined || other === undefined) return list
  return list.map((each, index) => (index === at ? other : index === to ? one : each))
}

// What is sent: no empty texts, and a batch only where there are batches.
export function itemSent({ batch, presenters, music, host, ...item }: RunItem): RunItem {
  const texts = Object.entries({ presenters, music, host }).map(([key, text]) => [key, text?.trim()] as const)
  return {
    ...item, ...(item.mode === 'batch' ? { batch: batch ?? BATCH.standard } : {}),
    ...Object.fromEntries(texts.filter(([, text]) => text)),
  }
}

export type Press = { act: 'step'; to: number } | { act: 'pause'; on: boolean }

// What a key does to the stage; null: nothing.
export function pressOf(key: string, sheet: RunSheet): Press | null {
  const at = sheet.at ?? 0
  const last = sheet.steps?.length ?? 0
  if (sheet.state !== 'rehearsal' && sheet.state !== 'open') return null
  if (key === 'Escape') return { act: 'pause', on: !sheet.paused }
  if ((key === ' ' || key === 'ArrowRight' || key === 'PageDown') && at < last) return { act: 'step', to: at + 1 }
  if ((key === 'ArrowLeft' || key === 'PageUp') && at > 0) return { act: 'step', to: at - 1 }
  return null
}

// Whether the list is the one whose hash was made known before the first step.
export function isAsPromised({ hash, salt, list }: StageView): boolean {
  return hash !== undefined && salt !== undefined && list !== undefined && digest(`${salt}\n${list}`) === `sha-256:${hash}`
}

// Those who wait behind the stage, by name, so that the list says nothing of ranks.
export function waiting(steps: StageStep[]): { skill: Name; people: StagePerson[] }[] {
  const skills = [...new Map(steps.map((each) => [each.skill, each.skill_name])).entries()]
  return skills.map(([id, skill]) => {
    const all = steps.filter((each) => each.skill === id).flatMap((each) => each.people)
    const people = [...new Map(all.map((each) => [each.id, each])).values()]
    return { skill, people: people.sort((a, b) => personName(a).localeCompare(personName(b), 'zh-CN') || (a.id ?? '').localeCompare(b.id ?? '')) }
  })
}

export function personName(person: StagePerson): string {
  return person.name ?? person.code ?? person.id ?? ''
}
