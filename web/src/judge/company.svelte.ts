// Whether another device is at this seat as well. Nobody is locked out: the newcomer is offered to
// take over, and the one before is told.
import { call, path, Problem } from '../shared/api'
import { languageTag } from '../shared/i18n/index.svelte'

export const SIT_MS = 10_000

interface Ask {
  competition: string
  judge: string
  device: string
  token: string | null
}

export class Company {
  // shared: another one was there first · lost: it took the seat over from this one
  state = $state<'alone' | 'shared' | 'lost'>('alone')
  private version: number | null = null
  private hasSat = false

  private put(ask: Ask, seen: number | null): Promise<unknown> {
    return call(path('competitions', ask.competition, 'desks', ask.judge), {
      method: 'PUT', token: ask.token, body: JSON.stringify({ device: ask.device }), language: languageTag(),
      ifMatch: seen === null ? undefined : String(seen),
    })
  }

  // Says that this device is here; one that has given its seat away waits until it is asked for.
  async sit(ask: Ask, seen: number | null = null): Promise<void> {
    if (this.state === 'lost' && seen === null) return
    try {
      await this.put(ask, seen)
      this.state = 'alone'
      this.hasSat = true
    } catch (error) {
      const document = error instanceof Problem && error.slug === 'seat-taken' ? error.document : null
      if (!document) return // no network, no news
      this.version = (document.current as unknown as { version: number } | undefined)?.version ?? null
      this.state = this.hasSat && seen === null ? 'lost' : 'shared'
      this.hasSat = false
    }
  }

  // Twice where the other one has said that it is here in between.
  async take(ask: Ask): Promise<void> {
    for (let turn = 0; turn < 3 && this.state !== 'alone'; turn++) await this.sit(ask, this.version ?? 0)
  }

  rise(): void {
    this.state = 'alone'
    this.hasSat = false
  }
}
