// The judge's letters: what goes to the server and comes from it, each under the token of its competition.
import { call, get, path, Problem } from '../shared/api'
import type { Draw } from '../shared/draw'
import { languageTag } from '../shared/i18n/index.svelte'
import { placeText, type Entry } from '../shared/outbox'
import type { Draft } from '../shared/shelf'
import type {
  Access, CompetitionCard, CompetitionView, Competitor, Definition, Sheet, SkillCount,
} from '../shared/types'
import { tokenFor } from './access'
import type { ServerDraft } from './drafts'
import type { LookCourier, Wishes } from './look.svelte'
import type { Shift } from './sitters.svelte'

// All that a tablet needs to open at the same place without a network.
export interface Kept {
  access: Access
  definition: Definition
  rules?: string | undefined
  skills: SkillCount[]
  roster: Competitor[]
  sheets: Sheet[]
  draws?: Draw[] | undefined
}

// As the server lists the drafts of a seat.
interface DraftLine {
  judge: string
  part: string
  competitor: string
  seat: string
  version: number
  draft: { device: string; base?: string; values: Record<string, string> }
}

// Whether a token sits anywhere: a judge, or who declares difficulty and time.
export function isSeated(access: Access): boolean {
  return access.role === 'judge' || access.role === 'technical'
}

// The first competition where the token makes a judge.
export async function seek(token: string): Promise<string | null> {
  const { competitions } = await get<{ competitions: CompetitionCard[] }>(path('competitions'), token, languageTag())
  for (const { id } of competitions) {
    const access = await get<Access>(path('competitions', id, 'access'), token, languageTag())
    if (isSeated(access)) return id
  }
  return null
}

// Whose sheets are listed hangs on the access: seats that came or went in between are asked for anew.
export async function fetchDesk(competition: string, token: string | null): Promise<Kept> {
  const askAccess = () => get<Access>(path('competitions', competition, 'access'), token, languageTag())
  for (let access = await askAccess(); ;) {
    const kept = await fetchAs(access, competition, token)
    const now = await askAccess()
    if (seatText(now) === seatText(access)) return kept
    access = now
  }
}

function seatText({ role, judge, seats }: Access): string {
  return JSON.stringify([role, judge, seats])
}

async function fetchAs(access: Access, competition: string, token: string | null): Promise<Kept> {
  const ask = <T>(...rest: string[]) => get<T>(path('competitions', competition, ...rest), token, languageTag())
  const [view, roster, sheets, draws] = await Promise.all([
    ask<CompetitionView>(), ask<{ competitors: Competitor[] }>('roster'),
    isSeated(access) ? ask<{ sheets: Sheet[] }>('sheets') : { sheets: [] },
    ask<{ draws: Draw[] }>('draws'),
  ])
  return {
    access, definition: view.definition, rules: view.rules?.id, skills: view.skills, roster: roster.competitors, sheets: sheets.sheets,
    draws: draws.draws,
  }
}

// Those of other devices of this seat, and by how much the server's clock is ahead.
export async function fetchDrafts(competition: string, token: string | null): Promise<{ there: ServerDraft[]; offsetMs: number }> {
  const asked = Date.now()
  const { drafts, time } = await get<{ drafts: DraftLine[]; time: number }>(path('competitions', competition, 'drafts'), token, languageTag())
  const there = drafts.map(({ draft, version, ...where }): ServerDraft => ({
    place: placeText({ competition, ...where }), device: draft.device, version, values: draft.values, base: draft.base ?? null,
  }))
  return { there, offsetMs: Math.round(time - (asked + Date.now()) / 2) }
}

function draftPath(place: string): { competition: string; url: string } {
  const [competition = '', , part = '', competitor = '', seat = ''] = place.split('/')
  return { competition, url: path('competitions', competition, 'drafts', part, competitor, seat) }
}

// Gives the draft's new version; `seen` is the version that it was based on.
export async function putDraft(draft: Draft, seen: number | null, device: string): Promise<number> {
  const { competition, url } = draftPath(draft.place)
  const body = JSON.stringify({ device, ...(draft.base ? { base: draft.base } : {}), values: draft.values })
  const answer = await call(url, {
    method: 'PUT', token: tokenFor(competition), body, language: languageTag(), ifMatch: seen === null ? undefined : String(seen),
  })
  const version = (answer.json as { version?: number } | null)?.version
  if (!Number.isSafeInteger(version)) throw new Problem('foreign-answer', 200, null)
  return version as number
}

export async function dropDraft(place: string): Promise<void> {
  const { competition, url } = draftPath(place)
  await call(url, { method: 'DELETE', token: tokenFor(competition) })
}

// How the page looks, at the desk of a judge.
export function lookCourier(competition: string, judge: string): LookCourier {
  const url = path('competitions', competition, 'desks', judge, 'look')
  return {
    async get() {
      const { look } = await get<{ look: (Omit<Wishes, 'ownPad'> & { own_pad: boolean }) | null }>(url, tokenFor(competition), languageTag())
      return look && { ...look, ownPad: look.own_pad }
    },
    async put({ ownPad, ...others }) {
      const body = JSON.stringify({ ...others, own_pad: ownPad })
      await call(url, { method: 'PUT', token: tokenFor(competition), body, language: languageTag() })
    },
  }
}

function sheetPath({ competition, part, competitor, seat }: Entry): string {
  return path('competitions', competition, 'sheets', part, competitor, seat)
}

export function putSheet(entry: Entry, ifMatch: string | null, confirmed?: string) {
  return call(sheetPath(entry), {
    method: 'PUT', token: tokenFor(entry.competition), body: entry.body, key: entry.key,
    ifMatch: ifMatch ?? undefined, rules: entry.rules ?? undefined, signature: entry.signature ?? undefined, confirmed, language: languageTag(),
  })
}

// Gives the journal number.
export async function putShift(competition: string, shift: Shift): Promise<number> {
  const body = JSON.stringify({
    from: shift.from, to: shift.to, sealed: shift.sealed.map(({ number }) => number), unsent: shift.unsent.length,
    begun: shift.begun.length, client_time: new Date(shift.at).toISOString(),
  })
  const answer = await call(path('competitions', competition, 'shifts'), {
    method: 'POST', token: tokenFor(competition), body, key: shift.key ?? '', language: languageTag(),
  })
  const number = (answer.json as { receipt?: { number?: number } } | null)?.receipt?.number
  if (!Number.isSafeInteger(number)) throw new Problem('foreign-answer', 200, null)
  return number as number
}

export function currentSheet(entry: Entry): Promise<Sheet> {
  return get<Sheet>(sheetPath(entry), tokenFor(entry.competition), languageTag())
}
