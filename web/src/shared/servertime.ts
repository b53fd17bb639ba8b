// The server's time, by a clock of this page that nobody sets: a wall machine's own may be wrong by minutes. That clock may
// stand still while the machine sleeps; then the machine's own has gone on without it, and the server must be heard anew.
const KEEP_MS = 60_000 // then a worse answer is better than none: clocks drift
const SLEPT_MS = 2000 // by so much the two clocks came apart

export interface Moment {
  tick: number
  date: number
}

export class ServerClock {
  private base: number | null = null // the server's time less our ticks
  private doubt = Infinity // ms by which it may be wrong
  private since = 0
  private apart = 0 // the machine's own clock less our ticks, when the server was heard

  constructor(private readonly tick: () => number = () => performance.now(), private readonly date: () => number = () => Date.now()) {}

  // When the server is asked; its answer is heard with this.
  asking(): Moment {
    return { tick: this.tick(), date: this.date() }
  }

  // An answer to what was asked at that moment: the server said it somewhere between then and now, if the machine was awake.
  heard(time: number, asked: Moment): void {
    if (this.isApart(asked.date - asked.tick)) return
    const now = this.tick()
    const doubt = Math.max(0, now - asked.tick) / 2
    const base = time + doubt - now
    const agrees = this.base !== null && !this.hasSlept() && Math.abs(base - this.base) <= doubt + this.doubt
    if (agrees && doubt > this.doubt && now - this.since < KEEP_MS) return
    this.set(base, doubt)
    this.since = now
  }

  // Said by itself, who knows how long ago: it is at least that late by now.
  told(time: number): void {
    if (this.base !== null && !this.hasSlept() && this.base + this.tick() + this.doubt >= time) return
    this.set(time - this.tick(), Infinity)
  }

  // null: the server has not said its time yet, or not since the machine slept.
  now(): number | null {
    return this.base === null || this.hasSlept() ? null : Math.round(this.base + this.tick())
  }

  // As near as one can tell: until the server is heard again, by the machine's own clock and how wrong that was.
  near(): number {
    return this.now() ?? Math.round(this.date() + (this.base === null ? 0 : this.base - this.apart))
  }

  private set(base: number, doubt: number): void {
    this.base = base
    this.doubt = doubt
    this.apart = this.date() - this.tick()
  }

  private hasSlept(): boolean {
    return this.isApart(this.apart)
  }

  private isApart(apart: number): boolean {
    return Math.abs(this.date() - this.tick() - apart) > SLEPT_MS
  }
}

export const serverClock = new ServerClock()
