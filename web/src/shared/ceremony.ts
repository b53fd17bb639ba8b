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
  // Of a step of several honours or skills.
  skill?: string
  skill_name?: Name
  honour?: string
  honour_name?: Name
}
export type Mode = 'one' | 'batch' | 'medals'
export const MODES: Mode[] = ['one', 'batch', 'medals']
export interface StageStep {
  n: number
  skill?: string // absent, like the three below: each person has his own
  skill_name?: Name
  honour?: string
  honour_name?: Name
  mode: Mode
  part?: number // of those who share a place and are too many for the wall
  parts?: number
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
  people?: { id: string; code?: string; name?: string; delegation?: string }[] // whom everybody knows of the list, at the end
}
export interface RunItem {
  skill: string
  honour: string
  mode: Mode
  batch?: number | undefined
  joins?: boolean // comes together with the one before
  presenters?: string | undefined
  music?: string | undefined
  host?: string | undefined
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
  frozen: string[] // published skills whose boards stand still
  seen?: string[] // of the run sheet: the public sees their names already
  kept?: string[] // not all of it was on the stage yet
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

export type Plan = 'each' | 'medals' | 'batches'
export const PLANS: Plan[] = ['each', 'medals', 'batches']

// The whole evening in one way: honour by honour, each skill's medals on one podium, or an honour of all skills in batches.
export function planned(plan: Plan, offers: Offer[]): RunItem[] {
  if (plan === 'each') return proposed(offers)
  const key = plan === 'medals' ? 'skill' : 'honour'
  const mode = plan === 'medals' ? 'medals' : 'batch'
  const groups = [...new Set(offers.map((each) => each[key]))].map((id) => offers.filter((each) => each[key] === id))
  const evening = plan === 'medals' ? groups.map((group) => group.reverse()) : groups.reverse()
  return evening.flatMap((group) => group.map(({ skill, honour }, at) => ({ skill, honour, mode, batch: BATCH.standard, ...(at > 0 ? { joins: true } : {}) })))
}

// The first comes with nobody before it, and what comes together comes in one way.
export function grouped(items: RunItem[]): RunItem[] {
  let head: RunItem | undefined
  return items.map((item) => {
    if (!head || !item.joins) {
      head = item
      return { ...item, joins: false }
    }
    return { ...item, mode: head.mode, batch: head.batch }
  })
}

// What all people of a step have in common stands above them, the rest beside each.
export function headOf({ skill_name, honour_name, people }: StageStep): { skill: Name | undefined; honour: Name | undefined } {
  const common = (key: 'skill_name' | 'honour_name') => {
    const names = people.map((each) => each[key])
    return names.every((each) => each?.zh === names[0]?.zh && each?.en === names[0]?.en) ? names[0] : undefined
  }
  return { skill: skill_name ?? common('skill_name'), honour: honour_name ?? common('honour_name') }
}

export function besideOf(step: StageStep, person: StagePerson): Name[] {
  const head = headOf(step)
  return [head.skill ? undefined : person.skill_name, head.honour ? undefined : person.honour_name].filter((each) => each !== undefined)
}

// The list with item `at` moved by one; as it was at the ends.
export function moved<T>(list: T[], at: number, by: 1 | -1): T[] {
  const to = at + by
  const [one, other] = [list[at], list[to]]
  if (one === undefined || other === undefined) return list
  return list.map((each, index) => (index === at ? other : index === to ? one : each))
}

// What is sent: no empty texts, and a batch only where there are batches.
export function itemSent({ skill, honour, mode, batch, joins, presenters, music, host }: RunItem): RunItem {
  const texts = Object.entries({ presenters, music, host }).map(([key, text]) => [key, text?.trim()] as const)
  return {
    skill, honour, mode, ...(mode === 'batch' ? { batch: batch ?? BATCH.standard } : {}), ...(joins ? { joins } : {}),
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
  const everybody = steps.flatMap((step) => step.people.map((person) => ({ person, skill: person.skill ?? step.skill, name: person.skill_name ?? step.skill_name })))
  const skills = [...new Map(everybody.map((each) => [each.skill, each.name ?? { zh: '', en: '' }])).entries()]
  return skills.map(([id, skill]) => {
    const all = everybody.filter((each) => each.skill === id).map((each) => each.person)
    const people = [...new Map(all.map((each) => [each.id, each])).values()]
    return { skill, people: people.sort((a, b) => personName(a).localeCompare(personName(b), 'zh-CN') || (a.id ?? '').localeCompare(b.id ?? '')) }
  })
}

export interface ListLine {
  item: string
  skill: string
  honour: string
  place: string
  id: string
}

// The list whose hash was promised, line by line.
export function linesOf(list: string): ListLine[] {
  return list.split('\n').filter(Boolean).map((line) => {
    const [item = '', skill = '', honour = '', place = '', id = ''] = line.split('\t')
    return { item, skill, honour, place, id }
  })
}

export function personName(person: StagePerson): string {
  return person.name ?? person.code ?? person.id ?? ''
}
