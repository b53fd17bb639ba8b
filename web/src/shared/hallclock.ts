// The clock of a scene: it runs until a time of the server's, or stands with what is left.
import type { Scene } from './screen'

export const CLOCK_MAX_MS = 10_000 * 60_000
const two = (figure: number) => String(figure).padStart(2, '0')
const bounded = (ms: number) => Math.min(CLOCK_MAX_MS, Math.max(1, ms))

export type ClockScene = Pick<Scene, 'until' | 'left' | 'length'>

// How long is left, seconds, and how that reads; without an end the time of day.
export function clockOf({ until, left: stands }: ClockScene, now: number): { left: number | null; text: string } {
  if (until === undefined && stands === undefined) {
    const at = new Date(now)
    return { left: null, text: `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}` }
  }
  const left = Math.max(0, Math.ceil((stands ?? (until ?? 0) - now) / 1000))
  const hours = Math.floor(left / 3600)
  return { left, text: `${hours > 0 ? `${hours}:` : ''}${two(Math.floor(left / 60) % 60)}:${two(left % 60)}` }
}

// How long until the figures change, ms; null: they stand.
export function nextTick({ until, left }: ClockScene, now: number): number | null {
  if (left !== undefined) return null
  if (until === undefined) return 1000 - (now % 1000)
  return until > now ? ((until - now - 1) % 1000) + 1 : null
}

export function isRunning(scene: Scene, now: number): boolean {
  return scene.until !== undefined && scene.until > now
}

function standing(scene: Scene, left: number): Scene {
  const { until: _, ...rest } = scene
  return { ...rest, left: bounded(left) }
}

function running(scene: Scene, until: number): Scene {
  const { left: _, ...rest } = scene
  return { ...rest, until }
}

export function stopped(scene: Scene, now: number): Scene {
  return scene.until === undefined ? scene : standing(scene, scene.until - now)
}

export function goingOn(scene: Scene, now: number): Scene {
  return scene.left === undefined ? scene : running(scene, now + scene.left)
}

// More time; one that is over goes on from now, one that has not begun is the longer as a whole.
export function extended(scene: Scene, now: number, ms: number): Scene {
  if (scene.left !== undefined) {
    const more = standing(scene, scene.left + ms)
    return scene.left === scene.length ? { ...more, length: more.left as number } : more
  }
  return scene.until === undefined ? scene : running(scene, now + bounded(Math.max(0, scene.until - now) + ms))
}

// As it was before it began.
export function again(scene: Scene): Scene {
  return scene.length === undefined ? scene : standing(scene, scene.length)
}

export function ofNextBatch(scene: Scene): Scene {
  return { ...again(scene), batch: (scene.batch ?? 0) + 1 }
}

// Whether two screens show one and the same clock.
export function isSameClock(one: Scene | null, other: Scene | null): boolean {
  const sign = (scene: Scene) => JSON.stringify([scene.skill, scene.batch, scene.text, scene.until, scene.left, scene.length])
  return one?.kind === 'clock' && other?.kind === 'clock' && sign(one) === sign(other)
}

// The same clock for all of them; colours and language stay each one's own.
export function onEach(clock: Scene, screens: { id: string; scene: Scene | null }[]): { id: string; scene: Scene }[] {
  const { theme: _, lang: __, ...rest } = clock
  return screens.map(({ id, scene: own }) => ({
    id, scene: { ...rest, ...(own?.theme ? { theme: own.theme } : {}), ...(own?.lang ? { lang: own.lang } : {}) },
  }))
}
