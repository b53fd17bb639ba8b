// What an entry may do to the sheet that it stands in.
import type { Slot } from './slots'

export interface Hand {
  set: (key: string, text: string) => void
  touch: (key: string | null) => void // this figure has the keypad now; null: none of mine
  hold: (key: string) => void // this figure is changed without the keypad; one that is open comes along
  travel: (from: HTMLElement, by: 1 | -1) => void // to the next or the one before
  step: (slot: Slot, direction: 1 | -1) => void
}
