// A draft of other rules: what is edited, step by step back and forth, and what the server says of it.
import type { CompetitionView, Skill } from '../shared/types'

export type Json = string | number | boolean | null | Json[] | { [member: string]: Json }
export type Tree = { [member: string]: Json }
export type Pointer = (string | number)[]

export interface Fault {
  pointer: string
  detail: string
}
export interface Pair<T> {
  before: T
  after: T
}
export interface Move {
  id: string
  place: Pair<number | string | null>
  total: Pair<string | null>
}
export interface Honour {
  id: string
  titles: Pair<string[]>
  promotion: Pair<string | null>
}
export interface Report {
  from: string // the id of the rules that stand
  set_aside: { part: string; competitor: string; seat: string; number: number }[]
  skills: { id: string; stages: { id: string; moved: Move[] }[]; honours: Honour[] }[]
  judges: { id: string; seats: Pair<number> }[]
}
export interface Lost {
  kind: string
  competitor?: string
  part?: string
  seat?: string
  stage?: string
  of?: string
  detail: string
}
export interface Trial {
  possible: boolean
  problem?: string
  detail?: string // its words
  impossible?: Lost[]
  set_aside?: string
  report: Report
}
export interface Version {
  version: number
  id: string
  at: number
  by?: string
  reason?: string
}

// What should be a list of things and may be anything: a draft can be brought from anywhere.
export function things<T>(all: T[] | undefined): T[] {
  if (!Array.isArray(all)) return []
  return all.map((each) => (typeof each === 'object' && each !== null ? each : ({} as T)))
}

// Where the form shows a fault: at its aspect, else at its part, its module, its stage, else at the skill; null where it is not of
// this skill.
export function placeOf(skill: Skill | undefined, at: number, pointer: string): string | null {
  const words = pointer.split('/').slice(1)
  if (!skill || words[0] !== 'skills' || words[1] !== String(at)) return null
  const stage = words[2] === 'stages' ? things(skill.stages)[Number(words[3])] : undefined
  if (!stage) return textOf(words.slice(0, 2))
  const module = words[4] === 'modules' ? things(stage.modules)[Number(words[5])] : undefined
  if (!module) return textOf(words.slice(0, 4))
  const part = words[6] === 'parts' ? things(module.parts)[Number(words[7])] : undefined
  const aspect = part && words[8] === 'aspects' ? things(part.aspects)[Number(words[9])] : undefined
  return textOf(words.slice(0, aspect ? 10 : part ? 8 : 6))
}

export const textOf = (pointer: Pointer): string => pointer.map((word) => `/${word}`).join('')

// The tree with one place changed; undefined takes the member away. Nothing of the old tree is touched.
export function changed(tree: Json, pointer: Pointer, value: Json | undefined): Json {
  const [word, ...rest] = pointer
  if (word === undefined) return value ?? null
  if (Array.isArray(tree)) {
    const at = Number(word)
    if (rest.length === 0 && value === undefined) return tree.filter((_, i) => i !== at)
    if (rest.length === 0 && at >= tree.length) return [...tree, value ?? null]
    return tree.map((each, i) => (i === at ? changed(each, rest, value) : each))
  }
  const whole: Tree = typeof tree === 'object' && tree !== null ? tree : {}
  if (rest.length === 0 && value === undefined) {
    return Object.fromEntries(Object.entries(whole).filter(([member]) => member !== String(word)))
  }
  return { ...whole, [word]: changed(whole[word] ?? {}, rest, value) }
}

// An id that is not taken: the first of its kind from number `from` on.
export function freeId(stem: string, taken: string[], from: number): string {
  for (let n = from; ; n++) if (!taken.includes(`${stem}${n}`)) return `${stem}${n}`
}

// Every id that stands anywhere in a tree: a new one is none of them, whatever has to be unique where.
export function idsOf(tree: Json): string[] {
  if (Array.isArray(tree)) return tree.flatMap(idsOf)
  if (typeof tree !== 'object' || tree === null) return []
  const { id } = tree
  return [...(typeof id === 'string' ? [id] : []), ...Object.values(tree).flatMap(idsOf)]
}

export type Kind = 'skills' | 'stages' | 'modules' | 'parts' | 'aspects'
const STEMS: Record<Kind, string> = { skills: 'skill', stages: 'stage', modules: 'module', parts: 'part', aspects: 'a' }
const BELOW: Partial<Record<Kind, Kind>> = { skills: 'stages', stages: 'modules', modules: 'parts', parts: 'aspects' }
// What a new one takes over from its neighbour, so that it stands beside it without further ado.
const ALIKE: Record<Kind, string[]> = {
  skills: ['exposure', 'signing', 'tie_break_rounding'], stages: ['rounding'], modules: [], parts: ['seats', 'drop_high', 'drop_low'], aspects: [],
}

// A new thing with all that it needs below it: a stage has a module, that a part, that an aspect.
export function newThing(kind: Kind, name: (kind: Kind) => string, near: Tree | undefined, taken: string[], from = 1): Tree {
  const id = freeId(STEMS[kind], taken, from)
  if (kind === 'aspects') return { id, name: { zh: name(kind) }, min: '0', max: '10', step: '0.5' }
  const alike = Object.fromEntries(ALIKE[kind].flatMap((member) => (near?.[member] === undefined ? [] : [[member, near[member]]]))) as Tree
  const below = BELOW[kind] as Kind
  const first = near && Array.isArray(near[below]) ? (near[below][0] as Tree | undefined) : undefined
  return {
    id, name: { zh: name(kind) },
    ...(kind === 'parts' ? { seats: ['J1'] } : {}), ...alike,
    [below]: [newThing(below, name, first, [...taken, id])],
  }
}

// The list with the thing at `at` a step up (-1) or down (1).
export function moved<T>(all: T[], at: number, by: -1 | 1): T[] {
  const to = at + by
  const [one, other] = [all[at], all[to]]
  if (one === undefined || other === undefined) return all
  return all.map((each, i) => (i === at ? other : i === to ? one : each))
}

// What stands at a place of the tree.
export function valueAt(tree: Json, pointer: Pointer): Json | undefined {
  return pointer.reduce<Json | undefined>((at, word) => (typeof at === 'object' && at !== null ? (at as Tree)[String(word)] : undefined), tree)
}

export class Draft {
  tree = $state.raw<Json>(null)
  reason = $state('')
  from = $state.raw<CompetitionView['rules']>(undefined) // what it began from
  private past = $state.raw<Json[]>([])
  private future = $state.raw<Json[]>([])
  private start = $state.raw('null')

  // Nothing derived: a draft outlives the page on which it began.
  get text(): string {
    return JSON.stringify(this.tree)
  }

  get isChanged(): boolean {
    return this.text !== this.start
  }

  get canUndo(): boolean {
    return this.past.length > 0
  }

  get canRedo(): boolean {
    return this.future.length > 0
  }

  begin({ definition, rules }: Pick<CompetitionView, 'definition' | 'rules'>): void {
    this.from = rules
    this.tree = definition as unknown as Json
    this.start = JSON.stringify(definition)
    this.past = []
    this.future = []
  }

  // The server has taken this tree; what was changed since stays, as a change of it.
  took(tree: Json, rules: CompetitionView['rules']): void {
    this.from = rules
    this.start = JSON.stringify(tree)
  }

  put(tree: Json): void {
    if (JSON.stringify(tree) === this.text) return
    this.past = [...this.past, this.tree]
    this.future = []
    this.tree = tree
  }

  set(pointer: Pointer, value: Json | undefined): void {
    this.put(changed(this.tree, pointer, value))
  }

  // A new thing at the end of its list; gives where it stands.
  add(list: Pointer, name: (kind: Kind) => string): Pointer {
    const all = valueAt(this.tree, list)
    const siblings = Array.isArray(all) ? all : []
    const near = siblings[siblings.length - 1] as Tree | undefined
    this.set(list, [...siblings, newThing(list[list.length - 1] as Kind, name, near, idsOf(this.tree), siblings.length + 1)])
    return [...list, siblings.length]
  }

  move(list: Pointer, at: number, by: -1 | 1): void {
    const all = valueAt(this.tree, list)
    if (Array.isArray(all)) this.set(list, moved(all, at, by))
  }

  undo(): void {
    const before = this.past[this.past.length - 1]
    if (before === undefined) return
    this.future = [this.tree, ...this.future]
    this.past = this.past.slice(0, -1)
    this.tree = before
  }

  redo(): void {
    const next = this.future[0]
    if (next === undefined) return
    this.past = [...this.past, this.tree]
    this.future = this.future.slice(1)
    this.tree = next
  }
}

const drafts = new Map<string, Draft>()

// Kept while the page is open: going to another tab loses nothing.
export function draftOf(competition: string): Draft {
  const draft = drafts.get(competition) ?? new Draft()
  drafts.set(competition, draft)
  return draft
}
