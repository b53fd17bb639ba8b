// Times: "1:02.35" as people write them, "62.35" seconds as the server wants them.
import { parse, print, readTyped, type Typed } from '../../shared/decimal'

const MINUTE = 60_000_000n
const COLONS = /[:：∶﹕]/

// A time as typed, also while it is still being typed; colons of any keyboard are colons.
export function readClock(raw: string): Typed {
  const parts = raw.split(COLONS)
  if (parts.length > 3) return { ok: false, fault: 'not-a-number' }
  const read = parts.map(readTyped)
  const bad = read.find((part) => !part.ok)
  if (bad) return bad
  const texts = read.map((part) => (part.ok ? part.text : ''))
  const isWhole = texts.slice(0, -1).every((text) => /^\d+$/.test(text))
  return isWhole || texts.length === 1 ? { ok: true, text: texts.join(':') } : { ok: false, fault: 'not-a-number' }
}

// Millionths of a second, or null where it is no whole time. After a colon nothing reaches 60.
export function clockFigure(text: string): bigint | null {
  const parts = text.split(':')
  const figures = parts.map(parse)
  if (parts.length > 3 || figures.some((figure) => figure === null || figure < 0n)) return null
  const inner = figures.slice(1)
  if (inner.some((figure) => (figure ?? 0n) >= MINUTE)) return null
  return figures.reduce<bigint>((sum, figure) => sum * 60n + (figure ?? 0n), 0n)
}

export function clockSeconds(text: string): string | null {
  const figure = clockFigure(text)
  return figure === null ? null : print(figure)
}

// 62.35 s is 1:02.35, 3790 s is 1:03:10.
export function clockText(figure: bigint): string {
  const two = (part: bigint) => part.toString().padStart(2, '0')
  const seconds = figure / 1_000_000n
  const [hours, minutes] = [seconds / 3600n, (seconds / 60n) % 60n]
  const after = print(figure % 1_000_000n).slice(1)
  const head = hours > 0n ? `${hours}:${two(minutes)}` : minutes.toString()
  return `${head}:${two(seconds % 60n)}${after}`
}
