// Finding somebody to follow, by name or by how it is said: here where the roster is small enough to
// be fetched, else by the server, piece after piece.
import { get, path } from '../../shared/api'
import { languageTag } from '../../shared/i18n/index.svelte'
import type { Competitor } from '../../shared/types'
import { fits, loadSaid, type Said } from '../../console/desk'

export const HERE_MAX = 3000 // people whose roster a phone fetches
export const SHOWN_MAX = 20

interface Answer {
  rows: Competitor[]
  next?: number
}

export class Finder {
  private roster: Promise<Competitor[]> | null = null
  private said: Promise<Said | null> | null = null

  constructor(
    private readonly competition: string,
    private readonly people: number,
    private readonly isShown: (skill: string) => boolean, // whether its people are shown to all now
  ) {}

  // Nothing comes of an asking that is no longer wanted.
  async find(text: string, isWanted: () => boolean): Promise<Competitor[]> {
    return this.people <= HERE_MAX ? this.findHere(text) : this.findThere(text, isWanted)
  }

  private async findHere(text: string): Promise<Competitor[]> {
    this.roster ??= get<{ competitors: Competitor[] }>(
      path('competitions', this.competition, 'roster'), null, languageTag(),
    ).then(({ competitors }) => competitors.filter(({ skill }) => this.isShown(skill)))
    this.said ??= loadSaid().catch(() => null)
    try {
      const roster = await this.roster
      const said = await this.said
      return roster.filter((each) => fits({ ...each, has_id: false, version: 0, state: 'expected' }, text, said)).slice(0, SHOWN_MAX)
    } catch (error) {
      this.roster = null // the next asking fetches it again
      throw error
    }
  }

  private async findThere(text: string, isWanted: () => boolean): Promise<Competitor[]> {
    const found: Competitor[] = []
    let from: number | undefined = 0
    while (from !== undefined && found.length < SHOWN_MAX && isWanted()) {
      const query = new URLSearchParams({ q: text, from: String(from) }).toString()
      const answer: Answer = await get(`${path('competitions', this.competition, 'find')}?${query}`, null, languageTag())
      found.push(...answer.rows)
      from = answer.next
    }
    return found.slice(0, SHOWN_MAX)
  }
}
