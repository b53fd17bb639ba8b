// What travels between server and pages, as the interface says it.
export interface Name {
  zh: string
  en?: string
}
export type Input =
  | 'score' | 'pass_fail' | 'number' | 'choice' | 'ranged' | 'judgement' | 'deduction' | 'target'
  | 'power' | 'linear' | 'place' | 'tick'
export type Code = 'dnf' | 'dns' | 'dsq'
// Exactly one of points and deduct (so much per cent of the full mark).
export interface Option {
  name?: Name
  points?: string
  deduct?: string
}
export interface Band extends Omit<Option, 'name'> {
  from: string
  to: string
}
export interface FaultKind {
  id: string
  name: Name
  unit?: Name
  each?: string
  begun?: boolean
  amount?: string
  most?: string
  lost?: boolean
}
export interface Rounding {
  places: number
  mode?: 'half_up' | 'half_even' | 'truncate' | 'up'
}
export interface Power {
  a: string
  b: string
  exponent: string
  falling?: boolean
}
export interface Linear {
  a: string
  b: string
  k: string
  least?: string
  most?: string
}
export interface Aspect {
  id: string
  name: Name
  input?: Input
  min?: string
  max?: string
  step?: string
  scaled?: boolean
  full?: string
  possible?: string
  choices?: Option[]
  bands?: Band[]
  levels?: Name[]
  faults?: FaultKind[]
  target?: string
  cap?: string
  power?: Power
  linear?: Linear
  falling?: boolean
  weight?: string
  aside?: boolean
  points?: string[]
  codes?: Code[]
  veto?: 'part' | 'module' | 'stage' | 'place'
  rounding?: Rounding
}
export type Declarable =
  | 'base' | 'scale' | 'difficulty' | 'factor' | 'divisor' | 'deduction' | 'time' | 'log' | 'no_marks'
export interface Part {
  id: string
  name: Name
  seats?: string[]
  technical?: string
  declares?: Declarable[]
  only_declared?: boolean
  marks?: 'together' | 'one_by_one'
  call_back?: number
  turn?: 'all_in' | 'chief'
  trial?: { samples: number; needed?: boolean }
  order?: 'high' | 'low'
  members?: number // each seat is a marking group of so many
  subtotal?: boolean // false: a judge sees no sum while marking
  adjustments?: { by?: string; after?: string }[]
  aspects?: Aspect[]
}
export interface Module {
  id: string
  name: Name
  weight?: string
  order?: 'high' | 'low'
  parts?: Part[]
}
export interface Stage {
  id: string
  name: Name
  order?: 'high' | 'low'
  modules?: Module[]
}
export type Exposure = 'none' | 'progress' | 'code' | 'name'
export interface Group {
  id: string
  name: Name
}
export interface Title {
  id: string
  name: Name
  from: number
  to: number
}
export interface Venue {
  id: string
  name: Name
}
export interface Skill {
  id: string
  name: Name
  venue?: string // where it is marked
  groups?: Group[]
  titles?: Title[]
  order?: 'high' | 'low'
  exposure?: { before?: Exposure; after?: Exposure; from?: 'published' | 'signed'; judge_marks?: boolean; forecast?: boolean; cut_line?: boolean }
  blind?: string[] // layers of codes
  signing?: { by: 'ink' | 'drawn'; supervisor?: boolean; double_entry?: boolean; recheck?: { top: number; share: string; errors: string } }
  stages: Stage[]
}
export interface Definition {
  format: string
  id: string
  name: Name
  fictional?: boolean
  venues?: Venue[]
  skills: Skill[]
  team_tables?: { id: string; name: Name }[]
}

export interface TeamTable {
  table: string
  name: Name
  skills: number
  published: number
  lines: {
    team: string
    place: number | null
    half?: boolean
    total: string
    counted: number
    members: number
    firsts: number
    name?: string
  }[]
}

export interface Receipt {
  number: number
  digest: string
  chain: string
  time: string
}
export interface Mark {
  aspect: string
  value?: string
  code?: Code
  faults?: Record<string, string>
  target?: string
}
export type LogKind =
  | 'start' | 'hand' | 'leave' | 'return' | 'fault_own' | 'fault_venue' | 'stop' | 'resume' | 'added'
  | 'warning' | 'offence' | 'sealed'
export interface LogEvent {
  event: LogKind
  at: string
  seconds?: string
  by?: string
  note?: string
}
export interface Declared {
  base?: string
  scale?: Record<string, string>
  difficulty?: string
  factor?: string
  divisor?: string
  deduction?: string
  time?: string
  log?: LogEvent[]
  no_marks?: boolean
}
export interface SheetBody {
  marks?: Mark[]
  declared?: Declared
  client_time?: string
  note?: string
  reason?: string // why it is changed
}
export interface Sheet {
  part: string
  competitor: string
  seat: string
  etag?: string
  by?: string
  receipt: Receipt
  body: SheetBody
}
export interface Competitor {
  id: string
  skill: string
  code?: string
  person?: string
  name?: string
  second_name?: string
  delegation?: string
  team?: string
  group?: string
  id_number?: string // on its way to the server only
}
export interface Seat {
  part: string
  seat: string
  technical: boolean
  judge?: string // whose it is
  members?: Member[] // of a marking group, in their order
}
// Who confirms the sheets of a marking group, with a PIN of his own.
export interface Member {
  judge: string
  name: string
  pin: boolean // he has chosen one
  absent?: string // why the chief judge does not wait for him
}
export type Role =
  | 'public' | 'display' | 'presenter' | 'arbiter' | 'supervisor' | 'clerk' | 'technical' | 'judge'
  | 'chief' | 'organiser'
// A role given to a device or an account, narrowed to skills and venues where there are any.
export interface Grant {
  role: Exclude<Role, 'public'>
  competition?: string
  judge?: string
  name?: string
  skills?: string[]
  venues?: string[]
}
export interface Access {
  role: Role
  allowed?: string[]
  grants?: Grant[]
  account?: { id: string; name?: string; login?: string }
  device?: { id: string; name: string; key?: string }
  judge?: string
  name?: string
  seats?: Seat[]
  confirm_key?: string // what confirmations are sealed to
  rights?: { role: Role; judge?: string; name?: string }[]
}
export interface SeatRight {
  skill: string
  stage?: string
  part?: string
  seat: string
}
export interface Judge {
  id: string
  name: string
  role: 'judge' | 'technical'
  seats: SeatRight[]
  link?: boolean // his own link opens this seat
  last_seen?: number // with it
  unsent?: number
}
export interface CompetitionCard {
  id: string
  name: Name
  skills: number
  competitors: number
  fictional?: boolean
}
export interface StageCount {
  id: string
  done: number
  expected: number
  complete: boolean
  started: boolean
}
export interface SkillCount {
  id: string
  published: boolean
  edition?: number // of its publication
  frozen?: number // wall time since when the public's boards stand still
  exposure: Exposure // the most that is shown of a stage of it
  competitors: number
  stages: StageCount[]
}
export interface CompetitionView {
  definition: Definition
  rules?: { version: number; id: string }
  journal?: number
  skills: SkillCount[]
}
export interface Progress {
  parts: { id: string; seats: string[] }[]
  rows: { id: string; name?: string; code?: string; cells: number[][] }[]
}

export type Status = 'dnf' | 'dns' | 'dsq' | 'withdrawn' | 'no_show'
// What is needed for a place, or for one before it, among those who are done.
export interface Need {
  place: number
  answer: 'mark' | 'already' | 'cannot' | 'unknown'
  mark?: string // in every entry that is awaited
  than?: string // the total that is to be beaten
}
export interface Forecast {
  best: number
  worst: number
  needs?: Need[] // of who stands on the stage
}
export interface Card {
  mark: string | null
  struck?: 'high' | 'low' | 'out' | 'recused'
}
// A panel's marks as J1 … Jn.
export interface PanelCards {
  part: string
  figure: string
  judges: Card[]
}
// A line under a place: the last that gets a title, or goes on to a stage.
export interface BoardLine {
  top: number
  title?: string
  stage?: string
}
export interface Row {
  id: string
  code?: string
  name?: string
  second_name?: string
  delegation?: string
  place: number | null
  shared: boolean
  total: string | null // null: nothing has been counted, which is not zero
  modules: { id: string; value: string | null }[] // null: nothing to show yet
  done: number
  expected: number
  complete: boolean
  title?: string
  half?: boolean // the place and a half
  status?: Status // absent: takes part
  field?: 'in' | 'out'
  held?: boolean // a panel waits for a ruling
  flagged?: boolean
  scale?: string
  group?: string // id, where the skill has groups; with the place in it
  group_place?: number | null
  group_half?: boolean
  group_shared?: boolean
  heat?: number // where the stage has heats; with the place in it
  heat_place?: number | null
  heat_half?: boolean
  heat_shared?: boolean
  forecast?: Forecast // absent: not told, or not known
  cards?: PanelCards
  unit?: { medals: [number, number, number]; best: number; people: number } // a delegation's line: id is its name
}
export interface BoardState {
  exposure: Exposure
  published: boolean
  edition?: number // of what is published
  frozen?: number
  total: number
  ranked: number
  done: number
  expected: number
  listed?: number // lines of the list that the tile is a piece of
  lines?: BoardLine[] // by place
}

export interface ProblemDocument {
  type: string
  title: string
  status: number
  detail?: string
  errors?: { pointer: string; detail: string }[]
  current?: Sheet
  judge?: string // whose confirmation it is about
}
