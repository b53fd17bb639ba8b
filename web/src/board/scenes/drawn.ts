// The draw of a skill, as the scenes that show it ask for it.
import { getAged, path } from '../../shared/api'
import type { Draw } from '../../shared/draw'
import { languageTag } from '../../shared/i18n/index.svelte'
import type { Asked } from '../asked.svelte'

// `take`: null where nothing of the skill has been drawn or committed to.
export function askDraw(asked: Asked, competition: string, skill: string, take: (draw: Draw | null) => void): Promise<unknown> {
  return asked.ask(
    () => getAged<{ draws: Draw[] }>(path('competitions', competition, 'draws'), languageTag()),
    ({ draws }) => take(draws.find((each) => each.skill === skill) ?? null),
  )
}
