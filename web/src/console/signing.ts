// Sign-off as the server tells it.
import { language, named, t, type Key } from '../shared/i18n/index.svelte'
import { placeOf } from '../shared/lookup'
import type { Competitor, Definition, SheetBody } from '../shared/types'
import type { PageName } from '../print/page'

export type State = 'open' | 'checked' | 'signed' | 'locked'
export interface SheetName {
  part: string
  competitor: string
  seat: string
}
export interface Reason {
  kind: string
  zh: string
  en: string
  items?: (SheetName & { first?: SheetBody; second?: SheetBody })[]
}
export interface Gate {
  gate: 'check' | 'sign' | 'lock'
  open: boolean
  reasons: Reason[]
}
export interface Act {
  number: number
  at: number
  by: string
}
export interface Signature extends PageName {
  role: 'judge' | 'chief' | 'supervisor' | 'competitor'
  state: 'missing' | 'signed' | 'void'
  void?: 'changed' | 'reopened'
  last?: Act & { how: 'ink' | 'drawn' | 'refused'; scan?: string; witness?: string; reason?: string }
}
export interface StageSigning {
  stage: string
  state: State
  shut: boolean
  check?: Act
  lock?: Act
  sample?: Act & { sheets: number; done: number; wrong: number; all: boolean; chosen: string[] }
  reopened: (Act & Partial<SheetName> & { reason: string })[]
  gates: Gate[]
  signatures: Signature[]
}
export interface Signing {
  skill: string
  signing: 'none' | 'ink' | 'drawn'
  double_entry: boolean
  recheck: boolean
  published: boolean
  stages: StageSigning[]
  publication: { open: boolean; reasons: Reason[] }
}

export const wordsOf = (reason: Reason): string => (language() === 'zh' ? reason.zh : reason.en)

// How far a stage is: of five steps the first so many are done.
export function stepsDone(stage: StageSigning | undefined, isPublished: boolean): number {
  if (isPublished) return 5
  return 1 + ['open', 'checked', 'signed', 'locked'].indexOf(stage?.state ?? 'open')
}

export const STEPS: Key[] = ['sign.step.open', 'sign.step.checked', 'sign.step.signed', 'sign.step.locked', 'sign.step.published']

const codeOf = (roster: Competitor[], id: string | undefined) =>
  roster.find((each) => each.id === id)?.code || id || ''

export function pageLabel(page: PageName, definition: Definition | undefined, roster: Competitor[]): string {
  const part = page.part && definition ? placeOf(definition, page.part)?.part : undefined
  const what = [part ? named(part.name) : page.part ?? '', page.seat ?? '', page.competitor ? codeOf(roster, page.competitor) : '']
  return [t(`print.${page.page}`), ...what.filter(Boolean)].join(' · ')
}

export function sheetLabel(sheet: SheetName, definition: Definition | undefined, roster: Competitor[]): string {
  const part = definition ? placeOf(definition, sheet.part)?.part : undefined
  return [codeOf(roster, sheet.competitor), named(part?.name, sheet.part), sheet.seat].join(' · ')
}

// What the server takes as the page of a signature.
export function pageOf(signature: PageName): Record<string, string> {
  if (signature.page === 'standing') return { stage: signature.stage }
  return signature.seat
    ? { part: signature.part ?? '', seat: signature.seat }
    : { part: signature.part ?? '', competitor: signature.competitor ?? '' }
}
