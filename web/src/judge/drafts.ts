// Sheets that are still being written: kept on the tablet at once, and with the server within a few
// seconds, so that another device of the same seat can go on. Nothing here counts as sent.
import { Problem } from '../shared/api'
import { Backoff } from '../shared/backoff'
import { isWeather } from '../shared/outbox'
import type { Draft, TheirDraft } from '../shared/shelf'
import type { Values } from './entry/values'

// What the server has of this seat; `device` is that of who put it there.
export interface ServerDraft extends TheirDraft {
  place: string
  device: string
}
export interface DraftShelf {
  draft(place: string): Promise<Draft | undefined>
  drafts(): Promise<Draft[]>
  keepDraft(draft: Draft): Promise<void>
  dropDraft(place: string): Promise<void>
}
export interface DraftCourier {
  put(draft: Draft, seen: number | null): Promise<number> // the version that is there now
  drop(place: string): Promise<void>
}
export interface DraftOptions {
  shelf: DraftShelf
  courier: DraftCourier
  device: string
  changed: (drafts: Draft[]) => void
  now?: () => number
  later?: (run: () => void, ms: number) => void
  backoff?: Backoff
}

export const QUIET_MS = 1500 // after the last change …
export const LATEST_MS = 4000 // … but this long after the first at the latest

export class Drafts {
  private all = new Map<string, Draft>()
  private firstAt: number | null = null
  private waitNumber = 0
  private running = false
  private stopped = false
  private readonly now: () => number
  private readonly later: (run: () => void, ms: number) => void
  private readonly backoff: Backoff

  constructor(private readonly options: DraftOptions) {
    this.now = options.now ?? Date.now
    this.later = options.later ?? ((run, ms) => void setTimeout(run, ms))
    this.backoff = options.backoff ?? new Backoff(1000, 15_000)
  }

  async open(): Promise<void> {
    for (const draft of await this.options.shelf.drafts()) this.all.set(draft.place, draft)
    this.tell()
    if (this.dirty().length > 0) this.pushIn(0)
  }

  get(place: string): Draft | undefined {
    return this.all.get(place)
  }

  // `base`: the version of the sheet that this one amends.
  async keep(place: string, values: Values, base: string | null): Promise<void> {
    const { isRefused: _, ...before } = this.all.get(place) ?? {}
    await this.save({ ...before, place, values, base, at: this.now(), isDirty: true })
    this.firstAt ??= this.now()
    this.pushIn(Math.max(0, Math.min(QUIET_MS, this.firstAt + LATEST_MS - this.now())))
  }

  // The sheet is sealed (the server forgets the draft by itself), or the judge gives it up.
  async drop(place: string, isGivenUp: boolean): Promise<void> {
    if (!this.all.delete(place)) return
    this.tell()
    await this.options.shelf.dropDraft(place)
    if (isGivenUp) await this.forget(place)
  }

  // What the server has of this seat. `isSettled`: this tablet knows better about the place.
  async adopt(there: ServerDraft[], isSettled: (draft: ServerDraft) => boolean): Promise<void> {
    for (const { place, device, ...theirs } of there) {
      const mine = this.all.get(place)
      if (device === this.options.device || isSettled({ place, device, ...theirs })) continue
      if (mine && (mine.version ?? 0) >= theirs.version) continue
      if (mine?.isDirty) await this.save({ ...mine, theirs })
      else await this.save(this.taken(place, theirs))
    }
  }

  // The judge has compared the two: his own stays, and takes the place of the other.
  async chooseMine(place: string): Promise<void> {
    const draft = this.all.get(place)
    if (!draft?.theirs) return
    const { theirs, ...mine } = draft
    await this.save({ ...mine, version: theirs.version, isDirty: true })
    this.pushIn(0)
  }

  async chooseTheirs(place: string): Promise<void> {
    const theirs = this.all.get(place)?.theirs
    if (theirs) await this.save(this.taken(place, theirs))
  }

  // Tries now.
  push(): void {
    this.pushIn(0)
  }

  // A seat is here again: what the server refused may be welcome now.
  async askAgain(): Promise<void> {
    for (const { isRefused, ...draft } of this.all.values()) if (isRefused) await this.save(draft)
    this.push()
  }

  // Another page goes on with the same shelf.
  stop(): void {
    this.stopped = true
  }

  dirty(): Draft[] {
    return [...this.all.values()].filter((draft) => draft.isDirty && !draft.theirs && !draft.isRefused)
  }

  private taken(place: string, { values, base, version }: TheirDraft): Draft {
    return { place, values, base, version, at: version, isDirty: false }
  }

  private async forget(place: string): Promise<void> {
    try {
      await this.options.courier.drop(place)
    } catch {
      return // it ends by itself, and is older than what is sealed
    }
  }

  private pushIn(ms: number): void {
    this.waitNumber += 1
    const mine = this.waitNumber
    this.later(() => mine === this.waitNumber && void this.run(), ms)
  }

  private async run(): Promise<void> {
    if (this.running || this.stopped) return
    this.running = true
    this.firstAt = null
    let waitMs: number | null = null
    for (const draft of this.dirty().sort((a, b) => a.at - b.at)) {
      waitMs = await this.attempt(draft)
      if (waitMs !== null) break
    }
    this.running = false
    if (waitMs === null) this.backoff.reset()
    if (this.dirty().length > 0) this.pushIn(waitMs ?? QUIET_MS)
  }

  // How long to wait before the next attempt; null: go on.
  private async attempt(draft: Draft): Promise<number | null> {
    try {
      const version = await this.options.courier.put(draft, draft.version ?? null)
      const now = this.all.get(draft.place)
      if (!now) await this.forget(draft.place) // sealed or given up meanwhile
      else await this.save({ ...now, version, isDirty: now.at !== draft.at })
      return null
    } catch (error) {
      return this.setback(draft, error instanceof Problem ? error : new Problem('no-connection', 0, null))
    }
  }

  private async setback(draft: Draft, problem: Problem): Promise<number | null> {
    if (isWeather(problem)) return problem.retryAfterMs ?? this.backoff.next()
    const now = this.all.get(draft.place)
    if (!now) return null
    const current = problem.document?.['current'] as { version: number; draft: { values: Values; base?: string } } | undefined
    if (problem.slug === 'draft-newer' && current) {
      const { values, base = null } = current.draft
      await this.save({ ...now, theirs: { version: current.version, values, base } })
    } else {
      await this.save({ ...now, isRefused: true }) // it stays here; the next change asks again
    }
    return null
  }

  private async save(draft: Draft): Promise<void> {
    this.all.set(draft.place, draft)
    this.tell()
    await this.options.shelf.keepDraft(draft)
  }

  private tell(): void {
    this.options.changed([...this.all.values()])
  }
}
