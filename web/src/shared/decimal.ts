// Decimal figures as people type them and as the server wants them: text outside, whole
// millionths inside. Never a float: 0.1 + 0.2 is 0.3 here.

export const PLACES = 6
const SCALE = 1_000_000n

const WIDE_ZERO = 0xff10
const POINTS = '.。．｡·・﹒,，'
const MINUSES = '-−－–﹣'

export type Typed = { ok: true; text: string } | { ok: false; fault: 'not-a-number' | 'two-points' }

function plain(char: string): string {
  const code = char.codePointAt(0) ?? 0
  if (code >= WIDE_ZERO && code <= WIDE_ZERO + 9) return String(code - WIDE_ZERO)
  if (POINTS.includes(char)) return '.'
  if (MINUSES.includes(char)) return '-'
  if (char === '＋') return '+'
  return char
}

// What a person typed, read as meant ("８。５" is 8.5) or refused; never guessed.
// Accepts a figure that is still being typed ("8.", "-", "").
export function readTyped(raw: string): Typed {
  const text = [...raw.replace(/[\s\u3000]/g, '')].map(plain).join('')
  if ((text.match(/\./g) ?? []).length > 1) return { ok: false, fault: 'two-points' }
  if (!/^[+-]?\d*\.?\d*$/.test(text)) return { ok: false, fault: 'not-a-number' }
  return { ok: true, text: text.replace(/^\+/, '') }
}

// The figure in millionths, or null where the text is not a whole figure of at most 6 places.
export function parse(text: string): bigint | null {
  const found = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text)
  if (!found) return null
  const [, sign, whole = '', part = ''] = found
  if (whole === '' && part === '') return null
  if (part.length > PLACES || whole.length > 12) return null
  const size = BigInt(whole || '0') * SCALE + BigInt(part.padEnd(PLACES, '0') || '0')
  return sign === '-' ? -size : size
}

// Shortest text of a figure: "8.5", not "8.500000".
export function print(figure: bigint): string {
  const size = figure < 0n ? -figure : figure
  const part = (size % SCALE).toString().padStart(PLACES, '0').replace(/0+$/, '')
  const text = (size / SCALE).toString() + (part === '' ? '' : `.${part}`)
  return figure < 0n ? `-${text}` : text
}

export interface Bounds {
  min: string
  max: string
  step: string
}
export type Fit = 'blank' | 'malformed' | 'out-of-range' | 'off-step' | 'ok'

interface Grid {
  min: bigint
  max: bigint
  step: bigint
}

function grid(bounds: Bounds): Grid {
  const step = parse(bounds.step) ?? 1n
  return { min: parse(bounds.min) ?? 0n, max: parse(bounds.max) ?? 0n, step: step > 0n ? step : 1n }
}

export function fit(text: string, bounds: Bounds): Fit {
  if (text.trim() === '') return 'blank'
  const figure = parse(text)
  if (figure === null) return 'malformed'
  const { min, max, step } = grid(bounds)
  if (figure < min || figure > max) return 'out-of-range'
  return (figure - min) % step === 0n ? 'ok' : 'off-step'
}

// One step up or down, kept on the grid and within the bounds. A blank begins at the nearer end:
// up gives the least mark, down the full mark.
export function stepped(text: string, bounds: Bounds, direction: 1 | -1): string {
  const { min, max, step } = grid(bounds)
  const figure = parse(text)
  if (figure === null) return print(direction > 0 ? min : max)
  if (figure < min) return print(min)
  if (figure > max) return print(max)
  const offset = (figure - min) % step
  let next = figure + (direction > 0 ? step - offset : offset === 0n ? -step : -offset)
  if (next < min) next = min
  if (next > max) next = max
  return print(next)
}

// Every mark of a grid, or null where there are more than `most`.
export function choices(bounds: Bounds, most: number): string[] | null {
  const { min, max, step } = grid(bounds)
  const count = (max - min) / step + 1n
  if (count < 1n || count > BigInt(most)) return null
  const all: string[] = []
  for (let figure = min; figure <= max; figure += step) all.push(print(figure))
  return all
}

export function sum(texts: string[]): string {
  return print(texts.reduce((total, text) => total + (parse(text) ?? 0n), 0n))
}
