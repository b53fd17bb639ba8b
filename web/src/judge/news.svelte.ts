// What the panel and the chief judge have to say to who sits here, and what is said back: asked for
// every few seconds, because nothing of it travels over the live socket, which is the same for all.
import { call, get, path, Problem } from '../shared/api'
import { languageTag } from '../shared/i18n/index.svelte'
import { newKey } from '../shared/ids'
import type { BenchmarkMark, PanelEntry, PanelNews, Trial } from '../shared/panels'
import { tokenFor } from './access'

const EVERY_MS = 4_000
const NONE: PanelNews = { entries: [], calls: [], trials: [], benchmarks: [] }

// Something is asked of the judge there.
export function isAsking(entry: PanelEntry): boolean {
  return entry.back !== undefined || entry.held !== undefined || entry.look?.state === 'open'
}

export class News {
  now = $state.raw<PanelNews>(NONE)
  readonly asking: PanelEntry[] = $derived(this.now.entries.filter(isAsking))
  private heard = ''
  private competition: string | null = null
  private regranted: () => void = () => undefined
  // The same key for the same words until they have arrived, so that an answer lost on the way does
  // not say it twice.
  private keys = new Map<string, string>()

  // From now on until what is returned is called. `regranted`: this device may something else now.
  follow(competition: string, regranted: () => void): () => void {
    this.competition = competition
    this.regranted = regranted
    const ask = () => void this.ask()
    const timer = setInterval(ask, EVERY_MS)
    document.addEventListener('visibilitychange', ask)
    ask()
    return () => {
      this.competition = null
      clearInterval(timer)
      document.removeEventListener('visibilitychange', ask)
    }
  }

  // Without a network the last news stay; the desk says that the line is down.
  async ask(): Promise<void> {
    const { competition } = this
    const token = competition && tokenFor(competition)
    if (!token || document.hidden) return
    try {
      const news = await get<PanelNews>(path('competitions', competition, 'panels', 'mine'), token, languageTag())
      const text = JSON.stringify(news)
      if (text === this.heard) return
      const before = this.now.grants
      this.heard = text
      this.now = news
      if (before !== undefined && news.grants !== before) this.regranted()
    } catch (error) {
      if (error instanceof Problem && (error.status === 401 || error.status === 403)) this.regranted()
    }
  }

  async say(body: unknown, ...segments: string[]): Promise<void> {
    const { competition } = this
    if (!competition) throw new Problem('not-open', 0, null)
    const text = JSON.stringify(body)
    const what = `${segments.join('/')} ${text}`
    const key = this.keys.get(what) ?? newKey()
    this.keys.set(what, key)
    try {
      await call(path('competitions', competition, ...segments), {
        method: 'POST', token: tokenFor(competition), body: text, key, language: languageTag(),
      })
      this.keys.delete(what)
    } catch (error) {
      if ((error as Problem).status >= 400 && (error as Problem).status < 500) this.keys.delete(what)
      throw error
    }
    await this.ask()
  }

  of(part: string, competitor: string, seat: string): PanelEntry | undefined {
    return this.now.entries.find(
      (each) => each.part === part && each.competitor === competitor && each.seat === seat,
    )
  }

  trial(part: string, seat: string, sample: number): Trial | undefined {
    return this.now.trials.find((each) => each.part === part && each.seat === seat && each.sample === sample)
  }

  hasTried(part: string, seat: string): boolean {
    return this.now.trials.some((each) => each.part === part && each.seat === seat)
  }

  benchmark(part: string, aspect: string): BenchmarkMark | undefined {
    return this.now.benchmarks.find((each) => each.part === part)?.marks.find((each) => each.aspect === aspect)
  }
}

export const news = new News()
