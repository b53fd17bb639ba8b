// Boards without a socket: asked for now and then over plain HTTP, with the tag of what is held, so that
// nothing travels while nothing moves. For browsers and networks that let no WebSocket through.
import { Backoff } from './backoff'
import { API } from './api'
import { lag } from './lag'

const SOON_MS = 300 // a board that the server is just reading
const KEPT_S = 1 // what a cache has may be so old
const TIMEOUT_MS = 10_000

export interface PollOptions {
  boards: () => string[] // addresses, of one competition
  language: () => string
  took: (frames: object[], ageMs: number) => boolean // false: a picture is not true, get it again
  vouched: (ageMs: number) => void // what was taken last still holds
  reached: (isReached: boolean) => void
}

interface Polled {
  poll_ms: number
  boards: object[]
}

export class Poller {
  private timer: ReturnType<typeof setTimeout> | undefined
  private stop: AbortController | null = null
  private tag: string | null = null
  private asked = '' // what the tag is of
  private pollMs = 3000
  private readonly backoff = new Backoff(1000, 15_000)

  constructor(private readonly options: PollOptions) {}

  get isOn(): boolean {
    return this.stop !== null
  }

  start(): void {
    if (this.stop) return
    this.stop = new AbortController()
    this.tag = null
    void this.ask(this.stop)
  }

  end(): void {
    clearTimeout(this.timer)
    this.stop?.abort()
    this.stop = null
  }

  // Other boards are wanted.
  hurry(): void {
    if (!this.stop) return
    this.end()
    this.start()
  }

  private url(): string {
    const boards = this.options.boards()
    const competition = boards[0]?.split('/')[0] ?? ''
    const tiles = boards.map((each) => each.slice(competition.length + 1))
    return `${API}/competitions/${encodeURIComponent(competition)}/boards?tiles=${encodeURIComponent(tiles.join(','))}`
  }

  private async ask(round: AbortController): Promise<void> {
    let pause = this.pollMs
    const timeout = setTimeout(() => round.abort(), TIMEOUT_MS)
    try {
      if (this.options.boards().length > 0) pause = await this.exchange(round.signal)
      this.backoff.reset()
    } catch {
      pause = this.backoff.next()
      if (this.stop === round) this.options.reached(false)
    } finally {
      clearTimeout(timeout)
    }
    if (this.stop !== round) return
    if (round.signal.aborted) this.stop = new AbortController() // this answer did not come in time
    const next = this.stop
    this.timer = setTimeout(() => void this.ask(next), pause)
  }

  // Gives the pause until the next question.
  private async exchange(signal: AbortSignal): Promise<number> {
    const url = this.url()
    const headers: Record<string, string> = { 'Accept-Language': this.options.language() }
    // "no-store" would have the browser say "no-cache" to whatever lies between, and each phone cost the server an
    // answer; only what was no true picture is asked for past all that is kept.
    const isFalse = this.asked === url && !this.tag
    if (this.tag && this.asked === url) headers['If-None-Match'] = this.tag
    if (!isFalse) headers['Cache-Control'] = `max-age=${KEPT_S}`
    const response = await fetch(url, { headers, cache: isFalse ? 'reload' : 'default', credentials: 'omit', redirect: 'error', signal })
    const ageMs = lag.ageOf(response.headers, performance.now())
    if (response.status === 304) {
      this.options.reached(true)
      this.options.vouched(ageMs)
      return this.pollMs
    }
    if (!response.ok) throw new Error(String(response.status))
    const { poll_ms, boards } = (await response.json()) as Polled
    if (!Array.isArray(boards) || signal.aborted) throw new Error('foreign answer')
    if (poll_ms > 0) this.pollMs = poll_ms
    this.options.reached(true)
    const isTrue = this.options.took(boards, ageMs)
    this.asked = url
    this.tag = isTrue ? response.headers.get('ETag') : null
    return boards.length < this.options.boards().length ? SOON_MS : this.pollMs
  }
}
