// Exact fractions of whole numbers: what an entry is worth is never rounded but where a rule says.
import { parse, print } from '../../shared/decimal'
import type { Rounding } from '../../shared/types'

export interface Ratio {
  num: bigint
  den: bigint // above 0
}
const MILLION = 1_000_000n
const PLACES_SHOWN = 6
const PLACES_OF_A_LONG_ONE = 4

export const ZERO: Ratio = { num: 0n, den: 1n }

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x === 0n ? 1n : x
}

export function ratio(num: bigint, den: bigint): Ratio {
  const [top, below] = den < 0n ? [-num, -den] : [num, den]
  const common = gcd(top, below)
  return { num: top / common, den: below / common }
}

// "8.75" as a fraction; what is no figure is 0.
export function exactly(text: string | undefined): Ratio {
  return ratio(parse(text ?? '') ?? 0n, MILLION)
}

// "33.3%" is 333/1000, and "1/3" a third.
export function share(percent: string | undefined): Ratio {
  const [top, bottom] = (percent ?? '').split('/')
  if (bottom !== undefined) return over(exactly(top), exactly(bottom))
  const { num, den } = exactly((percent ?? '').replace(/%$/, ''))
  return ratio(num, den * 100n)
}

export function add(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.den + b.num * a.den, a.den * b.den)
}

export function less(a: Ratio, b: Ratio): Ratio {
  return add(a, { num: -b.num, den: b.den })
}

export function times(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.num, a.den * b.den)
}

export function over(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.den, a.den * b.num)
}

export function compare(a: Ratio, b: Ratio): number {
  const difference = a.num * b.den - b.num * a.den
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function least(a: Ratio, b: Ratio): Ratio {
  return compare(a, b) <= 0 ? a : b
}

export function most(a: Ratio, b: Ratio): Ratio {
  return compare(a, b) >= 0 ? a : b
}

function unitsOf(top: bigint, below: bigint, mode: Rounding['mode']): bigint {
  const whole = top / below
  const rest = (top % below) * 2n
  if (mode === 'truncate') return whole
  if (mode === 'up') return rest > 0n ? whole + 1n : whole
  if (rest === below && mode === 'half_even') return whole + (whole % 2n)
  return rest >= below ? whole + 1n : whole
}

// Halves go away from zero unless the rule says otherwise.
export function round(figure: Ratio, rule: Rounding | undefined): Ratio {
  if (!rule) return figure
  const ten = 10n ** BigInt(Math.abs(rule.places))
  const size = figure.num < 0n ? -figure.num : figure.num
  const [top, below] = rule.places < 0 ? [size, figure.den * ten] : [size * ten, figure.den]
  const units = unitsOf(top, below, rule.mode)
  const signed = figure.num < 0n ? -units : units
  return rule.places < 0 ? ratio(signed * ten, 1n) : ratio(signed, ten)
}

// "1.5" when that is all of it; "0.6666…" when it goes on: cut, never rounded.
export function show(figure: Ratio): string {
  const ten = 10n ** BigInt(PLACES_SHOWN)
  const millionths = (figure.num * ten) / figure.den
  if ((figure.num * ten) % figure.den === 0n) return print(millionths)
  const cut = 10n ** BigInt(PLACES_SHOWN - PLACES_OF_A_LONG_ONE)
  return `${print((millionths / cut) * cut)}…`
}
