// The live line to the server: one socket, some boards, and the truth about their age.
import { Backoff } from './backoff'
import { API } from './api'
import { applyDelta, fromSnapshot, isTrue, type DeltaFrame, type Picture, type SnapshotFrame } from './picture'
import { Poller } from './poll'
import type { StageView } from './ceremony'
import type { Shown } from './screen'
import type { ProblemDocument } from './types'

export const GREY_MS = 30_000
const HEARTBEAT_MS = 10_000 // until the server has said its own
const MISSED = 2.5 // two heartbeats are missed, and half of one is given
const OPENING_MS = 5000 // a socket that is not open by then: boards are asked for meanwhile
const AFTER_WELCOME = ['snapshot', 'resync', 'delta', 'heartbeat']
const ASK_AGAIN_MS = 3000 // a picture that stays false must not become a storm of questions

export interface BoardView {
  picture: Picture | null
  currentAt: number // local time at which the server last vouched for the picture; 0: never
  problem: ProblemDocument | null
}
export type Truth = 'waiting' | 'live' | 'amber' | 'grey'

interface HeartbeatFrame {
  type: 'heartbeat'
  board: string
  seq: number
  hash: string
  age_ms: number
}
interface Welcome {
  type: 'welcome'
  token: string
  heartbeat_ms: number
  retry_ms: number
}
type Frame =
  | Welcome
  | SnapshotFrame
  | DeltaFrame
  | HeartbeatFrame
  | { type: 'bye'; reason: string; retry_after_ms?: number }
  | ({ type: 'scene' } & Shown)
  | ({ type: 'ceremony'; board: string } & StageView)
  | ({ type: 'problem'; board?: string } & ProblemDocument)

export interface LinkOptions {
  url?: string
  bearer?: string | null
  session?: boolean // signed in by name: the cookie counts
  changed: (board: string, view: BoardView) => void
  connected: (isConnected: boolean) => void
  shown?: (shown: Shown) => void // a screen: what the desk lets it show
  staged?: (stage: StageView) => void // what is on the stage of the ceremony that is watched
  refused?: () => void // the token opens nothing any more
  polls?: { language: () => string; changed: (isPolling: boolean) => void } // where no socket opens
  socket?: (url: string) => WebSocket
  now?: () => number
  backoff?: Backoff
}

// Nothing heard for so long makes a picture grey; slow hearts are given the time of three beats.
export function greyMs(heartbeatMs = HEARTBEAT_MS): number {
  return Math.max(GREY_MS, 3 * heartbeatMs)
}

// How far a picture may be trusted. A line known to be cut is amber at once.
export function truth(
  view: BoardView | undefined, connected: boolean, now: number, heartbeatMs = HEARTBEAT_MS,
): Truth {
  if (!view || view.currentAt === 0) return 'waiting'
  const age = now - view.currentAt
  if (age >= greyMs(heartbeatMs)) return 'grey'
  return age >= MISSED * heartbeatMs || !connected ? 'amber' : 'live'
}

function defaultUrl(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${API}/live`
}

export class Link {
  private socket: WebSocket | null = null
  private welcome = false
  private stage: string | null = null // the ceremony that is followed, beside the boards
  private resume: string | null = null
  private pauseMs = 0 // told to each by the server, so that a hall does not come back in one moment
  private closed = false
  private timer: ReturnType<typeof setTimeout> | undefined
  private opening: ReturnType<typeof setTimeout> | undefined
  private readonly poller: Poller | null
  private silence: ReturnType<typeof setTimeout> | undefined
  private helloed: string[] = [] // boards that the hello asked for
  private readonly asked = new Map<string, number>() // boards whose resync is on its way, since when
  private readonly views = new Map<string, BoardView>()
  private readonly backoff: Backoff
  private readonly now: () => number
  heartbeatMs = HEARTBEAT_MS

  constructor(private readonly options: LinkOptions) {
    this.backoff = options.backoff ?? new Backoff(500, 15_000)
    this.now = options.now ?? Date.now
    const { polls } = options
    this.poller = polls
      ? new Poller({
          boards: () => [...this.views.keys()],
          language: polls.language,
          took: (frames, ageMs) => this.takePolled(frames as Frame[], ageMs),
          vouched: (ageMs) => this.vouch(ageMs),
          reached: (isReached) => options.connected(isReached),
        })
      : null
  }

  // Exactly these boards from now on.
  watch(boards: string[]): void {
    for (const board of [...this.views.keys()].filter((each) => !boards.includes(each))) {
      this.views.delete(board)
      this.asked.delete(board)
      if (this.welcome) this.send({ type: 'unsubscribe', board })
    }
    for (const board of boards.filter((each) => !this.views.has(each))) {
      this.views.set(board, { picture: null, currentAt: 0, problem: null })
      if (this.welcome) this.send({ type: 'subscribe', board })
    }
    if (!this.socket && !this.timer) this.connect()
    this.poller?.hurry()
  }

  // What is on the stage of a ceremony ("competition/ceremony"), from now on.
  follow(stage: string): void {
    if (stage === this.stage) return
    if (this.welcome && this.stage) this.send({ type: 'unsubscribe', board: this.stage })
    this.stage = stage
    if (this.welcome) this.send({ type: 'subscribe', board: stage })
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
    clearTimeout(this.silence)
    clearTimeout(this.opening)
    this.poller?.end()
    this.socket?.close()
  }

  // The network is said to be back: no need to sit out the wait.
  hurry(): void {
    if (this.closed || this.socket) return
    clearTimeout(this.timer)
    this.connect()
  }

  private connect(): void {
    this.timer = undefined
    const make = this.options.socket ?? ((url: string) => new WebSocket(url))
    const socket = make(this.options.url ?? defaultUrl())
    this.socket = socket
    socket.onopen = () => this.hello()
    socket.onmessage = (event) => this.hear(String(event.data))
    socket.onclose = () => this.lost(socket, null)
    socket.onerror = () => socket.close()
    this.listen()
    if (this.poller) this.opening = setTimeout(() => this.poll(), OPENING_MS)
  }

  // The socket is tried on and on; as soon as it opens, it is listened to again.
  private poll(): void {
    if (this.closed || this.welcome || !this.poller || this.poller.isOn) return
    this.poller.start()
    this.options.polls?.changed(true)
  }

  private takePolled(frames: Frame[], ageMs: number): boolean {
    let isGood = true
    for (const frame of frames) {
      if (frame.type === 'snapshot') isGood = this.take(frame, ageMs) && isGood
      else if (frame.type === 'problem') this.trouble(frame)
    }
    return isGood
  }

  private vouch(ageMs: number): void {
    for (const [board, { picture }] of this.views) if (picture) this.show(board, picture, this.now() - ageMs)
  }

  private hello(): void {
    this.helloed = [...this.views.keys()]
    this.send({
      type: 'hello',
      boards: this.helloed,
      ...(this.resume ? { resume: this.resume } : {}),
      ...(this.options.bearer ? { bearer: this.options.bearer } : {}),
      ...(this.options.session ? { session: true } : {}),
    })
  }

  // Nothing heard for as long as a picture may live: the line is dead even if nobody said so.
  private listen(): void {
    clearTimeout(this.silence)
    this.silence = setTimeout(() => this.socket && this.lost(this.socket, null), greyMs(this.heartbeatMs))
  }

  private lost(socket: WebSocket, retryMs: number | null): void {
    if (socket !== this.socket) return
    const wasOpen = this.welcome
    this.socket = null
    this.welcome = false
    this.asked.clear()
    clearTimeout(this.silence)
    clearTimeout(this.opening)
    socket.onclose = null
    socket.close()
    if (!this.poller?.isOn) this.options.connected(false)
    if (this.closed) return
    if (!wasOpen) this.poll()
    this.timer = setTimeout(() => this.connect(), (retryMs ?? 0) + this.pauseMs + this.backoff.next())
    this.pauseMs = 0
  }

  private send(message: object): void {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(message))
  }

  private hear(text: string): void {
    this.listen()
    let frame: Frame
    try {
      frame = JSON.parse(text) as Frame
    } catch {
      if (this.socket) this.lost(this.socket, null)
      return
    }
    if (!this.welcome && this.socket && AFTER_WELCOME.includes(frame.type)) { // it got lost on its way
      this.lost(this.socket, null)
      return
    }
    switch (frame.type) {
      case 'welcome':
        this.greeted(frame)
        break
      case 'snapshot':
      case 'resync':
        this.take(frame)
        break
      case 'delta':
        this.change(frame)
        break
      case 'heartbeat':
        this.beat(frame)
        break
      case 'bye':
        if (frame.reason === 'token-unknown') this.options.refused?.()
        if (this.socket) this.lost(this.socket, frame.retry_after_ms ?? null)
        break
      case 'scene':
        this.options.shown?.(frame)
        break
      case 'ceremony':
        this.options.staged?.(frame)
        break
      case 'problem':
        this.trouble(frame)
    }
  }

  private greeted({ token, heartbeat_ms, retry_ms }: Welcome): void {
    this.welcome = true
    if (heartbeat_ms > 0) this.heartbeatMs = heartbeat_ms
    this.pauseMs = retry_ms
    if (token) this.resume = token
    this.backoff.reset()
    clearTimeout(this.opening)
    if (this.poller?.isOn) {
      this.poller.end()
      this.options.polls?.changed(false)
    }
    this.catchUp()
    this.options.connected(true)
  }

  // Between hello and welcome one may have turned to other boards.
  private catchUp(): void {
    for (const board of this.helloed.filter((each) => !this.views.has(each))) this.send({ type: 'unsubscribe', board })
    for (const board of this.views.keys()) if (!this.helloed.includes(board)) this.send({ type: 'subscribe', board })
    if (this.stage) this.send({ type: 'subscribe', board: this.stage })
  }

  private take(frame: SnapshotFrame, ageMs = 0): boolean {
    const picture = fromSnapshot(frame)
    if (!isTrue(picture)) {
      this.askAgain(frame.board)
      return false
    }
    this.asked.delete(frame.board)
    this.show(frame.board, picture, this.now() - ageMs)
    return true
  }

  private change(frame: DeltaFrame): void {
    const view = this.views.get(frame.board)
    if (!view || this.asked.has(frame.board)) return
    const next = view.picture && applyDelta(view.picture, frame)
    if (next) this.show(frame.board, next, this.now())
    else this.askAgain(frame.board)
  }

  private beat(frame: HeartbeatFrame): void {
    const view = this.views.get(frame.board)
    if (!view) return
    if (!view.picture) { // its snapshot got lost on its way
      this.askAgain(frame.board)
      return
    }
    if (frame.seq !== view.picture.seq || frame.hash !== view.picture.hash) {
      this.askAgain(frame.board)
      return
    }
    this.show(frame.board, view.picture, this.now() - frame.age_ms)
  }

  private show(board: string, picture: Picture, currentAt: number): void {
    const view = this.views.get(board)
    if (!view) return
    if (picture.token) this.resume = picture.token
    const next = { picture, currentAt: Math.max(currentAt, view.currentAt), problem: null }
    this.views.set(board, next)
    this.options.changed(board, next)
  }

  private askAgain(board: string): void {
    const since = this.asked.get(board)
    if (since !== undefined && this.now() - since < ASK_AGAIN_MS) return
    this.asked.set(board, this.now())
    this.send({ type: 'resync', board })
  }

  // What will be there in a moment (a server that has just been started) is asked for again, by the
  // pauses of a lost line; anything else stays wrong until the page asks for other boards.
  private trouble(frame: { board?: string } & ProblemDocument): void {
    if (frame.status === 503 || frame.status === 507) {
      if (this.socket && this.welcome) this.lost(this.socket, null)
      return
    }
    const boards = frame.board ? [frame.board] : [...this.views.keys()]
    for (const board of boards) {
      const view = this.views.get(board)
      if (!view || view.picture) continue
      const next = { ...view, problem: frame }
      this.views.set(board, next)
      this.options.changed(board, next)
    }
  }
}
