// How the page looks and how marks are typed: kept on the tablet for each judge, and with the
// server, so that whatever device the judge goes on with looks the same. The last wish holds.
import { Problem } from '../shared/api'
import { Backoff } from '../shared/backoff'
import { recall, remember } from '../shared/i18n/index.svelte'
import { isWeather } from '../shared/outbox'
import { applyTheme, onDeviceTheme, THEMES, type Theme } from '../shared/theme'

export const SIZES = ['normal', 'large', 'larger'] as const
export type Size = (typeof SIZES)[number]
export interface Wishes {
  size: Size
  theme: Theme
  ownPad: boolean
  lose: boolean // marks are typed as what is taken off
}
// How wishes travel; `get` gives null where the server has none.
export interface LookCourier {
  get(): Promise<Wishes | null>
  put(wishes: Wishes): Promise<void>
}
type Kept = Partial<Wishes> & { isUnsent?: boolean }
const STORED = 'jinbang.judge.look'
const PLAIN: Wishes = { size: 'normal', theme: 'auto', ownPad: true, lose: false }

function all(): Record<string, Kept> {
  try {
    return JSON.parse(recall(STORED) ?? '{}') as Record<string, Kept>
  } catch {
    return {}
  }
}

// What a newer or older page may have put there and this one does not know stays plain.
function readWishes(some: Partial<Wishes>): Wishes {
  return {
    size: SIZES.find((size) => size === some.size) ?? PLAIN.size,
    theme: THEMES.find((theme) => theme === some.theme) ?? PLAIN.theme,
    ownPad: some.ownPad ?? PLAIN.ownPad,
    lose: some.lose ?? PLAIN.lose,
  }
}

export class Look {
  wishes = $state.raw<Wishes>(PLAIN)
  private judge = ''
  private early: Partial<Wishes> = {} // said before it was known whose seat this is: the next one's
  private courier: LookCourier | null = null
  private again: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly backoff = new Backoff(1000, 15_000)) {
    onDeviceTheme(() => this.apply())
  }

  sit(judge: string): void {
    if (judge !== this.judge) this.courier = null
    this.judge = judge
    this.wishes = readWishes({ ...all()[judge], ...this.early })
    if (judge && Object.keys(this.early).length > 0) this.keep(true)
    else this.apply()
  }

  wish(some: Partial<Wishes>): void {
    this.wishes = { ...this.wishes, ...some }
    if (!this.judge) this.early = { ...this.early, ...some }
    this.keep(true)
    void this.meet(this.courier)
  }

  // The server can be reached: it gets what was wished here meanwhile, or tells what was wished
  // elsewhere. Where it cannot after all, it is asked again, and nobody is told.
  async meet(courier: LookCourier | null): Promise<void> {
    clearTimeout(this.again)
    this.courier = courier
    const { judge, wishes } = this
    if (!courier || !judge) return
    const isUnsent = all()[judge]?.isUnsent === true
    const theirs = await (isUnsent ? courier.put(wishes).then(() => wishes) : courier.get()).catch((error: unknown) => this.later(error))
    if (theirs) this.backoff.reset()
    if (!theirs || this.judge !== judge || this.wishes !== wishes) return // or wished anew meanwhile
    this.wishes = readWishes(theirs)
    this.keep(false)
  }

  private later(error: unknown): null {
    if (!(error instanceof Problem) || isWeather(error)) this.again = setTimeout(() => void this.meet(this.courier), this.backoff.next())
    return null
  }

  private keep(isUnsent: boolean): void {
    if (this.judge) this.early = {}
    remember(STORED, JSON.stringify({ ...all(), [this.judge]: { ...this.wishes, isUnsent } }))
    this.apply()
  }

  private apply(): void {
    const { size, theme } = this.wishes
    applyTheme(theme)
    document.documentElement.dataset.size = size
  }
}

export const look = new Look()
