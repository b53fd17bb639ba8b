// The server's time, by a clock of this page that nobody sets: a wall machine's own may be wrong by minutes.
const KEEP_MS = 60_000 // then a worse answer is better than none: clocks drift

export class ServerClock {
  private base: number | null = null // the server's time less our ticks
  private doubt = Infinity // ms by which it may be wrong
  private since = 0

  constructor(readonly tick: () => number = () => performance.now()) {}

  // An answer to what was asked at that tick: the server said it somewhere between then and now.
  heard(time: number, asked: number): void {
    const now = this.tick()
    const doubt = Math.max(0, now - asked) / 2
    const base = time + doubt - now
    const agrees = this.base !== null && Math.abs(base - this.base) <= doubt + this.doubt
    if (agrees && doubt > this.doubt && now - this.since < KEEP_MS) return
    this.base = base
    this.doubt = doubt
    this.since = now
  }

  // Said by itself, who knows how long ago: it is at least that late by now.
  told(time: number): void {
    if (this.base !== null && this.base + this.tick() + this.doubt >= time) return
    this.base = time - this.tick()
    this.doubt = Infinity
  }

  // null: the server has not said its time yet.
  now(): number | null {
    return this.base === null ? null : Math.round(this.base + this.tick())
  }
}

export const serverClock = new ServerClock()
