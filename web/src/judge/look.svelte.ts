// How the page looks and how marks are typed, kept on the tablet for each seat.
import { recall, remember } from '../shared/i18n/index.svelte'

export const SIZES = ['normal', 'large', 'larger'] as const
export const THEMES = ['auto', 'light', 'dark', 'contrast'] as const
export type Size = (typeof SIZES)[number]
export type Theme = (typeof THEMES)[number]
interface Wishes {
  size: Size
  theme: Theme
  ownPad: boolean
  lose: boolean // marks are typed as what is taken off
}
const STORED = 'jinbang.judge.look'
const PLAIN: Wishes = { size: 'normal', theme: 'auto', ownPad: true, lose: false }

function all(): Record<string, Partial<Wishes>> {
  try {
    return JSON.parse(recall(STORED) ?? '{}') as Record<string, Partial<Wishes>>
  } catch {
    return {}
  }
}

class Look {
  wishes = $state.raw<Wishes>(PLAIN)
  private seat = ''

  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener?.('change', () => this.apply())
  }

  sit(seat: string): void {
    this.seat = seat
    this.wishes = { ...PLAIN, ...all()[seat] }
    this.apply()
  }

  wish(some: Partial<Wishes>): void {
    this.wishes = { ...this.wishes, ...some }
    remember(STORED, JSON.stringify({ ...all(), [this.seat]: this.wishes }))
    this.apply()
  }

  private apply(): void {
    const { size, theme } = this.wishes
    const isDark = matchMedia('(prefers-color-scheme: dark)').matches
    const needsMore = matchMedia('(prefers-contrast: more)').matches
    const auto = needsMore ? 'contrast' : isDark ? 'dark' : 'light'
    document.documentElement.dataset.theme = theme === 'auto' ? auto : theme
    document.documentElement.dataset.size = size
  }
}

export const look = new Look()
