// What scenes say, as their pictures say it too.
import type { Hall } from '../hall.svelte'

// The tile of who stands on the stage; '': nobody does.
export function stageAddress(hall: Hall, competitor: string): string {
  if (!competitor || !hall.wish.competition || !hall.skill || !hall.stage) return ''
  return [hall.wish.competition, hall.skill.id, hall.stage.id, `stage:${competitor}`].join('/')
}
