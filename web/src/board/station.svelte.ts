// This page as a screen of the hall: it has a token of its own, says its name until the desk gives it a
// scene, and tells the desk how it is.
import { call, get, path, Problem } from '../shared/api'
import { languageTag, recall, remember } from '../shared/i18n/index.svelte'
import { sceneFrom, searchOf, type Canvas, type Order, type Scene, type Shown } from '../shared/screen'
import { serverClock } from '../shared/servertime'
import type { Name } from '../shared/types'

const TOKEN = 'jinbang.screen'
const ASK_MS = 2000
const BEAT_MS = 5000
const IDENTIFIED_MS = 8000

export interface Pairing {
  code: string
  name: Name
}
interface Opened extends Pairing {
  token: string
  expires_ms: number
}

// `?screen` makes a page a screen; so does a token, in the address or from the last time.
export function isStation(place: Location): boolean {
  const asked = new URLSearchParams(place.search)
  return asked.has('screen') || tokenIn(place.hash) !== null || (!asked.has('c') && recall(TOKEN) !== null)
}

function tokenIn(hash: string): string | null {
  return new URLSearchParams(hash.slice(1)).get('token')
}

export class Station {
  token = $state<string | null>(null)
  shown = $state.raw<Shown | null>(null)
  pairing = $state.raw<Pairing | null>(null)
  isCut = $state(false)
  identified = $state(false)
  private timer: ReturnType<typeof setTimeout> | undefined
  private identifying: ReturnType<typeof setTimeout> | undefined
  private expires = 0

  constructor(
    private readonly ordered: (order: Order) => void,
    private readonly state: () => { truth: string; age_ms: number },
  ) {
    this.token = tokenIn(location.hash) ?? recall(TOKEN)
  }

  // Until the server has answered, what the address remembers.
  readonly scene: Scene | null = $derived(
    this.shown ? this.shown.scene : !this.pairing && location.search.includes('scene=') ? sceneFrom(location.search) : null,
  )
  readonly frame: Canvas | null = $derived(this.shown?.frame ?? null)
  readonly competition: string | null = $derived(
    this.shown?.competition ?? new URLSearchParams(location.search).get('c'),
  )
  readonly name: Name | null = $derived(this.shown?.name ?? this.pairing?.name ?? null)

  open(): () => void {
    const beat = setInterval(() => void this.beat(), BEAT_MS)
    void this.ask()
    return () => {
      clearInterval(beat)
      clearTimeout(this.timer)
      clearTimeout(this.identifying)
    }
  }

  private async ask(): Promise<void> {
    try {
      if (!this.token) await this.pair()
      this.take(await get<Shown>(path('screen'), this.token, languageTag()))
      this.pairing = null
      this.isCut = false
      void this.beat()
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem('no-connection', 0, null)
      const isRefused = problem.status === 401 || problem.status === 403
      this.isCut = !isRefused
      if (isRefused && (!this.pairing || Date.now() > this.expires)) this.forget()
      this.timer = setTimeout(() => void this.ask(), ASK_MS)
    }
  }

  private async pair(): Promise<void> {
    const opened = (await call(path('pairings'), { method: 'POST', body: '{}', language: languageTag() })).json as Opened
    this.expires = Date.now() + opened.expires_ms
    this.pairing = { code: opened.code, name: opened.name }
    this.token = opened.token
  }

  private forget(): void {
    this.token = null
    this.pairing = null
    this.shown = null
    remember(TOKEN, null)
    history.replaceState(null, '', `${location.pathname}?screen`)
  }

  // The desk has ended this screen: it asks to be let in again.
  refused(): void {
    this.forget()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.ask(), ASK_MS)
  }

  take(shown: Shown): void {
    this.shown = shown
    serverClock.told(shown.time)
    remember(TOKEN, this.token)
    const search = searchOf({ name: shown.name.en ?? shown.name.zh, competition: shown.competition, scene: shown.scene })
    history.replaceState(null, '', `${location.pathname}${search}#token=${this.token}`)
    if (shown.order === 'identify') this.identify()
    else if (shown.order === 'reload') location.reload()
    else if (shown.order) this.ordered(shown.order)
    if (shown.order || shown.number > 0) void this.beat()
  }

  private identify(): void {
    this.identified = true
    clearTimeout(this.identifying)
    this.identifying = setTimeout(() => (this.identified = false), IDENTIFIED_MS)
  }

  private async beat(): Promise<void> {
    if (!this.token || !this.shown) return
    const body = JSON.stringify({
      ...this.state(), number: this.shown.number, width: Math.round(innerWidth), height: Math.round(innerHeight),
    })
    const asked = serverClock.asking()
    try {
      const { json } = await call(path('screen'), { method: 'POST', token: this.token, body, language: languageTag() })
      const { number, time } = json as { number: number; time: number }
      serverClock.heard(time, asked)
      if (number <= this.shown.number) return
      const next = await get<Shown>(path('screen'), this.token, languageTag()) // a frame got lost
      if (next.number > this.shown.number) this.take(next) // and none has come meanwhile
    } catch {
      return // the desk sees how long ago it heard of this screen
    }
  }
}
