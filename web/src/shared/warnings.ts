// What a judge is asked before sealing: nothing here forbids, it only makes sure.
import { parse, type Bounds } from './decimal'

export type Doubt =
  | { kind: 'all-equal'; value: string }
  | { kind: 'gap'; aspects: string[] }
  | { kind: 'zero'; aspect: string }
  | { kind: 'veto'; aspect: string; of: 'part' | 'module' | 'stage' | 'place' }
  | { kind: 'taken'; aspect: string; value: string; who: string }
  | { kind: 'far'; aspect: string; value: string; usual: string }
  | { kind: 'record'; aspect: string; value: string } // has to be typed once more
  | { kind: 'running' } // the station log has no end
  | { kind: 'waiting'; n: number } // pieces that nobody has begun
  | { kind: 'alike'; aspect: string; value: string } // the same for all pieces

export interface Given {
  aspect: string
  bounds: Bounds | null // null: any figure
  value: string
  // measurement: how far it is from the bounds says nothing · figure: of the technical seat, each piece may have another
  as?: 'measurement' | 'figure'
  low?: boolean // the least is the best
}

const EARLIER_LEAST = 3
const NOTCHES_OF_A_RECORD = 20n
const NOTCHES_OF_A_HABIT = 10
const TIMES_OF_A_SLIP = 2 // a digit too many or too few, a point that slipped
const PART_OF_A_RECORD = 20n // of the range, at its best end

function median(sorted: number[]): number {
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

interface Usual {
  usual: number
  spread: number
}

// Floats are good enough for a question.
function usualOf(earlier: number[]): Usual | null {
  if (earlier.length < EARLIER_LEAST) return null
  const usual = median([...earlier].sort((a, b) => a - b))
  const spread = median(earlier.map((mark) => Math.abs(mark - usual)).sort((a, b) => a - b))
  return { usual, spread }
}

// More than twice, or less than half, of all before.
function isAlone(value: number, earlier: number[]): boolean {
  const known = earlier.map(Math.abs).filter((figure) => figure > 0)
  const size = Math.abs(value)
  return known.length > 0 && (size > TIMES_OF_A_SLIP * Math.max(...known) || size * TIMES_OF_A_SLIP < Math.min(...known))
}

// With nothing before it: the full mark of a long scale, the best twentieth of one where less is better, either end of a measurement.
function isAtAnEnd({ bounds, value, as, low }: Given): boolean {
  if (!bounds) return false
  const [min, max, step] = [parse(bounds.min) ?? 0n, parse(bounds.max) ?? 0n, parse(bounds.step) || 1n]
  const figure = parse(value) ?? min
  if ((max - min) / step <= NOTCHES_OF_A_RECORD) return false
  if (low) return figure - min <= (max - min) / PART_OF_A_RECORD
  return figure === max || (as === 'measurement' && figure === min)
}

// The kind of figure that makes a champion, or is a slip of the finger: better or worse than all before by far.
function isRecord(given: Given, earlier: number[]): boolean {
  const value = Number(given.value)
  if (given.as === 'figure') return value !== 0 && isAlone(value, earlier)
  if (!given.as && !given.low) return isAtAnEnd(given)
  const known = usualOf(earlier)
  if (!known) return earlier.length > 0 ? isAlone(value, earlier) : isAtAnEnd(given)
  return Math.abs(value - known.usual) > Math.max(Math.abs(known.usual) / 4, known.spread * 4)
}

// Far from this judge's own earlier marks of the same aspect: more than a quarter of the range
// and three times their usual spread.
function isFar({ bounds, value, as, low }: Given, earlier: number[]): number | null {
  const known = as || low ? null : usualOf(earlier)
  if (!known || !bounds) return null
  const range = Number((parse(bounds.max) ?? 0n) - (parse(bounds.min) ?? 0n)) / 1e6
  if (range / Number(bounds.step) < NOTCHES_OF_A_HABIT) return null
  return Math.abs(Number(value) - known.usual) > Math.max(range / 4, known.spread * 3) ? known.usual : null
}

function doubtOf(given: Given, earlier: number[]): Doubt[] {
  const { aspect, bounds, value, as, low } = given
  const max = parse(bounds?.max ?? '') ?? 0n
  const min = parse(bounds?.min ?? '') ?? 0n
  if (!as && !low && parse(value) === 0n && max > 0n && min >= 0n) return [{ kind: 'zero', aspect }]
  if (isRecord(given, earlier)) return [{ kind: 'record', aspect, value }]
  const usual = isFar(given, earlier)
  return usual === null ? [] : [{ kind: 'far', aspect, value, usual: String(usual) }]
}

export function doubts(given: Given[], earlier: Map<string, string[]>): Doubt[] {
  const marks = given.filter((mark) => !mark.as)
  const first = marks[0]
  const areEqual = marks.length >= 3 && first && marks.every((mark) => mark.value === first.value)
  const equal: Doubt[] = areEqual ? [{ kind: 'all-equal', value: first.value }] : []
  return [...equal, ...given.flatMap((mark) => doubtOf(mark, (earlier.get(mark.aspect) ?? []).map(Number)))]
}
