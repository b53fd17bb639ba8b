// Sealed sheets on their way to the server. A sheet is written to the shelf before anything is
// sent, stays there afterwards, and is "sealed" only when the receipt carries the SHA-256 of the
// very bytes that were sent: a captive portal's cheerful 200 proves nothing.
import { Problem, type Answer } from './api'
import { Backoff } from './backoff'
import { digest } from './digest'
import { newKey } from './ids'
import type { Receipt, Sheet } from './types'

export interface Address {
  competition: string
  judge: string
  part: string
  competitor: string
  seat: string
}
// kept: here, to be sent (again) · sent: on its way at this moment · sealed: receipt in hand ·
// stale: the server has another version · refused: the server said no, in words · waits: the members
// of a marking group have not all confirmed it
export type EntryState = 'kept' | 'sent' | 'sealed' | 'stale' | 'refused' | 'waits'
export interface Fault {
  slug: string
  status: number
  words: string
  details: string[]
}
export interface Entry extends Address {
  key: string
  place: string // the address as one text
  body: string
  digest: string
  ifMatch: string | null // version that this one amends
  rules?: string | null // id of the rules that the judge saw; an entry of an older page has none
  signature?: string | null // of the tablet that sealed it (judge/signing); none where it has no key
  confirmed?: Record<string, string> | null // of a marking group: by judge, his PIN sealed with this sheet
  behind: string | null // key of our own earlier entry whose receipt will be that version
  state: EntryState
  attempts: number
  at: number // when the judge sealed it; also the order of sending
  confirmedAt: number | null
  receipt: Receipt | null
  fault: Fault | null
  current: Sheet | null // the server's version, when stale
  isResent?: boolean // the server lacked it although it was sealed: it is on its way again, or was since this page opened
}

// Where entries are kept; IndexedDB in the browser.
export interface Shelf {
  all(): Promise<Entry[]>
  put(entry: Entry): Promise<void>
  drop(key: string): Promise<void>
}
// How entries travel.
export interface Courier {
  put(entry: Entry, ifMatch: string | null): Promise<Answer>
  current(entry: Entry): Promise<Sheet>
}
export interface OutboxOptions {
  shelf: Shelf
  courier: Courier
  changed: (entries: Entry[]) => void
  sign?: (entry: Entry) => string | null
  mayGo?: (entry: Entry) => boolean // false: its seat is not at this tablet now; it is kept until it is
  backoff?: Backoff
  now?: () => number
  later?: (run: () => void, ms: number) => void
}

export function placeText(address: Address): string {
  const { competition, judge, part, competitor, seat } = address
  return [competition, judge, part, competitor, seat].join('/')
}

export function isPending(entry: Entry): boolean {
  return entry.state === 'kept' || entry.state === 'sent'
}

// Not with the server yet: also a marking group's sheet that waits for its members.
export function isHeld(entry: Entry): boolean {
  return isPending(entry) || entry.state === 'waits'
}

// The tablet has to be paired again, and then the sheet is taken as it is.
const WAITS_FOR_KEY = ['signature-missing', 'signer-unknown']

// Worth asking again with the same bytes: the world failed, not the sheet.
export function isWeather(problem: Problem): boolean {
  const { slug, status } = problem
  return slug === 'no-connection' || slug === 'foreign-answer' || status >= 500 || status === 408 ||
    status === 429 || status === 401 || WAITS_FOR_KEY.includes(slug)
}

// What a marking group's members have to put right; the rest of the confirmations stay.
const WAITS_FOR_MEMBERS = ['group-unconfirmed', 'pin-wrong', 'pin-none', 'confirmation-wrong', 'confirmation-malformed']

// The seat is not this tablet's (any more): the sheet is kept, and goes once the seat is given back.
export function waitsForSeat(problem: Pick<Problem, 'slug'>): boolean {
  return problem.slug === 'not-your-seat' || problem.slug === 'not-allowed'
}

// No use trying the next sheet either. A member whose PIN was mistyped too often is one sheet's matter.
function stopsAll(problem: Problem): boolean {
  return isWeather(problem) && problem.status !== 500 && problem.slug !== 'too-many-tries'
}

function faultOf(problem: Problem): Fault {
  return {
    slug: problem.slug,
    status: problem.status,
    words: problem.document?.detail ?? problem.document?.title ?? '',
    details: (problem.document?.errors ?? []).map((error) => error.detail),
  }
}

function receiptOf(answer: Answer): Receipt | null {
  const receipt = (answer.json as { receipt?: Receipt } | null)?.receipt
  return receipt && Number.isSafeInteger(receipt.number) ? receipt : null
}

export class Outbox {
  private entries: Entry[] = []
  private running = false
  private stopped = false
  private again = false
  private waitNumber = 0
  private readonly backoff: Backoff
  private readonly now: () => number
  private readonly later: (run: () => void, ms: number) => void

  constructor(private readonly options: OutboxOptions) {
    this.backoff = options.backoff ?? new Backoff(1000, 15_000)
    this.now = options.now ?? Date.now
    this.later = options.later ?? ((run, ms) => void setTimeout(run, ms))
  }

  async open(): Promise<void> {
    this.entries = (await this.options.shelf.all()).sort((a, b) => a.at - b.at)
    for (const entry of this.entries) if (entry.state === 'sealed') entry.isResent = false
    this.tell()
    this.flush()
  }

  // The newest entry of an address: what the judge last sealed there.
  latest(place: string): Entry | undefined {
    return this.entries.filter((entry) => entry.place === place).pop()
  }

  // Written to the shelf first; the promise is kept once it is there. `ifMatch` is the version
  // that the judge saw, or null for a first sheet.
  async seal(
    address: Address, body: string, ifMatch: string | null, rules: string | null = null, isGroup = false,
  ): Promise<Entry> {
    const place = placeText(address)
    const before = this.latest(place)
    const entry: Entry = {
      ...address, key: newKey(), place, body, digest: digest(body), ifMatch, rules, behind: null,
      confirmed: isGroup ? {} : null, state: isGroup ? 'waits' : 'kept', attempts: 0, at: Math.max(this.now(), (this.entries[this.entries.length - 1]?.at ?? 0) + 1),
      confirmedAt: null, receipt: null, fault: null, current: null,
    }
    this.sign(entry)
    if (before && (before.state === 'waits' || (before.state === 'kept' && before.attempts === 0))) {
      entry.ifMatch = before.ifMatch
      entry.behind = before.behind
      await this.options.shelf.put(entry)
      await this.drop(before)
    } else {
      if (before && isPending(before)) entry.behind = before.key
      await this.options.shelf.put(entry)
      if (before && (before.state === 'stale' || before.state === 'refused')) await this.drop(before)
    }
    this.entries.push(entry)
    this.tell()
    this.flush()
    return entry
  }

  // A member has confirmed the sheet; the last one sends it on its way.
  async confirm(key: string, confirmed: Record<string, string>, isLast: boolean): Promise<void> {
    const entry = this.entries.find((each) => each.key === key)
    if (entry?.state !== 'waits') return
    entry.confirmed = { ...entry.confirmed, ...confirmed }
    entry.fault = null
    if (isLast) entry.state = 'kept'
    await this.save(entry)
    if (isLast) this.flush()
  }

  // Our receipt against what the server has there now. The same sheet under another number has been
  // sent anew by somebody; a higher number of another sheet has replaced ours. Where the one that ours
  // amended is there again, it is amended again; any other is that of another journal, and the judge
  // will see both.
  private async isLost(entry: Entry, sheet: Sheet | undefined): Promise<boolean> {
    const own = entry.receipt?.number ?? 0
    if (sheet?.receipt.digest === entry.digest) {
      if (sheet.receipt.number !== own) await this.settle(entry, sheet.receipt)
      return false
    }
    if (sheet && sheet.receipt.number > own) return false
    entry.state = 'kept'
    entry.isResent = true
    entry.behind = null
    entry.ifMatch = sheet && this.isAmended(entry, sheet) ? (sheet.etag ?? String(sheet.receipt.number)) : null
    await this.options.shelf.put(entry)
    return true
  }

  // Its number is that of the version which the entry amends, and where that was ours its marks are too.
  private isAmended(entry: Entry, { receipt }: Sheet): boolean {
    const before = this.entries.find(({ place, receipt: own }) => place === entry.place && own?.number === receipt.number)
    return String(receipt.number) === entry.ifMatch && (!before || before.digest === receipt.digest)
  }

  // The judge takes the server's version, or puts a refused sheet aside.
  async forget(key: string): Promise<void> {
    const entry = this.entries.find((each) => each.key === key)
    if (!entry || isPending(entry)) return
    await this.drop(entry)
    this.tell()
  }

  // What the server says it has, as asked at `asOf`. A receipt that we hold and the server does
  // not means that its journal came back shorter: the sheet goes again, with its first key. Gives
  // how many go.
  async reconcile(competition: string, judge: string, sheets: Sheet[], asOf: number): Promise<number> {
    const there = new Map(
      sheets.map((sheet) => [placeText({ ...sheet, competition, judge }), sheet]),
    )
    let resent = 0
    for (const place of new Set(this.entries.map((entry) => entry.place))) {
      const entry = this.latest(place)
      if (!entry || entry.competition !== competition || entry.judge !== judge) continue
      const sheet = there.get(place)
      if (isPending(entry) && entry.attempts > 0 && sheet?.receipt.digest === entry.digest) {
        await this.settle(entry, sheet.receipt)
      } else if (entry.state === 'sealed' && (entry.confirmedAt ?? 0) < asOf) {
        if (await this.isLost(entry, sheet)) resent += 1
      }
    }
    this.tell()
    if (resent > 0) this.flush()
    return resent
  }

  // Tries now, whatever was being waited for.
  flush(): void {
    if (this.stopped) return
    this.waitNumber += 1
    if (this.running) {
      this.again = true
      return
    }
    void this.run()
  }

  // What is still to be sent of a seat, for another way than the network: each with the version that
  // it amends, as far as that is known by now.
  unsent(competition: string, judge: string): Entry[] {
    return this.pending()
      .filter((entry) => entry.competition === competition && entry.judge === judge)
      .map((entry) => {
        const version = this.versionFor(entry)
        return version instanceof Problem ? { ...entry } : { ...entry, ifMatch: version, behind: null }
      })
  }

  // Sheets that another tablet has handed over, with its keys; gives how many are new here.
  async takeIn(entries: Entry[]): Promise<number> {
    const fresh = entries.filter(({ key }) => !this.entries.some((each) => each.key === key))
    for (const entry of fresh) await this.options.shelf.put(entry)
    this.entries = [...this.entries, ...fresh].sort((a, b) => a.at - b.at)
    this.tell()
    this.flush()
    return fresh.length
  }

  // Another page goes on with the same shelf.
  stop(): void {
    this.stopped = true
    this.waitNumber += 1
  }

  pending(): Entry[] {
    return this.entries.filter(isPending)
  }

  private async run(): Promise<void> {
    this.running = true
    do {
      this.again = false
      const waitMs = await this.pass()
      if (waitMs !== null && !this.again) this.retryIn(waitMs)
    } while (this.again)
    this.running = false
  }

  private retryIn(ms: number): void {
    const mine = this.waitNumber
    this.later(() => {
      if (mine === this.waitNumber) this.flush()
    }, ms)
  }

  // Every waiting sheet once, oldest first. Null: nothing is left to wait for.
  private async pass(): Promise<number | null> {
    let waitMs: number | null = null
    for (const entry of this.pending()) {
      if (this.stopped) return null
      if (!this.entries.includes(entry) || this.options.mayGo?.(entry) === false) continue
      const problem = await this.attempt(entry)
      if (!problem) continue
      waitMs = Math.max(waitMs ?? 0, problem.retryAfterMs ?? this.backoff.next())
      if (stopsAll(problem)) break
    }
    if (waitMs === null) this.backoff.reset()
    return waitMs
  }

  private sign(entry: Entry): void {
    entry.signature = entry.signature ?? this.options.sign?.(entry) ?? null
  }

  private versionFor(entry: Entry): string | null | Problem {
    const earlier = this.entries.find((each) => each.key === entry.behind)
    if (!earlier) return entry.ifMatch
    if (earlier.state === 'sealed') return String(earlier.receipt?.number)
    if (earlier.state === 'refused' || earlier.state === 'waits') return earlier.ifMatch
    if (earlier.state === 'stale') {
      entry.current = earlier.current
      return new Problem('stale-version', 412, null)
    }
    return new Problem('no-connection', 0, null)
  }

  // The problem that makes it worth coming back, or null when the entry is settled either way.
  private async attempt(entry: Entry): Promise<Problem | null> {
    const version = this.versionFor(entry)
    try {
      if (version instanceof Problem) throw version
      this.sign(entry) // it may have been sealed before there was a key
      entry.ifMatch = version
      entry.state = 'sent'
      entry.attempts += 1
      await this.save(entry)
      const receipt = receiptOf(await this.options.courier.put(entry, version))
      if (receipt?.digest !== entry.digest) throw new Problem('foreign-answer', 200, null)
      await this.settle(entry, receipt)
      return null
    } catch (error) {
      return this.setback(entry, error instanceof Problem ? error : new Problem('no-connection', 0, null))
    }
  }

  private async setback(entry: Entry, problem: Problem): Promise<Problem | null> {
    entry.fault = faultOf(problem)
    if (isWeather(problem) || (this.options.mayGo && waitsForSeat(problem))) {
      entry.state = 'kept'
      await this.save(entry)
      return problem
    }
    if (WAITS_FOR_MEMBERS.includes(problem.slug) && entry.confirmed) {
      const { [problem.document?.judge ?? '']: _, ...good } = entry.confirmed
      entry.confirmed = problem.slug === 'confirmation-malformed' ? {} : good
      entry.state = 'waits'
      await this.save(entry)
      return null
    }
    if (problem.status === 412 || problem.status === 428) {
      return this.compare(entry, problem.document?.current ?? entry.current)
    }
    entry.state = 'refused'
    await this.save(entry)
    return null
  }

  // The server has a version already: ours after all, or another that the judge must see.
  private async compare(entry: Entry, known: Sheet | null): Promise<Problem | null> {
    try {
      const current = known ?? (await this.options.courier.current(entry))
      if (current.receipt.digest === entry.digest) {
        await this.settle(entry, current.receipt)
        return null
      }
      entry.current = current
      entry.state = 'stale'
      await this.save(entry)
      return null
    } catch (error) {
      // What it amends is not there any more: the server's journal came back shorter. It goes as the first.
      if (error instanceof Problem && error.slug === 'no-sheet') Object.assign(entry, { ifMatch: null, behind: null, isResent: true })
      entry.state = 'kept'
      await this.save(entry)
      return error instanceof Problem ? error : new Problem('no-connection', 0, null)
    }
  }

  private async settle(entry: Entry, receipt: Receipt): Promise<void> {
    entry.state = 'sealed'
    entry.receipt = receipt
    entry.confirmedAt = this.now()
    entry.fault = null
    entry.current = null
    await this.save(entry)
  }

  private async save(entry: Entry): Promise<void> {
    await this.options.shelf.put(entry)
    this.tell()
  }

  private async drop(entry: Entry): Promise<void> {
    this.entries = this.entries.filter((each) => each !== entry)
    await this.options.shelf.drop(entry.key)
  }

  private tell(): void {
    this.options.changed(this.entries.map((entry) => ({ ...entry })))
  }
}
