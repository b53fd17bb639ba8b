// What a scene has fetched for itself and shows now, for the picture of it.
import type { Draw } from '../../shared/draw'

export const held = $state<{ draw: Draw | null; photos: { url: string; words: string }[] }>({ draw: null, photos: [] })
