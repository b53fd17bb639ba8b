// Pages one after another: the first is held longer; pause, back and next by key, remote and touch.
export const FIRST_PAGE_MS = 20_000
export const PAGE_MS = 10_000
const SWIPE_PX = 60

export type Turn = 'next' | 'back' | 'pause' | 'first'

// Presenters' remotes send PageUp and PageDown, or arrows, and a dot for "blank the screen".
const KEYS: Record<string, Turn> = {
  ArrowRight: 'next', PageDown: 'next', n: 'next',
  ArrowLeft: 'back', PageUp: 'back',
  ' ': 'pause', p: 'pause', '.': 'pause',
  Home: 'first',
}

export function turnOf(key: string): Turn | null {
  return KEYS[key] ?? null
}

export function swiped(dx: number, dy: number): Turn | null {
  if (Math.abs(dx) < SWIPE_PX || Math.abs(dx) < 2 * Math.abs(dy)) return null
  return dx < 0 ? 'next' : 'back'
}

export class Pager {
  at = $state(0)
  pages = $state(1)
  paused = $state(false)

  // Beyond the last page, or before the first, comes another skill, where there is one.
  constructor(private readonly beyond: (by: 1 | -1) => boolean) {}

  readonly holdMs = $derived(this.at === 0 ? FIRST_PAGE_MS : PAGE_MS)

  setPages(pages: number): void {
    this.pages = pages
    if (this.at >= pages) this.at = pages - 1
  }

  next(): void {
    if (this.at + 1 < this.pages) this.at += 1
    else {
      this.at = 0
      this.beyond(1)
    }
  }

  back(): void {
    if (this.at > 0) this.at -= 1
    else if (!this.beyond(-1)) this.at = this.pages - 1
  }

  turn(turn: Turn): void {
    if (turn === 'next') this.next()
    else if (turn === 'back') this.back()
    else if (turn === 'first') this.at = 0
    else this.paused = !this.paused
  }
}
