// What a scene has fetched for itself and shows now, for the picture of it.
import type { Draw } from '../../shared/draw'
import type { TeamTable } from '../../shared/types'

export const held = $state<{ draw: Draw | null; photos: { url: string; words: string }[]; teams: TeamTable | null }>({
  draw: null, photos: [], teams: null,
})
