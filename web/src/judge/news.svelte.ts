// What the panel and the chief judge have to say to who sits here: asked for every few seconds,
// because nothing of it travels over the live socket, which is the same for all.
import { get, path } from '../shared/api'
import { languageTag } from '../shared/i18n/index.svelte'
import type { PanelEntry, PanelNews } from '../shared/types'
import { tokenFor } from './access'

const EVERY_MS = 4_000
const NONE: PanelNews = { entries: [] }

export class News {
  now = $state.raw<PanelNews>(NONE)
  private heard = ''

  follow(competition: () => string | null): () => void {
    const ask = () => void this.ask(competition())
    const timer = setInterval(ask, EVERY_MS)
    document.addEventListener('visibilitychange', ask)
    ask()
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', ask)
    }
  }

  // Without a network the last news stay; the desk says that the line is down.
  async ask(competition: string | null): Promise<void> {
    const token = competition && tokenFor(competition)
    if (!token || document.hidden) return
    try {
      const news = await get<PanelNews>(path('competitions', competition, 'panels', 'mine'), token, languageTag())
      const text = JSON.stringify(news)
      if (text === this.heard) return
      this.heard = text
      this.now = news
    } catch {
      return
    }
  }

  of(part: string, competitor: string, seat: string): PanelEntry | undefined {
    return this.now.entries.find(
      (each) => each.part === part && each.competitor === competitor && each.seat === seat,
    )
  }
}

export const news = new News()
