// What a screen shows, as the desk says it, the server keeps it and the address remembers it.
import type { Name } from './types'

export const KINDS = [
  'board', 'progress', 'podium', 'stage', 'table', 'titles', 'clock', 'next', 'notice', 'slogan', 'photos', 'overlay', 'blank', 'ceremony', 'draw',
] as const
export type Kind = (typeof KINDS)[number]
export const THEMES = ['gold', 'light', 'contrast'] as const
export type Theme = (typeof THEMES)[number]
export const ORDERS = ['identify', 'reload', 'next', 'back', 'pause'] as const
export type Order = (typeof ORDERS)[number]

export interface Scene {
  kind: Kind
  skill?: string
  stage?: string
  theme?: Theme
  lang?: 'zh' | 'en'
  title?: string
  text?: string
  until?: number // ms; a clock runs until then
  left?: number // ms; a clock stands with so much left
  length?: number // ms; of the clock's whole time
  batch?: number
  competitor?: string
  table?: string // of the rules; none: the medals of the skill's board
}
// How the picture lies on the wall, in its pixels; margin in hundredths of width and height.
export interface Canvas {
  label?: string
  width?: number
  height?: number
  x?: number
  y?: number
  margin?: number
  near?: string[] // skills whose panels mark in sight of it
}
export interface Shown {
  screen: string
  name: Name
  competition: string
  number: number
  scene: Scene | null
  frame: Canvas | null
  time: number
  order?: Order
}
// A screen as the desk sees it.
export interface ScreenLine {
  id: string
  name: Name
  number: number
  scene: Scene | null
  frame: Canvas | null
  seen?: { at: number; truth: string; age_ms: number; number: number; width: number; height: number }
}
export interface SceneSet {
  name: string
  screens: { id: string; scene?: Scene; frame?: Canvas }[]
}

// Scenes that show standings or marks of a skill: not to hang where its panel marks.
export const TELLING: readonly Kind[] = ['board', 'podium', 'stage', 'table', 'titles', 'overlay']
export const OF_SKILL: readonly Kind[] = ['board', 'progress', 'podium', 'stage', 'table', 'titles', 'next', 'overlay', 'draw']

function one<T extends string>(text: string | null, all: readonly T[]): T | undefined {
  return all.find((each) => each === text)
}

function whole(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined
}

function without<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined && each !== '')) as T
}

// The scene that an address names; every page is a screen, and by itself one of the board.
export function sceneFrom(search: string): Scene {
  const asked = new URLSearchParams(search)
  return without<Scene>({
    kind: one(asked.get('scene'), KINDS) ?? (asked.has('draw') ? 'draw' : 'board'),
    skill: asked.get('skill') ?? asked.get('draw') ?? undefined,
    stage: asked.get('stage') ?? undefined,
    theme: one(asked.get('theme'), THEMES),
    lang: one(asked.get('spoken'), ['zh', 'en'] as const),
    title: asked.get('title') ?? undefined,
    text: asked.get('text') ?? undefined,
    until: whole(asked.get('until')),
    left: whole(asked.get('left')),
    length: whole(asked.get('length')),
    batch: whole(asked.get('batch')),
    competitor: asked.get('competitor') ?? undefined,
    table: asked.get('table') ?? undefined,
  } as Scene)
}

const NAMES: Record<string, string> = { kind: 'scene', lang: 'spoken' } // `lang` in an address is the page's own

export function searchOf(shown: { name: string; competition: string; scene: Scene | null }): string {
  const search = new URLSearchParams({ screen: shown.name, c: shown.competition })
  for (const [key, value] of Object.entries(shown.scene ?? {})) search.set(NAMES[key] ?? key, String(value))
  return `?${search.toString()}`
}

// A skill whose standings this scene tells within sight of its own panel, before they are final.
export function tellsPanel(scene: Scene | null, frame: Canvas | null, published: (skill: string) => boolean): string | null {
  if (!scene || scene.table || !TELLING.includes(scene.kind)) return null // a team table tells what is published
  const near = (frame?.near ?? []).filter((skill) => !published(skill))
  return near.find((skill) => !scene.skill || scene.skill === skill) ?? null
}
