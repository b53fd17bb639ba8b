// What an entry is worth, as the engine counts it (fixtures/book/aspects.md, deductions.md).
import { parse, print } from '../../shared/decimal'
import type { Aspect, Band, FaultKind, Linear, Option } from '../../shared/types'
import { powerPoints } from './power'
import {
  add, compare, exactly, least, less, most, over, ratio, round, share, times, ZERO, type Ratio,
} from './ratio'
import { clean, codeKey, faultKey, targetKey, type Values } from './values'

const ONE: Ratio = { num: 1n, den: 1n }

export function worthOfOption(option: Omit<Option, 'name'>, full: string | undefined): Ratio {
  if (option.points !== undefined) return exactly(option.points)
  return times(exactly(full), less(ONE, share(option.deduct)))
}

// The first band that holds the figure.
export function bandOf(bands: Band[], figure: Ratio): Band | undefined {
  return bands.find(
    ({ from, to }) => compare(figure, exactly(from)) >= 0 && compare(figure, exactly(to)) <= 0,
  )
}

// One step of a fault more or less: a place, five millimetres, a minute; what loses everything is there or not.
export function stepOf(fault: FaultKind, quantity: string, direction: 1 | -1): string {
  const now = parse(quantity) ?? 0n
  const each = fault.lost ? 1_000_000n : (parse(fault.each ?? '1') ?? 1_000_000n)
  const next = fault.lost ? (now > 0n ? 0n : each) : now + each * BigInt(direction)
  return next <= 0n ? '' : print(next)
}

export interface Taken {
  steps: bigint
  amount: Ratio
  isCapped: boolean
}

// What one kind of fault takes off.
export function takenBy(fault: FaultKind, quantity: string): Taken {
  const much = parse(quantity) ?? 0n
  if (much <= 0n || fault.lost) return { steps: 0n, amount: ZERO, isCapped: false }
  const each = parse(fault.each ?? '1') ?? 1_000_000n
  const begun = fault.begun !== false && much % each !== 0n
  const steps = much / each + (begun ? 1n : 0n)
  const plain = times(exactly(fault.amount), { num: steps, den: 1n })
  const roof = fault.most === undefined ? plain : exactly(fault.most)
  return { steps, amount: least(plain, roof), isCapped: compare(plain, roof) > 0 }
}

export function isLost(aspect: Aspect, values: Values): boolean {
  return (aspect.faults ?? []).some(
    (fault) => fault.lost && (parse(values[faultKey(aspect.id, fault.id)] ?? '') ?? 0n) > 0n,
  )
}

function ofFaults(aspect: Aspect, values: Values): Ratio | null {
  const quantities = (aspect.faults ?? []).map((fault) => values[faultKey(aspect.id, fault.id)] ?? '')
  if (values[aspect.id] !== clean && quantities.every((text) => text === '')) return null
  if (isLost(aspect, values)) return ZERO
  const taken = (aspect.faults ?? []).reduce(
    (sum, fault, at) => add(sum, takenBy(fault, quantities[at] ?? '').amount), ZERO,
  )
  return most(less(exactly(aspect.full), taken), ZERO)
}

function ofTarget(aspect: Aspect, achieved: Ratio, target: string): Ratio | null {
  const whole = exactly(target || aspect.target)
  if (whole.num <= 0n) return null
  const full = exactly(aspect.full)
  if (aspect.falling && achieved.num <= 0n) return null
  const part = aspect.falling ? over(whole, achieved) : over(achieved, whole)
  return least(times(full, part), times(full, exactly(aspect.cap ?? '1')))
}

function ofLine(line: Linear, entry: Ratio): Ratio {
  const points = add(exactly(line.a), times(exactly(line.b), less(entry, exactly(line.k))))
  const floored = line.least === undefined ? points : most(points, exactly(line.least))
  return line.most === undefined ? floored : least(floored, exactly(line.most))
}

function exact(aspect: Aspect, values: Values): Ratio | null {
  if (aspect.input === 'deduction') return ofFaults(aspect, values)
  const text = values[aspect.id] ?? ''
  if (parse(text) === null) return null
  const entry = exactly(text)
  const whole = Number(entry.num / entry.den)
  switch (aspect.input ?? 'score') {
    case 'pass_fail': return times(entry, exactly(aspect.full))
    case 'number': return times(exactly(aspect.full), over(entry, exactly(aspect.possible)))
    case 'choice': {
      const option = aspect.choices?.[whole - 1]
      return option ? worthOfOption(option, aspect.full) : null
    }
    case 'ranged': {
      const band = bandOf(aspect.bands ?? [], entry)
      return band ? worthOfOption(band, aspect.full) : ZERO
    }
    case 'judgement': return times(exactly(aspect.full), over(entry, ratio(3n, 1n)))
    case 'target': return ofTarget(aspect, entry, values[targetKey(aspect.id)] ?? '')
    case 'power': return aspect.power ? powerPoints(aspect.power, entry) : null
    case 'linear': return aspect.linear ? ofLine(aspect.linear, entry) : null
    case 'place': return aspect.points ? exactly(aspect.points[whole - 1]) : entry
    default: return entry
  }
}

// Null: blank, or the technical seat's scale is needed first. Blank is not zero.
export function worthOf(aspect: Aspect, values: Values): Ratio | null {
  if (aspect.scaled || values[codeKey(aspect.id)]) return null
  const worth = exact(aspect, values)
  if (!worth || aspect.weight === undefined) return worth && round(worth, aspect.rounding)
  return round(times(worth, exactly(aspect.weight)), aspect.rounding)
}

// The most that the aspect can bring, where the rules say one.
export function fullOf(aspect: Aspect): Ratio | null {
  if (aspect.weight !== undefined || aspect.aside) return null
  const best = (options: Omit<Option, 'name'>[]) =>
    options.map((option) => worthOfOption(option, aspect.full)).reduce(most, ZERO)
  switch (aspect.input ?? 'score') {
    case 'score': return aspect.scaled ? null : exactly(aspect.max)
    case 'choice': return best(aspect.choices ?? [])
    case 'ranged': return best(aspect.bands ?? [])
    case 'place': return aspect.points ? exactly(aspect.points[0]) : null
    case 'tick':
    case 'linear':
    case 'power': return null
    default: return exactly(aspect.full)
  }
}
