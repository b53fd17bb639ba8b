// What the desk has typed for the next scene of a screen, and what becomes of it.
import type { ClockScene } from '../shared/hallclock'
import type { Kind, Scene, Theme } from '../shared/screen'

const MINUTE_MS = 60_000

export interface SceneFields {
  kind: Kind
  skill: string
  stage: string
  lang: '' | 'zh' | 'en'
  theme: Theme
  title: string
  text: string
  minutes: string
  starts: boolean
  batch: string
  competitor: string
  table: string
}
type ClockFields = Pick<SceneFields, 'minutes' | 'starts' | 'batch'>

function clockFieldsOf(scene: Scene | null): ClockFields {
  const isClock = scene?.kind === 'clock'
  return {
    minutes: isClock && scene.length ? String(Math.round(scene.length / MINUTE_MS)) : '',
    starts: scene?.left === undefined,
    batch: scene?.batch ? String(scene.batch) : isClock ? '' : '1',
  }
}

export function fieldsOf(scene: Scene | null): SceneFields {
  const { kind = 'board', skill = '', stage = '', lang = '', theme = 'gold', title = '', text = '', competitor = '', table = '' } = scene ?? {}
  return { kind, skill, stage, lang, theme, title, text, competitor, table, ...clockFieldsOf(scene) }
}

// Another scene hangs now than the one that the fields began from: they follow it until one of them has been changed. Then
// only those of the clock do that are as they were: it is started and stopped meanwhile.
export function following(typed: SceneFields, from: SceneFields, next: SceneFields): SceneFields {
  const isKept = (key: keyof SceneFields) => typed[key] === from[key]
  if ((Object.keys(from) as (keyof SceneFields)[]).every(isKept)) return next
  return {
    ...typed,
    ...(isKept('minutes') ? { minutes: next.minutes } : {}),
    ...(isKept('starts') ? { starts: next.starts } : {}),
    ...(isKept('batch') ? { batch: next.batch } : {}),
  }
}

// The clock that is given at `now` of the server's: the one that hangs goes on, or stands, as it does while nothing of it was
// changed and it is not over; any other has its whole time.
export function clockGiven(scene: Scene | null, { minutes, starts, batch }: ClockFields, now: number): ClockScene {
  if (!minutes.trim()) return {}
  const hangs = clockFieldsOf(scene)
  const isSame = minutes.trim() === hangs.minutes && batch.trim() === hangs.batch && starts === hangs.starts
  const { until, left, length } = scene ?? {}
  if (isSame && left !== undefined) return { left, ...(length ? { length } : {}) }
  if (isSame && until !== undefined && until > now) return { until, ...(length ? { length } : {}) }
  const whole = Number(minutes) * MINUTE_MS
  return starts ? { until: now + whole, length: whole } : { left: whole, length: whole }
}
