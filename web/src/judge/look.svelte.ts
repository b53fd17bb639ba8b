// How the page looks and how marks are typed, kept on the tablet for each seat.
import { recall, remember } from '../shared/i18n/index.svelte'
import { applyTheme, onDeviceTheme, type Theme } from '../shared/theme'

export const SIZES = ['normal', 'large', 'larger'] as const
export type Size = (typeof SIZES)[number]
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

export class Look {
  wishes = $state.raw<Wishes>(PLAIN)
  private seat = ''
  private early: Partial<Wishes> = {} // said before it was known whose seat this is: the next one's

  constructor() {
    onDeviceTheme(() => this.apply())
  }

  sit(seat: string): void {
    this.seat = seat
    this.wishes = { ...PLAIN, ...all()[seat], ...this.early }
    if (seat && Object.keys(this.early).length > 0) this.keep()
    else this.apply()
  }

  wish(some: Partial<Wishes>): void {
    this.wishes = { ...this.wishes, ...some }
    if (!this.seat) this.early = { ...this.early, ...some }
    this.keep()
  }

  private keep(): void {
    if (this.seat) this.early = {}
    remember(STORED, JSON.stringify({ ...all(), [this.seat]: this.wishes }))
    this.apply()
  }

  private apply(): void {
    const { size, theme } = this.wishes
    applyTheme(theme)
    document.documentElement.dataset.size = size
  }
}

export const look = new Look()
