// The judge's desk: who sits here, what is to be marked, what is on its way.
import { tick } from 'svelte'
import { Problem } from '../shared/api'
import { recall, remember, t } from '../shared/i18n/index.svelte'
import type { Draw } from '../shared/draw'
import { called, placeOf } from '../shared/lookup'
import { isHeld, isPending, isWeather, Outbox, placeText, waitsForSeat, type Entry } from '../shared/outbox'
import { entriesOf, pack } from '../shared/parcel'
import { check } from '../shared/parcelcheck'
import { Cupboard, type Draft, type TheirDraft } from '../shared/shelf'
import type { Access, Competitor, Definition, Seat, Sheet, SheetBody, SkillCount } from '../shared/types'
import { newKey } from '../shared/ids'
import { beat, BEAT_MS } from './beat'
import { fromAddress, keepToken, lastCompetition, openTokens, tokenFor } from './access'
import { Company, SIT_MS } from './company.svelte'
import { Drafts } from './drafts'
import { confirmAs, headerOf, membersOf, missingOf, dueOf } from './group'
import { Lease } from './lease'
import * as post from './post'
import { Signing, waitsForKey } from './signing.svelte'
import { hasMore, hasSeat, movesOf, type Moves } from './seats'
import { takeSlip } from './slip'
import { PinBox, sittersOf, type Shift, type Sitter } from './sitters.svelte'
import { earlierOf, tasksOf, type Chair, type Task } from './tasks'

const REFRESH_MS = 20_000
const CLOCK_WRONG_MS = 120_000
const IDLE = 'jinbang.judge.idle'
const IDLE_MINUTES = 5
const IDLE_CHECK_MS = 1000

export class Desk {
  // elsewhere: another page of this device marks · away: it has taken over from this one
  phase = $state<'opening' | 'token' | 'ready' | 'not-a-judge' | 'elsewhere' | 'away'>('opening')
  online = $state(true)
  problem = $state<Problem | null>(null)
  competition = $state<string | null>(null)
  access = $state.raw<Access | null>(null)
  definition = $state.raw<Definition | null>(null)
  rules: string | null = null // the id of this definition
  skills = $state.raw<SkillCount[]>([])
  roster = $state.raw<Competitor[]>([])
  sheets = $state.raw<Sheet[]>([])
  draws = $state.raw<Draw[]>([])
  entries = $state.raw<Entry[]>([])
  written = $state.raw<Draft[]>([]) // sheets that are still being written
  isShort = $state(false) // the tablet has no room to keep anything more
  offsetMs = $state(0) // the server's clock is so far ahead of ours
  readonly company = new Company()
  readonly signing = new Signing()
  moved = $state.raw<Moves | null>(null) // seats that came to this tablet or went, until it was read
  sitter = $state<string | null>(null) // of a tablet that serves several seats: who sits there; null: locked
  idleMinutes = $state(Number(recall(IDLE) ?? IDLE_MINUTES))
  private touchedAt = Date.now()
  private isReporting = false

  cupboard: Cupboard | null = null
  private device = ''
  private outbox: Outbox | null = null
  private drafts: Drafts | null = null
  private keeping: Promise<void> = Promise.resolve()
  private token: string | null = null
  private came: ReturnType<typeof fromAddress> | null = null
  private readonly pinBox = new PinBox(() => this.cupboard)
  private readonly lease = new Lease({ page: newKey(), lost: () => this.giveWay(), free: () => this.freed() })

  readonly sitters: Sitter[] = $derived(sittersOf(this.access))
  // Also when only one is left: whoever chose a PIN here is asked for it.
  readonly isShared: boolean = $derived(this.sitters.length > 1 || this.sitters.some(({ judge }) => judge in this.pinBox.pins))
  readonly judge: string | null = $derived(this.isShared ? this.sitter : (this.access?.judge ?? null))
  readonly name: string = $derived(this.sitters.find(({ judge }) => judge === this.judge)?.name ?? this.access?.name ?? '')
  readonly seats: Seat[] = $derived(
    (this.access?.seats ?? []).filter((seat) => !this.isShared || seat.judge === this.judge),
  )
  readonly ownSheets: Sheet[] = $derived(
    this.isShared ? this.sheets.filter((sheet) => this.seats.some(({ part, seat }) => part === sheet.part && seat === sheet.seat)) : this.sheets,
  )
  readonly chairs: Chair[] = $derived.by(() => {
    const definition = this.definition
    if (!definition) return []
    return this.seats.flatMap((seat) => {
      const where = placeOf(definition, seat.part)
      return where ? [{ ...seat, where }] : []
    })
  })
  readonly mine: Entry[] = $derived(
    this.entries.filter(
      (entry) => entry.competition === this.competition && entry.judge === this.judge,
    ),
  )
  readonly waiting: number = $derived(this.entries.filter(isPending).length)
  readonly resent: Entry[] = $derived(this.entries.filter((entry) => entry.isResent && entry.competition === this.competition))
  readonly held: number = $derived(this.entries.filter(isHeld).length)
  private readonly goneAs = new Map<string, string>() // a group's sheet: as whose it was sent last
  readonly begun: Set<string> = $derived(new Set(this.written.map(({ place }) => place)))
  // Sealed here for a seat that has been taken off this tablet since: kept, not sent.
  readonly stranded: Entry[] = $derived(
    this.entries.filter((entry) => isHeld(entry) && entry.competition === this.competition && !hasSeat(this.access, entry)),
  )
  readonly isClockWrong: boolean = $derived(Math.abs(this.offsetMs) > CLOCK_WRONG_MS)

  async open(): Promise<void> {
    this.came = fromAddress()
    if (this.lease.open()) await this.start()
    else this.phase = 'elsewhere'
  }

  // The other page puts down what it is writing; this one goes on from there.
  async takeOver(): Promise<void> {
    await this.lease.take()
    this.freed()
  }

  private freed(): void {
    if (this.cupboard) location.reload() // what this page knows is old
    else void this.start()
  }

  private async giveWay(): Promise<void> {
    this.phase = 'away'
    await tick() // an open sheet is put down as it closes
    await this.keeping
    this.outbox?.stop()
    this.drafts?.stop()
  }

  private async openShelf(): Promise<Cupboard> {
    const cupboard = await Cupboard.open()
    cupboard.onshort = (isShort) => (this.isShort = isShort)
    this.device = (await cupboard.recall<string>('device')) ?? newKey()
    await cupboard.remember('device', this.device)
    await Promise.all([this.signing.open(cupboard), openTokens(cupboard).catch(() => undefined), takeSlip(cupboard).catch(() => undefined)])
    return cupboard
  }

  private async start(): Promise<void> {
    this.phase = 'opening'
    this.cupboard = await this.openShelf()
    this.drafts = new Drafts({
      shelf: this.cupboard, device: this.device, changed: (all) => (this.written = all),
      courier: { put: (draft, seen) => post.putDraft(draft, seen, this.device), drop: post.dropDraft },
    })
    await this.drafts.open()
    this.outbox = new Outbox({
      shelf: this.cupboard,
      courier: { put: (entry, ifMatch) => this.carry(entry, ifMatch), current: post.currentSheet },
      changed: (entries) => (this.entries = entries),
      sign: (entry) => this.signing.sign(entry),
      mayGo: (entry) => this.hasSeatOf(entry),
    })
    await this.outbox.open()
    const { competition: named, token } = this.came ?? { competition: null, token: null }
    const competition = named ?? (token ? null : lastCompetition())
    if (token) await this.enter(token, competition)
    else if (competition && tokenFor(competition)) await this.sit(competition)
    else this.phase = 'token'
    addEventListener('online', () => this.hurry())
    document.addEventListener('visibilitychange', () => document.hidden || this.hurry())
    setInterval(() => void this.refresh(), REFRESH_MS)
    setInterval(() => void this.beat(), BEAT_MS)
    setInterval(() => void this.sitDown(), SIT_MS)
    for (const event of ['pointerdown', 'keydown']) addEventListener(event, () => this.touch(), { capture: true, passive: true })
    setInterval(() => this.lockIfIdle(), IDLE_CHECK_MS)
  }

  private get isIdle(): boolean {
    return this.phase === 'away' || this.phase === 'elsewhere'
  }

  // A token from a link or the field; finds the competition where it makes a judge.
  async enter(token: string, competition: string | null): Promise<void> {
    this.problem = null
    try {
      const found = competition ?? (await post.seek(token))
      if (!found) {
        this.phase = 'not-a-judge'
        return
      }
      await keepToken(found, token)
      await this.sit(found)
    } catch (error) {
      this.problem = error instanceof Problem ? error : null
      this.phase = 'token'
    }
  }

  async leave(): Promise<void> {
    if (this.competition) await keepToken(this.competition, null)
    this.phase = 'token'
    this.problem = null // the old token's
    this.competition = this.access = this.definition = this.sitter = this.moved = null
  }

  // What is kept on the device first, so that a tablet without a network opens at the same place.
  private async sit(competition: string): Promise<void> {
    this.competition = competition
    this.token = tokenFor(competition)
    const kept = await this.cupboard?.recall<post.Kept>(this.memoryName())
    await this.pinBox.open(`${competition}/${this.token?.slice(-8)}`, competition)
    if (kept) this.lay(kept)
    await this.refresh()
    void this.beat()
    void this.sitDown()
  }

  private async beat(): Promise<void> {
    if (!this.isIdle) await beat(this.access?.device || this.access?.judge ? this.token : null, this.held)
  }

  private seatAsk() {
    const { competition, judge } = this
    return competition && judge ? { competition, judge, device: this.device, token: this.token } : null
  }

  private async sitDown(): Promise<void> {
    const ask = this.seatAsk()
    if (ask && !this.isIdle) await this.company.sit(ask)
  }

  // From another device of this seat; what it has put with the server is fetched at once.
  async takeSeat(): Promise<void> {
    const ask = this.seatAsk()
    if (ask) await this.company.take(ask)
    await this.refresh()
  }

  private memoryName(): string {
    return `desk/${this.competition}/${this.token?.slice(-8)}`
  }

  private hasSeatOf(entry: Entry): boolean {
    return entry.competition !== this.competition || hasSeat(this.access, entry)
  }

  private lay(kept: post.Kept): void {
    this.moved = movesOf(this.competition, this.access, kept.access) ?? this.moved
    this.access = kept.access
    if (this.sitter !== null && !this.sitters.some(({ judge }) => judge === this.sitter)) this.sitAs(null)
    this.definition = kept.definition
    this.rules = kept.rules ?? null
    this.skills = kept.skills
    this.roster = kept.roster
    this.sheets = kept.sheets
    this.draws = kept.draws ?? []
    this.phase = post.isSeated(kept.access) ? 'ready' : 'not-a-judge'
  }

  async refresh(): Promise<void> {
    const { competition, token } = this
    if (!competition || !token || this.isIdle) return
    const asOf = Date.now()
    try {
      const kept = await post.fetchDesk(competition, token)
      const isOther = () => competition !== this.competition || token !== this.token // left, or paired anew meanwhile
      if (isOther()) return
      const isFresh = this.cupboard !== null && (await this.signing.heed(this.cupboard, competition, kept.access, token))
      if (isOther()) return
      const isBack = hasMore(this.access, kept.access)
      this.heard(null)
      this.lay(kept)
      if (isFresh || isBack) this.outbox?.flush()
      for (const entry of dueOf(kept.access, competition, this.entries, this.goneAs)) await this.confirm(entry, '', '')
      if (isBack) await this.drafts?.askAgain()
      await this.cupboard?.remember(this.memoryName(), kept)
      await this.reconcile(competition, asOf)
      void this.reportShifts()
      if (post.isSeated(kept.access)) await this.fetchDrafts(competition)
    } catch (error) {
      this.heard(error instanceof Problem ? error : new Problem('no-connection', 0, null))
      if (this.phase === 'opening') this.phase = 'token'
    }
  }

  private async reconcile(competition: string, asOf: number): Promise<void> {
    const judges = this.isShared ? this.sitters.map(({ judge }) => judge) : [this.access?.judge ?? '']
    for (const judge of judges) {
      const seats = (this.access?.seats ?? []).filter((seat) => !this.isShared || seat.judge === judge)
      const own = this.sheets.filter((sheet) => seats.some(({ part, seat }) => part === sheet.part && seat === sheet.seat))
      await this.outbox?.reconcile(competition, judge, this.isShared ? own : this.sheets, asOf)
    }
  }

  hasPin(judge: string): boolean {
    return judge in this.pinBox.pins
  }

  choosePin(judge: string, digits: string): Promise<null> {
    return this.pinBox.choose(judge, digits)
  }

  tryPin(judge: string, digits: string): Promise<number | null> {
    return this.pinBox.attempt(judge, digits)
  }

  sitAs(judge: string | null): void {
    this.touch()
    this.company.rise()
    this.sitter = judge
    void this.sitDown()
  }

  setIdle(minutes: number): void {
    this.idleMinutes = minutes
    remember(IDLE, String(minutes))
  }

  touch(): void {
    this.touchedAt = Date.now()
  }

  private lockIfIdle(): void {
    const isOver = this.idleMinutes > 0 && Date.now() - this.touchedAt > this.idleMinutes * 60_000
    if (this.isShared && this.sitter !== null && isOver) this.sitAs(null)
  }

  get shifts(): Shift[] {
    return this.pinBox.shifts
  }

  shiftList(): Pick<Shift, 'sealed' | 'unsent' | 'begun'> {
    const who = (entry: Entry) => this.nameOf(entry.competitor)
    const prefix = `${this.competition}/${this.judge}/`
    return {
      sealed: this.mine.flatMap((entry) =>
        entry.state === 'sealed' && entry.receipt ? [{ number: entry.receipt.number, who: who(entry), part: entry.part }] : []),
      unsent: this.mine.filter(isHeld).map(who),
      begun: this.written.filter(({ place }) => place.startsWith(prefix)).map(({ place }) => this.nameOf(place.split('/')[3] ?? '')),
    }
  }

  // `from`: who has confirmed it, also when the tablet has locked itself since.
  async endShift(list: Pick<Shift, 'sealed' | 'unsent' | 'begun'>, from: string, to: string): Promise<void> {
    await this.pinBox.record({ ...list, from, to, at: Date.now() + this.offsetMs, key: newKey() })
    this.sitAs(to)
    void this.reportShifts()
  }

  // Kept here until the server has them; one that it refuses stays in the list of this tablet.
  private async reportShifts(): Promise<void> {
    if (this.isReporting || !this.competition) return
    this.isReporting = true
    for (const shift of this.pinBox.unheard()) {
      try {
        await this.pinBox.settle(shift.key ?? '', { number: await post.putShift(this.competition, shift) })
      } catch (error) {
        if (!(error instanceof Problem) || isWeather(error)) break // with the next look
        await this.pinBox.settle(shift.key ?? '', { isRefused: true })
      }
    }
    this.isReporting = false
  }

  // Those of other devices of this seat, and the server's clock on the way.
  private async fetchDrafts(competition: string): Promise<void> {
    const { there, offsetMs } = await post.fetchDrafts(competition, this.token)
    this.offsetMs = offsetMs
    await this.drafts?.adopt(there, ({ place }) => this.entries.some((entry) => entry.place === place && isPending(entry)))
  }

  hurry(): void {
    if (this.isIdle) return
    this.drafts?.push()
    this.outbox?.flush()
    void this.refresh()
  }

  // The line is up when the server itself answered, be it with a problem.
  private heard(problem: Problem | null): void {
    this.online = !problem || (problem.slug !== 'no-connection' && problem.slug !== 'foreign-answer')
    this.problem = problem
    if (problem?.status === 401 && this.phase !== 'ready') this.phase = 'token'
  }

  private async carry(entry: Entry, ifMatch: string | null) {
    try {
      const answer = await post.putSheet(entry, ifMatch, headerOf(this.access, entry))
      this.online = true
      return answer
    } catch (error) {
      if (error instanceof Problem && error.status === 0) this.online = false
      if (error instanceof Problem && (error.slug === 'rules-changed' || error.status === 401 || waitsForKey(error) || waitsForSeat(error))) void this.refresh()
      throw error
    }
  }

  private address(chair: Pick<Seat, 'part' | 'seat'>, competitor: string) {
    return {
      competition: this.competition ?? '', judge: this.judge ?? '',
      part: chair.part, competitor, seat: chair.seat,
    }
  }

  // Of a trial sheet; no competitor's id begins with a dot.
  placeOfSample(chair: Chair, sample: number): string {
    return placeText(this.address(chair, `.${sample}`))
  }

  tasks(chair: Chair): Task[] {
    return tasksOf(chair, {
      roster: this.roster, entries: this.mine, sheets: this.ownSheets, begun: this.begun, draws: this.draws,
      hasClash: (place) => this.clash(place) !== undefined, address: (where, competitor) => this.address(where, competitor),
    })
  }

  // This judge's own earlier marks in a part, by aspect.
  earlier(chair: Chair, except: string): Map<string, string[]> {
    return earlierOf(this.tasks(chair), except)
  }

  async seal(chair: Chair, task: Task, body: SheetBody, ifMatch: string | null): Promise<void> {
    const text = JSON.stringify({ ...body, client_time: new Date(Date.now() + this.offsetMs).toISOString() })
    await this.outbox?.seal(this.address(chair, task.competitor.id), text, ifMatch, this.rules, !chair.technical && chair.where.part.members !== undefined)
    await this.drafts?.drop(task.place, false)
  }

  // A member of the group has looked at it and typed his PIN; '': nobody more is asked for.
  async confirm(entry: Entry, judge: string, pin: string): Promise<void> {
    const own = judge === '' ? {} : confirmAs(this.access, entry, judge, pin)
    const left = missingOf(membersOf(this.access, entry), { confirmed: { ...entry.confirmed, ...own } })
    await this.outbox?.confirm(entry.key, own, left.length === 0)
  }

  // The sheets of this seat (or of another judge's that was here) that are not sent yet, as one
  // text; null where there are none.
  parcel(judge = this.judge): { text: string; count: number } | null {
    const { competition, token } = this
    if (!competition || !judge || !token) return null
    const entries = this.outbox?.unsent(competition, judge) ?? []
    return entries.length > 0 ? { text: pack(competition, judge, entries, token), count: entries.length } : null
  }

  // From another tablet of this seat: how many were taken, or why not.
  async takeParcel(text: string): Promise<number | string> {
    const checked = await check(text, this.competition ?? '', this.token)
    if (typeof checked === 'string') return checked
    if (!this.sitters.some(({ judge }) => judge === checked.parcel.judge) && checked.parcel.judge !== this.judge) return t('parcel.notmine')
    await this.outbox?.takeIn(entriesOf(checked.parcel))
    return checked.parcel.sheets.length
  }

  // The server's version is right after all.
  async takeTheirs(entry: Entry): Promise<void> {
    await this.outbox?.forget(entry.key)
    await this.refresh()
  }

  draftOf(place: string): Draft | undefined {
    return this.written.find((draft) => draft.place === place)
  }

  // Another device's draft of a sheet that differs from ours.
  clash(place: string): TheirDraft | undefined {
    return this.draftOf(place)?.theirs
  }

  async settleClash(place: string, isMine: boolean): Promise<void> {
    await (isMine ? this.drafts?.chooseMine(place) : this.drafts?.chooseTheirs(place))
  }

  // A sheet that was declared void, or whose panel was sent back, counts no more: the seat begins
  // anew. What was sealed before journal number `number` is not sent again.
  async reopen(part: string, competitor: string, seat: string, number: number): Promise<void> {
    const place = placeText(this.address({ part, seat }, competitor))
    const gone = this.mine.filter(
      (entry) => entry.place === place && entry.receipt !== null && entry.receipt.number < number,
    )
    const isListed = this.sheets.some(
      (sheet) => placeText(this.address(sheet, sheet.competitor)) === place && sheet.receipt.number < number,
    )
    if (gone.length === 0 && !isListed) return
    for (const { key } of gone) await this.outbox?.forget(key)
    await this.refresh()
  }

  async keepDraft(place: string, values: Record<string, string>, base: string | null): Promise<void> {
    this.keeping = Promise.all([this.keeping, this.drafts?.keep(place, values, base)]).then(() => undefined)
    await this.keeping
  }

  async dropDraft(place: string): Promise<void> {
    await this.drafts?.drop(place, true)
  }

  isLocked(skill: string): boolean {
    return this.skills.some((each) => each.id === skill && each.published)
  }

  // Also of one who sits here no more.
  judgeName(judge: string): string {
    return [...this.sitters, ...(this.moved?.gone ?? [])].find((each) => each.judge === judge)?.name ?? (judge === this.access?.judge ? this.access.name : undefined) ?? judge
  }

  nameOf(competitor: string): string {
    if (competitor.startsWith('.')) return `${t('trial.mark')} ${t('trial.sample', { n: competitor.slice(1) })}`
    const found = this.roster.find((each) => each.id === competitor)
    return found ? called(found) : competitor
  }
}
