// What the server tells about judges' panels: to who sits on one, and to the chief judge.
import type { Mark, SheetBody, Member } from './types'

export interface Look {
  number: number
  at: number
  by: string
  part: string
  seat: string
  competitor: string
  state: 'open' | 'changed' | 'confirmed'
  reason: string
  answered_at?: number
  words?: string | null
}
export interface Call {
  number: number
  at: number
  by: string
  part: string
  seat: string
  competitor: string | null
  aspect: string | null
  words: string
  state: 'open' | 'answered'
  answered_at?: number
  answer?: string
}
// The end of a shift at a shared tablet.
export interface ShiftEnd {
  number: number
  at: number
  from: string
  to: string
  sealed: number[]
  unsent: number
  begun: number
  client_time: string
}
export interface Trial {
  number: number
  at: number
  by: string
  part: string
  seat: string
  sample: number
  sheet: SheetBody
}
export interface BenchmarkMark {
  aspect: string
  value: string
  words: string
}
export interface Benchmark {
  part: string
  marks: BenchmarkMark[]
}

// Before the cards are turned over the server says no more than that they are not.
export interface PanelCard {
  seat: string
  figure: string | null
  marks: Mark[]
}
export interface PanelEntry {
  part: string
  competitor: string
  seat: string
  turned?: boolean
  cards?: PanelCard[]
  held?: { by: string; limit?: string }
  back?: { end: 'return' | 'void'; number: number; at: number; reason: string; body: SheetBody }
  look?: Look
}
export interface PanelNews {
  entries: PanelEntry[]
  calls: Call[]
  trials: Trial[]
  benchmarks: Benchmark[]
  grants?: number // of a device: the version of what it may
}

export interface Attempt {
  number: number
  at: number
  by: string
  end: 'amended' | 'void' | 'return'
  ended: number
  ended_at: number
  ended_by: string
  reason: string | null
  body: SheetBody
}
export interface PanelSeat {
  seat: string
  state: 'open' | 'in' | 'excused' | 'off'
  figure: string | null
  from_others: string | null
  outlier: boolean
  number?: number
  at?: number
  by?: string
  looks: Look[]
  attempts: Attempt[]
}
export interface PanelRow {
  competitor: string
  code: string
  name: string
  turned: boolean
  held: boolean
  flagged: boolean
  complete: boolean
  mean: string | null
  spread: string | null
  seats: PanelSeat[]
}
export interface PanelJudge {
  seat: string
  judges: string[]
  members?: Member[] // of a marking group
  count: number
  outliers: number
  mean: string | null
  leniency: string | null
}
export interface PanelPart {
  id: string
  entries: PanelRow[]
  seats: PanelJudge[]
}
export interface Substitution {
  number: number
  at: number
  seat: string
  part: string | null
  to: string
  reason: string
}
export interface PanelTable {
  parts: PanelPart[]
  substitutions: Substitution[]
  trials: Trial[]
  benchmarks: Benchmark[]
}

// An exact figure for people's eyes: two places, and a sign where there are more.
export function eyes(figure: string | null): string {
  if (figure === null) return '—'
  const places = figure.split('.')[1]?.length ?? 0
  return places > 2 ? `≈${Number(figure).toFixed(2)}` : figure
}
