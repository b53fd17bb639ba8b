// A slider counts notches in whole numbers; the mark of a notch is min + notch × step, exactly.
import { parse, print, type Bounds } from '../../shared/decimal'

const NOTCHES_MOST = 1000n

function grid({ min, max, step }: Bounds) {
  return { min: parse(min) ?? 0n, max: parse(max) ?? 0n, step: parse(step) || 1n }
}

// How many notches there are above the first, or 0 where a finger could not tell them apart.
export function notches(bounds: Bounds): number {
  const { min, max, step } = grid(bounds)
  const count = (max - min) / step
  return count > 0n && count <= NOTCHES_MOST ? Number(count) : 0
}

export function notch(text: string, bounds: Bounds): number {
  const { min, step } = grid(bounds)
  const figure = parse(text)
  return figure === null ? 0 : Number((figure - min) / step)
}

export function notchMark(at: number, bounds: Bounds): string {
  const { min, step } = grid(bounds)
  return print(min + BigInt(at) * step)
}
