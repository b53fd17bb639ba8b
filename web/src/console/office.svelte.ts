// The organiser's office: one competition, one skill, one stage, and how far the marking is.
import { exchange, call, get, path, Problem, withSession, type Ask } from '../shared/api'
import { confirmedHeader } from '../shared/confirmation'
import { languageTag, recall, remember } from '../shared/i18n/index.svelte'
import type { Courier, Entry } from '../shared/outbox'
import { newKey } from '../shared/ids'
import { Link, truth, type BoardView, type Truth } from '../shared/link'
import { saveFile } from '../shared/save'
import type {
  Access, CompetitionCard, CompetitionView, Competitor, Judge, Progress, Receipt, Sheet, Skill,
  SkillCount, Stage,
} from '../shared/types'
import type { NewJudge } from './panel'
import { Pressed } from './pressed'

const TOKEN = 'jinbang.organiser.token'
const PLACE = 'jinbang.console.place'
const SOON_MS = 250
const POLL_MS = 15_000
const LOT = 1000
const OFFICERS: string[] = ['chief', 'clerk', 'supervisor', 'arbiter', 'presenter'] // who have pages here beside the organiser

export type Phase = 'token' | 'opening' | 'ready' | 'stranger' // whose work is on other pages

function tokenFromAddress(): string | null {
  const found = /(?:^#|&)token=([^&]+)/.exec(location.hash)?.[1]
  if (location.hash) history.replaceState(null, '', location.pathname + location.search)
  return found ? decodeURIComponent(found) : null
}

export class Office {
  private readonly seen = new Pressed()
  private pressed: { what: string; key: string } | null = null // that has no answer yet
  phase = $state<Phase>('opening')
  problem = $state<Problem | null>(null)
  competitions = $state.raw<CompetitionCard[]>([])
  competition = $state<string | null>(null)
  view = $state.raw<CompetitionView | null>(null)
  skillId = $state('')
  stageId = $state('')
  progress = $state.raw<Progress | null>(null)
  roster = $state.raw<Competitor[]>([])
  judges = $state.raw<Judge[]>([])
  board = $state.raw<BoardView | null>(null)
  connected = $state(false)
  heardAt = $state(0)
  now = $state(Date.now())
  who = $state.raw<Access | null>(null) // of the whole site
  allowed = $state.raw<Set<string>>(new Set()) // in the competition: "GET /api/v1/…"

  private token: string | null = null
  private link: Link | null = null
  private soon: ReturnType<typeof setTimeout> | undefined

  readonly skill: Skill | undefined = $derived(
    this.view?.definition.skills.find((each) => each.id === this.skillId),
  )
  readonly stage: Stage | undefined = $derived(
    this.skill?.stages.find((each) => each.id === this.stageId),
  )
  readonly counts: SkillCount | undefined = $derived(
    this.view?.skills.find((each) => each.id === this.skillId),
  )
  readonly truth: Truth = $derived(truth(this.board ?? undefined, this.connected, this.now))

  open(): () => void {
    const clock = setInterval(() => (this.now = Date.now()), 1000)
    const poll = setInterval(() => void this.refresh(), POLL_MS)
    const came = tokenFromAddress()
    if (came) remember(TOKEN, came)
    withSession()
    void this.enter(came ?? recall(TOKEN), false)
    return () => {
      clearInterval(clock)
      clearInterval(poll)
      this.link?.close()
    }
  }

  // With the organiser's token, or with none: by the session of who has signed in.
  async enter(token: string | null, isAsked = true): Promise<void> {
    this.token = token
    try {
      this.who = await this.ask<Access>('access')
      const chairs = new Set(
        (this.who.grants ?? []).filter((each) => OFFICERS.includes(each.role)).map((each) => each.competition),
      )
      const isOrganiser = this.who.role === 'organiser'
      if (!isOrganiser && chairs.size === 0) {
        if (!isAsked && !token && !this.who.account) {
          this.phase = 'token'
          return
        }
        this.problem = null
        this.phase = 'stranger'
        return
      }
      await this.list()
      if (!isOrganiser) this.competitions = this.competitions.filter((each) => chairs.has(each.id))
      const first = this.competitions[0]
      if (token) remember(TOKEN, token)
      this.problem = null
      this.phase = 'ready'
      const [last] = (recall(PLACE) ?? '').split('|')
      const known = this.competitions.find((each) => each.id === last) ?? first
      if (known) await this.choose(known.id)
    } catch (error) {
      this.problem = error instanceof Problem ? error : new Problem('no-connection', 0, null)
      this.phase = 'token'
    }
  }

  async signIn(login: string, password: string): Promise<void> {
    try {
      await this.send('POST', { login, password }, 'session')
      await this.enter(null)
    } catch (error) {
      this.problem = error instanceof Problem ? error : new Problem('no-connection', 0, null)
    }
  }

  async leave(): Promise<void> {
    remember(TOKEN, null)
    try {
      if (this.who?.account) await this.send('DELETE', undefined, 'session')
    } finally {
      location.reload()
    }
  }

  // Whether this role has that counter in the chosen competition: "POST roster".
  may(method: string, ...rest: string[]): boolean {
    return this.allowed.has(`${method} ${['/api/v1/competitions/*', ...rest].join('/')}`)
  }

  // What the pages of people and devices ask and write, in the chosen competition with here().
  async send<T>(method: NonNullable<Ask['method']>, body: unknown, ...segments: string[]): Promise<T> {
    const answer = await call(path(...segments), {
      method, token: this.token, language: languageTag(),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return answer.json as T
  }

  // The same to what is at this version, under one key until it is answered.
  async sendSeen<T>(version: string, body: unknown, ...segments: string[]): Promise<T> {
    const text = JSON.stringify(body)
    const answer = await this.seen.once([...segments, version, text].join(' '), (key) => call(path(...segments), {
      method: 'POST', token: this.token, language: languageTag(), key, body: text, ifMatch: version,
    }))
    return answer.json as T
  }

  // The same under a key of the caller's: asked again with it, it is done once.
  async sendOnce<T>(key: string, body: unknown, ...segments: string[]): Promise<T> {
    const answer = await call(path(...segments), {
      method: 'POST', token: this.token, language: languageTag(), key, body: JSON.stringify(body),
    })
    return answer.json as T
  }

  // For sheets that a tablet has handed over: they go as the tablet would have sent them.
  courier(): Courier {
    const at = ({ competition, part, competitor, seat }: Entry) => path('competitions', competition, 'sheets', part, competitor, seat)
    return {
      put: (entry, ifMatch) => call(at(entry), {
        method: 'PUT', token: this.token, body: entry.body, key: entry.key, ifMatch: ifMatch ?? undefined,
        rules: entry.rules ?? undefined, signature: entry.signature ?? undefined, confirmed: confirmedHeader(entry), language: languageTag(),
      }),
      current: (entry) => get<Sheet>(at(entry), this.token, languageTag()),
    }
  }

  get bearer(): string | null {
    return this.token
  }

  // The same for reading with a query.
  look<T>(query: string, ...segments: string[]): Promise<T> {
    return get<T>(`${path(...segments)}?${query}`, this.token, languageTag())
  }

  // The chosen skill, and who asks.
  get where(): { competition: string; skill: string; token: string | null } {
    return { competition: this.competition ?? '', skill: this.skillId, token: this.token }
  }

  // A role that the visitor has in the chosen competition, or the organiser's.
  hasRole(role: string): boolean {
    const isHere = (this.who?.grants ?? []).some((each) => each.role === role && each.competition === this.competition)
    return this.who?.role === 'organiser' || isHere
  }

  here(...segments: string[]): string[] {
    return ['competitions', this.competition ?? '', ...segments]
  }

  // What a page asks about the chosen competition.
  query<T>(query: Record<string, string>, ...segments: string[]): Promise<T> {
    const text = new URLSearchParams(query).toString()
    return get<T>(`${path(...this.here(...segments))}?${text}`, this.token, languageTag())
  }

  // Changes what is at this version.
  async change(body: unknown, version: string, ...segments: string[]): Promise<void> {
    await call(path(...segments), {
      method: 'PATCH', token: this.token, body: JSON.stringify(body), ifMatch: version, language: languageTag(),
    })
  }

  // The whole of it in the place of what is at this version.
  // One key for a change, however often it is pressed: where the answer was lost, it is not done twice.
  async replace(body: unknown, version: string, ...segments: string[]): Promise<void> {
    const text = JSON.stringify(body)
    const what = [...segments, version, text].join(' ')
    if (this.pressed?.what !== what) this.pressed = { what, key: newKey() }
    const { key } = this.pressed
    await call(path(...segments), {
      method: 'PUT', token: this.token, body: text, key, ifMatch: version, language: languageTag(),
    })
    this.pressed = null
  }

  async upload(file: Blob, ...segments: string[]): Promise<void> {
    await call(path(...segments), {
      method: 'POST', token: this.token, body: file, language: languageTag(), timeoutMs: 60_000,
    })
  }

  private ask<T>(...segments: string[]): Promise<T> {
    return get<T>(path(...segments), this.token, languageTag())
  }

  private async write<T>(body: unknown, ...segments: string[]): Promise<T> {
    const answer = await call(path(...segments), {
      method: 'POST', token: this.token, body: JSON.stringify(body), language: languageTag(),
      timeoutMs: 60_000,
    })
    return answer.json as T
  }

  async list(): Promise<void> {
    this.competitions = (
      await this.ask<{ competitions: CompetitionCard[] }>('competitions')
    ).competitions
  }

  async choose(competition: string): Promise<void> {
    this.competition = competition
    this.view = this.progress = this.board = null
    this.roster = []
    this.judges = []
    await this.load()
    const [last, skill] = (recall(PLACE) ?? '').split('|')
    const skills = this.view ? (this.view as CompetitionView).definition.skills : []
    const wanted = skills.find((each) => last === competition && each.id === skill) ?? skills[0]
    if (wanted) this.pick(wanted.id)
  }

  pick(skill: string, stage?: string): void {
    this.skillId = skill
    const stages = this.skill?.stages ?? []
    const begun = stages.filter((each) =>
      this.counts?.stages.some((count) => count.id === each.id && count.started),
    )
    this.stageId = stage ?? begun[begun.length - 1]?.id ?? stages[0]?.id ?? ''
    this.progress = null
    this.board = null
    remember(PLACE, `${this.competition}|${skill}`)
    this.listen()
    void this.refresh()
  }

  private listen(): void {
    const address = [this.competition, this.skillId, this.stageId, 'top12'].join('/')
    this.link ??= new Link({
      bearer: this.token,
      session: this.token === null,
      connected: (isConnected) => (this.connected = isConnected),
      changed: (board, view) => this.heard(board, view),
    })
    this.link.watch([address])
  }

  // The board only says that something moved; the matrix is asked for again, soon and once.
  private heard(board: string, view: BoardView): void {
    if (!board.endsWith(`/${this.skillId}/${this.stageId}/top12`)) return
    const before = this.board?.picture?.seq
    this.board = view
    this.now = Date.now()
    if (before === view.picture?.seq) return
    clearTimeout(this.soon)
    this.soon = setTimeout(() => void this.refresh(), SOON_MS)
  }

  async load(): Promise<void> {
    const { competition } = this
    if (!competition) return
    const access = await this.ask<Access>('competitions', competition, 'access')
    const [view, roster, judges] = await Promise.all([
      this.ask<CompetitionView>('competitions', competition),
      this.ask<{ competitors: Competitor[] }>('competitions', competition, 'roster'),
      access.allowed?.includes('GET /api/v1/competitions/*/judges')
        ? this.ask<{ judges: Judge[] }>('competitions', competition, 'judges')
        : { judges: [] },
    ])
    if (competition !== this.competition) return
    this.view = view
    this.allowed = new Set(access.allowed)
    this.roster = roster.competitors
    this.judges = judges.judges
  }

  async refresh(): Promise<void> {
    const { competition, skillId, stageId } = this
    if (this.phase !== 'ready' || !competition || !skillId) return
    try {
      const query = new URLSearchParams({ skill: skillId, stage: stageId }).toString()
      const [progress, view] = await Promise.all([
        this.may('GET', 'progress')
          ? get<Progress>(`${path('competitions', competition, 'progress')}?${query}`, this.token, languageTag())
          : null,
        this.ask<CompetitionView>('competitions', competition),
      ])
      if (competition !== this.competition || skillId !== this.skillId || stageId !== this.stageId) return
      this.progress = progress
      this.view = view
      this.heardAt = Date.now()
      this.problem = null
    } catch (error) {
      this.problem = error instanceof Problem ? error : new Problem('no-connection', 0, null)
    }
  }

  // The progress of another stage of the skill, for the gate list.
  progressOf(stage: string): Promise<Progress> {
    const query = new URLSearchParams({ skill: this.skillId, stage }).toString()
    return get<Progress>(
      `${path('competitions', this.competition ?? '', 'progress')}?${query}`, this.token, languageTag(),
    )
  }

  sheet(part: string, competitor: string, seat: string): Promise<Sheet> {
    return this.ask<Sheet>('competitions', this.competition ?? '', 'sheets', part, competitor, seat)
  }

  // A paper sheet that nobody has sent yet. Asked again under the same key it is there once.
  async type(sheet: { part: string; competitor: string; seat: string }, body: string, key: string): Promise<number> {
    const { json } = await call(path(...this.here('sheets', sheet.part, sheet.competitor, sheet.seat)), {
      method: 'PUT', token: this.token, body, key, rules: this.view?.rules?.id, language: languageTag(),
    })
    return (json as { receipt: Receipt }).receipt.number
  }

  // A sheet that is there is changed, with its reason in the body.
  async amend(sheet: { part: string; competitor: string; seat: string }, body: unknown, etag: string): Promise<void> {
    await call(path(...this.here('sheets', sheet.part, sheet.competitor, sheet.seat)), {
      method: 'PUT', token: this.token, body: JSON.stringify(body), ifMatch: etag, rules: this.view?.rules?.id, language: languageTag(),
    })
  }

  async create(definition: string): Promise<string> {
    const made = (await call(path('competitions'), {
      method: 'POST', token: this.token, body: definition, language: languageTag(),
    })).json as { id: string }
    await this.list()
    await this.choose(made.id)
    return made.id
  }

  // In lots that the server takes; what has arrived stays when a later lot is refused.
  async importRoster(competitors: Competitor[], arrived: (n: number) => void): Promise<void> {
    for (let at = 0; at < competitors.length; at += LOT) {
      const lot = competitors.slice(at, at + LOT)
      await this.write({ competitors: lot }, 'competitions', this.competition ?? '', 'roster')
      arrived(at + lot.length)
    }
    await this.load()
    void this.refresh()
  }

  async createJudges(judges: NewJudge[]): Promise<{ id: string; token: string }[]> {
    const made = await this.write<{ judges: { id: string; token: string }[] }>(
      { judges }, 'competitions', this.competition ?? '', 'judges',
    )
    void this.load()
    return made.judges
  }

  async publish(): Promise<Receipt> {
    const { receipt } = await this.write<{ receipt: Receipt }>(
      {}, 'competitions', this.competition ?? '', 'skills', this.skillId, 'publication',
    )
    void this.refresh()
    return receipt
  }

  // A file from the server into the clerk's downloads.
  async download(file: 'final.csv' | 'final.json', isDraft: boolean): Promise<void> {
    const query = new URLSearchParams({ skill: this.skillId, ...(isDraft ? { draft: '1' } : {}) })
    const url = `${path('competitions', this.competition ?? '', 'export', file)}?${query.toString()}`
    const ask = { token: this.token, language: languageTag(), timeoutMs: 60_000 }
    const { blob, name } = await exchange(url, ask, async (response) => ({
      blob: await response.blob(),
      name: fileName(response.headers.get('Content-Disposition') ?? ''),
    }))
    saveFile(blob, name ?? `${this.competition}-${this.skillId}-${isDraft ? 'draft-' : ''}${file}`)
  }
}

export function fileName(disposition: string): string | null {
  const wide = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  if (wide) return decodeURIComponent(wide)
  return /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? null
}
