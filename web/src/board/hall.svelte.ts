// What a screen shows: which competition, which skill now, and the picture of it.
import { get, getAged, path, Problem, type Aged } from '../shared/api'
import { Asked, worst } from './asked.svelte'
import { Link, truth, type BoardView, type Truth } from '../shared/link'
import type { StageView } from '../shared/ceremony'
import { moves } from '../shared/picture'
import type { Shown } from '../shared/screen'
import type { CompetitionCard, CompetitionView, Row, Skill, SkillCount, Stage } from '../shared/types'
import { languageTag } from '../shared/i18n/index.svelte'

const MOVE_SHOWN_MS = 9000
const COUNTS_MS = 10_000
const RETRY_MS = 3000

export interface Wish {
  competition: string | null
  skill: string | null
  stage: string | null
  tile: string
}

export function wishFrom(search: string): Wish {
  const asked = new URLSearchParams(search)
  const tile = asked.get('tile') ?? ''
  return {
    competition: asked.get('c'),
    skill: asked.get('skill') ?? asked.get('draw'), // ?draw=SKILL, as the desk's links have it
    stage: asked.get('stage'),
    tile: /^(top(12|50|100)|page[1-9]\d*)$/.test(tile) ? tile : '',
  }
}

// A screen's own standing on the live line.
export interface Standing {
  token: () => string | null
  shown: (shown: Shown) => void
  refused: () => void
}

// The stage that is on: the last that has begun, else the first.
function stageNow(skill: Skill, counts: SkillCount | undefined): Stage | undefined {
  const begun = skill.stages.filter((stage) =>
    counts?.stages.some((each) => each.id === stage.id && each.started),
  )
  return begun[begun.length - 1] ?? skill.stages[0]
}

export class Hall {
  competitions = $state.raw<CompetitionCard[] | null>(null)
  view = $state.raw<CompetitionView | null>(null)
  problem = $state<Problem | null>(null)
  board = $state.raw<BoardView | null>(null)
  ceremony = $state.raw<StageView | null>(null)
  others = $state.raw<Map<string, BoardView>>(new Map()) // boards beside it, by address
  connected = $state(false)
  polled = $state(false) // no socket opens: boards are asked for now and then
  now = $state(Date.now())
  moved = $state.raw<Map<string, number>>(new Map())
  news = $state.raw<{ row: Row; by: number }[]>([])
  turn = $state(0)
  address = $state('')

  readonly counting = new Asked(COUNTS_MS)
  private asks = $state.raw<Asked[]>([]) // what the scene asks for beside the boards
  private link: Link | null = null
  private beside: string[] = []
  private movedTimer: ReturnType<typeof setTimeout> | undefined
  private retry: ReturnType<typeof setTimeout> | undefined // while nothing was loaded yet
  private isOpen = false

  wish = $state.raw<Wish>({ competition: null, skill: null, stage: null, tile: '' })

  constructor(
    wish: Wish,
    private readonly isWall: () => boolean,
    private readonly standing: Standing | null = null,
  ) {
    this.wish = wish
  }

  readonly skills: Skill[] = $derived.by(() => {
    const all = this.view?.definition.skills ?? []
    return this.wish.skill ? all.filter((each) => each.id === this.wish.skill) : all
  })
  readonly skill: Skill | undefined = $derived(this.skills[this.turn % Math.max(1, this.skills.length)])
  readonly counts: SkillCount | undefined = $derived(
    this.view?.skills.find((each) => each.id === this.skill?.id),
  )
  readonly stage: Stage | undefined = $derived.by(() => {
    if (!this.skill) return undefined
    return (
      this.skill.stages.find((each) => each.id === this.wish.stage) ??
      stageNow(this.skill, this.counts)
    )
  })
  // The board that hangs, less its tile: what other tiles of it begin with.
  readonly place: string = $derived([this.wish.competition, this.skill?.id, this.stage?.id].join('/'))
  // Of the pictures that hang the one that has not been vouched for longest.
  readonly oldest: BoardView | null = $derived(
    [...this.others.values()].reduce((old, each) => (old && each.picture && each.currentAt < old.currentAt ? each : old), this.board),
  )
  // Where no board hangs, what was asked for tells alone.
  readonly truth: Truth = $derived(
    worst([
      ...(this.address || this.asks.length === 0 ? [truth(this.oldest ?? undefined, this.connected, this.now, this.link?.heartbeatMs)] : []),
      ...this.asks.map((each) => each.truth(this.now)),
    ]),
  )
  // When the oldest of what hangs was last known to be true; 0: never.
  readonly since: number = $derived(
    [this.oldest?.currentAt ?? 0, ...this.asks.map((each) => each.at)].filter((at) => at > 0).reduce((old, at) => Math.min(old, at), Infinity),
  )
  readonly isReached: boolean = $derived(this.connected && !this.asks.some((each) => each.missed))

  open(): () => void {
    this.isOpen = true
    const clock = setInterval(() => (this.now = Date.now()), 500)
    const counting = setInterval(() => void this.load(), COUNTS_MS)
    const hurry = () => this.link?.hurry()
    addEventListener('online', hurry)
    void this.load()
    return () => {
      clearInterval(clock)
      clearInterval(counting)
      this.isOpen = false
      clearTimeout(this.movedTimer)
      clearTimeout(this.retry)
      removeEventListener('online', hurry)
      this.link?.close()
    }
  }

  private async load(): Promise<void> {
    const { competition } = this.wish
    const failed = await this.counting.ask(() => this.fetch(competition), (answer) => {
      if (competition !== this.wish.competition) return
      if ('competitions' in answer) this.competitions = answer.competitions
      else this.view = answer
      this.problem = null
      this.tune()
    })
    if (failed) {
      this.problem = failed instanceof Problem ? failed : new Problem('no-connection', 0, null)
      clearTimeout(this.retry)
      if (this.isOpen && !this.view && !this.competitions) this.retry = setTimeout(() => void this.load(), RETRY_MS)
    } else if (competition) await this.lookAtStage(competition).catch(() => undefined) // the next time
  }

  private fetch(competition: string | null): Promise<Aged<CompetitionView | { competitions: CompetitionCard[] }>> {
    return getAged(competition ? path('competitions', competition) : path('competitions'), languageTag())
  }

  // The scene stands on this too, until it is taken down.
  minds(asked: Asked): () => void {
    this.asks = [...this.asks, asked]
    return () => (this.asks = this.asks.filter((each) => each !== asked))
  }

  // Asks now and again while a scene hangs, and minds how old its answer is. Gives how to stop.
  keeps(asked: Asked, load: () => Promise<unknown>): () => void {
    void load()
    const timer = setInterval(() => void load(), asked.everyMs)
    const leave = this.minds(asked)
    return () => {
      leave()
      clearInterval(timer)
    }
  }

  // A step that got lost on its way is noticed; one that comes meanwhile is the newer.
  private async lookAtStage(competition: string): Promise<void> {
    const { state = 'none' } = this.ceremony ?? {}
    if (!this.polled && !this.standing && state !== 'open' && state !== 'rehearsal') return
    const before = this.ceremony
    const stage = await get<StageView>(path('competitions', competition, 'ceremony'), null, languageTag())
    if (before === this.ceremony && competition === this.wish.competition) this.ceremony = stage
  }

  // Another scene: another competition, skill or stage.
  aim(wish: Wish): void {
    const isOther = wish.competition !== this.wish.competition
    this.wish = wish
    this.turn = 0
    if (isOther) {
      this.view = null
      this.ceremony = null
      void this.load()
    } else this.tune()
  }

  private line(): Link {
    this.link ??= new Link({
      changed: (board, view) => this.show(board, view),
      staged: (stage) => (this.ceremony = stage),
      connected: (isConnected) => (this.connected = isConnected),
      ...(this.standing
        ? { bearer: this.standing.token(), shown: this.standing.shown, refused: this.standing.refused }
        : { polls: { language: languageTag, changed: (isPolling: boolean) => (this.polled = isPolling) } }),
    })
    return this.link
  }

  // A screen that shows no board hears the desk all the same.
  listen(): void {
    if (!this.link) this.line().watch([])
  }

  // The line is begun anew, with another token.
  hangUp(): void {
    this.link?.close()
    this.link = null
    this.connected = false
    this.board = null
    this.ceremony = null
    this.address = ''
    this.view = null
    this.wish = { competition: null, skill: null, stage: null, tile: '' }
  }

  // Listens to the board of the skill whose turn it is.
  tune(): void {
    if (!this.wish.competition || !this.skill || !this.stage) return
    const tile = this.wish.tile || (this.isWall() ? 'top100' : 'top50')
    const address = [this.wish.competition, this.skill.id, this.stage.id, tile].join('/')
    if (address === this.address) return
    this.address = address
    this.board = null
    this.moved = new Map()
    this.line().watch([address, ...this.beside])
    this.line().follow(`${this.wish.competition}/ceremony`)
  }

  // The stage that is on in a skill; of the one on the screen, the one that is seen.
  stageOf(skill: string): Stage | undefined {
    if (skill === this.skill?.id) return this.stage
    const found = this.view?.definition.skills.find((each) => each.id === skill)
    return found && stageNow(found, this.view?.skills.find((each) => each.id === skill))
  }

  // Listens to these boards too.
  also(addresses: string[]): void {
    if (addresses.join() === this.beside.join()) return
    this.beside = addresses
    this.others = new Map([...this.others].filter(([each]) => addresses.includes(each)))
    if (this.address) this.line().watch([this.address, ...addresses])
  }

  private show(board: string, view: BoardView): void {
    const isMain = board === this.address
    const before = (isMain ? this.board : this.others.get(board))?.picture
    if (this.beside.includes(board)) this.others = new Map(this.others).set(board, view)
    if (!isMain && !board.includes('/page')) return
    if (isMain) this.board = view
    this.now = Date.now()
    if (!before || !view.picture || before.seq === view.picture.seq) return
    const moved = moves(before.rows, view.picture.rows)
    if (moved.size === 0) return
    this.moved = new Map([...this.moved, ...moved])
    this.rest()
    if (!isMain) return
    this.news = view.picture.rows
      .filter((row) => moved.has(row.id))
      .slice(0, 3)
      .map((row) => ({ row, by: moved.get(row.id) ?? 0 }))
  }

  // What has moved rests after a while.
  private rest(): void {
    clearTimeout(this.movedTimer)
    this.movedTimer = setTimeout(() => (this.moved = new Map()), MOVE_SHOWN_MS)
  }

  // The next skill, or the one before, where there are several.
  turnBy(by: 1 | -1): boolean {
    const count = this.skills.length
    if (count < 2) return false
    this.turn = (this.turn + by + count) % count
    this.tune()
    return true
  }
}
