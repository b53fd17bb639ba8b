// What a judge is asked before sealing: nothing here forbids, it only makes sure.
import { parse, type Bounds } from './decimal'

export type Doubt =
  | { kind: 'all-equal'; value: string }
  | { kind: 'zero'; aspect: string }
  | { kind: 'far'; aspect: string; value: string; usual: string }

export interface Given {
  aspect: string
  bounds: Bounds
  value: string
}

const EARLIER_LEAST = 3

function median(sorted: number[]): number {
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

// Far from this judge's own earlier marks of the same aspect: more than a quarter of the range
// and three times their usual spread. Floats are good enough for a question.
function isFar(value: number, earlier: number[], range: number): number | null {
  if (earlier.length < EARLIER_LEAST) return null
  const usual = median([...earlier].sort((a, b) => a - b))
  const spread = median(earlier.map((mark) => Math.abs(mark - usual)).sort((a, b) => a - b))
  return Math.abs(value - usual) > Math.max(range / 4, spread * 3) ? usual : null
}

export function doubts(given: Given[], earlier: Map<string, string[]>): Doubt[] {
  const found: Doubt[] = []
  const first = given[0]
  if (given.length >= 3 && first && given.every((mark) => mark.value === first.value)) {
    found.push({ kind: 'all-equal', value: first.value })
  }
  for (const { aspect, bounds, value } of given) {
    const max = parse(bounds.max) ?? 0n
    const min = parse(bounds.min) ?? 0n
    if (parse(value) === 0n && max > 0n && min >= 0n) {
      found.push({ kind: 'zero', aspect })
      continue
    }
    const usual = isFar(Number(value), (earlier.get(aspect) ?? []).map(Number), Number(max - min) / 1e6)
    if (usual !== null) found.push({ kind: 'far', aspect, value, usual: String(usual) })
  }
  return found
}
