// a × d^exponent cut down to a whole number, worked out in whole numbers only.
import type { Power } from '../../shared/types'
import { compare, exactly, less, ratio, ZERO, type Ratio } from './ratio'

// The greatest p with p^root ≤ top / below.
function rootFloor(top: bigint, below: bigint, root: bigint): bigint {
  const fits = (p: bigint) => p ** root * below <= top
  let low = 0n
  let high = 1n
  while (fits(high)) [low, high] = [high, high * 2n]
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (fits(middle)) low = middle
    else high = middle
  }
  return low
}

export function powerPoints({ a, b, exponent, falling }: Power, value: Ratio): Ratio {
  const d = falling ? less(exactly(b), value) : less(value, exactly(b))
  if (compare(d, ZERO) <= 0) return ZERO
  const factor = exactly(a)
  const e = exactly(exponent)
  const top = factor.num ** e.den * d.num ** e.num
  const below = factor.den ** e.den * d.den ** e.num
  return ratio(rootFloor(top, below, e.den), 1n)
}
