// What scenes say, as their pictures say it too.
import type { Hall } from '../hall.svelte'

const two = (figure: number) => String(figure).padStart(2, '0')

// How long is left until then, seconds, and how that reads; without an end the time of day.
export function clockOf(until: number | undefined, now: number): { left: number | null; text: string } {
  if (until === undefined) {
    const at = new Date(now)
    return { left: null, text: `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}` }
  }
  const left = Math.max(0, Math.ceil((until - now) / 1000))
  const hours = Math.floor(left / 3600)
  return { left, text: `${hours > 0 ? `${hours}:` : ''}${two(Math.floor(left / 60) % 60)}:${two(left % 60)}` }
}

// The tile of who stands on the stage; '': nobody does.
export function stageAddress(hall: Hall, competitor: string): string {
  if (!competitor || !hall.wish.competition || !hall.skill || !hall.stage) return ''
  return [hall.wish.competition, hall.skill.id, hall.stage.id, `stage:${competitor}`].join('/')
}
