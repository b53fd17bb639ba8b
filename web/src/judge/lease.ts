// One page at a time marks on this device: two would send the same sheets side by side, and each
// would show what it alone knows. By localStorage, which plain http and Safari 14 have too (locks
// and BroadcastChannel they have not): the page that marks says so every other second, and who
// takes over is heard at once.
const KEY = 'jinbang.judge.page'
const LEFT = 'jinbang.judge.page.left'
export const ALIVE_MS = 2000
const DEAD_MS = 6000
const HAND_OVER_MS = 1000

interface Held {
  page: string
  at: number
}
export interface LeaseOptions {
  page: string // of this page
  lost: () => Promise<void> // what is being written goes to the shelf first
  free: () => void // the other page is gone; this one holds it now
  store?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  now?: () => number
}

export class Lease {
  private holds = false
  private readonly store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  private readonly now: () => number

  constructor(private readonly options: LeaseOptions) {
    this.store = options.store ?? localStorage
    this.now = options.now ?? Date.now
  }

  private held(): Held | null {
    try {
      const held = JSON.parse(this.store.getItem(KEY) ?? 'null') as Held | null
      return held && typeof held.page === 'string' && typeof held.at === 'number' ? held : null
    } catch {
      return null
    }
  }

  private say(): void {
    try {
      this.store.setItem(KEY, JSON.stringify({ page: this.options.page, at: this.now() }))
    } catch {
      return // a window that may store nothing has no second page that reads it
    }
  }

  private isOthers(): boolean {
    const held = this.held()
    return held !== null && held.page !== this.options.page && Math.abs(this.now() - held.at) < DEAD_MS
  }

  // True: this page marks. False: another one does, and could be taken over.
  open(): boolean {
    addEventListener('storage', () => void this.look())
    addEventListener('pagehide', () => this.leave())
    addEventListener('pageshow', (event) => {
      if (event.persisted) location.reload() // what it knew is old
    })
    setInterval(() => void this.beat(), ALIVE_MS)
    if (this.isOthers()) return false
    this.holds = true
    this.say()
    return true
  }

  // Resolves when the other page has put down what it was writing, or does not answer.
  take(): Promise<void> {
    const before = this.held()?.page
    this.holds = true
    this.say()
    return new Promise((resolve) => {
      const until = this.now() + HAND_OVER_MS
      const look = () => {
        if (this.store.getItem(LEFT) === before || this.now() > until) resolve()
        else setTimeout(look, 20)
      }
      look()
    })
  }

  private leave(): void {
    if (this.holds && this.held()?.page === this.options.page) this.store.removeItem(KEY)
  }

  private async beat(): Promise<void> {
    await this.look()
    if (this.holds) this.say()
  }

  private async look(): Promise<void> {
    const isOthers = this.isOthers()
    if (this.holds && isOthers) {
      this.holds = false
      await this.options.lost()
      this.left()
    } else if (!this.holds && !isOthers) {
      this.holds = true
      this.say()
      this.options.free()
    }
  }

  private left(): void {
    try {
      this.store.setItem(LEFT, this.options.page)
    } catch {
      return
    }
  }
}
