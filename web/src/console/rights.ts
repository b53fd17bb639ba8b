// Roles, grants and devices as the pages of people and devices show them.
import { listed, named, t, type Key } from '../shared/i18n/index.svelte'
import type { Definition, Grant, Judge, Name, Skill } from '../shared/types'

export interface Device {
  id: string
  name: Name
  version: number // of its grants
  since: number
  card: boolean
  revoked: boolean
  last_seen?: number
  unsent?: number
  battery?: number
  grants: Grant[]
}
export interface Card {
  id: string
  judge: string
  since: number
  state: 'ready' | 'used' | 'void'
}
export interface NewCard {
  id: string
  judge: string
  code: string
}
export interface Account {
  id: string
  name?: string
  login?: string
  since: number
  closed: boolean
  grants: Grant[]
}

export const ROLES: Grant['role'][] = [
  'chief', 'judge', 'technical', 'clerk', 'supervisor', 'arbiter', 'presenter', 'display',
]
// What a chief judge may let in.
export const CHIEFS: Grant['role'][] = ['judge', 'technical', 'clerk', 'display']

export const roleWord = (role: Grant['role']): Key => `role.${role}`
export const isSeated = (role: Grant['role']): boolean => role === 'judge' || role === 'technical'

// What makes two grants the same, whatever the judge is called.
export const bare = ({ role, judge, skills, venues }: Grant): string => JSON.stringify([role, judge ?? '', skills ?? [], venues ?? []])

// The skills that a grant reaches by the rules as they are: what the server says too (api/scope).
export function reached(grant: Grant, skills: Skill[]): Skill[] {
  const { skills: named = [], venues = [] } = grant
  return skills.filter(({ id, venue }) => (named.length === 0 || named.includes(id)) && (venues.length === 0 || (venue !== undefined && venues.includes(venue))))
}

// Narrowed to what the rules have no more.
export const isVoid = (grant: Grant, skills: Skill[]): boolean =>
  (grant.skills?.length ?? 0) + (grant.venues?.length ?? 0) > 0 && reached(grant, skills).length === 0

export function grantText(grant: Grant, definition: Pick<Definition, 'skills' | 'venues'> | undefined): string {
  const { skills = [], venues = [] } = definition ?? {}
  const where = (grant.skills ?? []).map((id) => named(skills.find((each) => each.id === id)?.name, id))
  const at = (grant.venues ?? []).map((id) => named(venues.find((each) => each.id === id)?.name, id))
  const only = at.length > 0 ? t('grant.venues', { what: listed(at) }) : ''
  const none = definition && isVoid(grant, skills) ? t('grant.void') : ''
  return [t(roleWord(grant.role)), grant.name ?? grant.judge ?? '', listed(where), only, none].filter(Boolean).join(' · ')
}

// Judges whose role fits the one that is given.
export function fitting(judges: Judge[], role: Grant['role']): Judge[] {
  return judges.filter((each) => (each.role === 'technical') === (role === 'technical'))
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const LATE_MS = 2 * MINUTE_MS

export type Presence = 'here' | 'late' | 'never' | 'ended'

export function presence(device: Device, now: number): Presence {
  if (device.revoked) return 'ended'
  if (device.last_seen === undefined) return 'never'
  return now - device.last_seen < LATE_MS ? 'here' : 'late'
}

export function agoText(ms: number): string {
  if (ms < MINUTE_MS) return t('devices.now')
  if (ms < HOUR_MS) return t('devices.minutes', { n: Math.floor(ms / MINUTE_MS) })
  return t('devices.hours', { n: Math.floor(ms / HOUR_MS) })
}

// The address in a card's picture: any camera opens the judge's page with it.
export function cardLink(origin: string, competition: string, code: string): string {
  return `${origin}/judge.html?c=${encodeURIComponent(competition)}#card=${code}`
}
