// A scene as a picture to keep or to send on: drawn on a canvas from what it shows, so that nothing on it can
// be code. Words come first, then rows, then photos. Every text is read whole: smaller where it must be.
export type Shape = 'long' | 'wide'
export interface Entry {
  place: string
  medal: number // 1 to 3; 0: none
  name: string
  unit: string
  figures: string // of the modules
  total: string
  state: string
  heading?: string // instead of all this: what stands over the rows below
}
export interface Line {
  text: string
  size: number // on a wide picture, where there is room
  colour: 'gold' | 'text' | 'soft'
  font?: 'serif' | 'sans' | 'mono'
  isSlogan?: boolean // broken at its spaces alone
}
export interface Print {
  image: CanvasImageSource
  width: number
  height: number
  words: string
}
export interface Content {
  title: string
  stage: string
  left: string // what kind of result, and when it was known
  code: string // the check code, hex; '': there is none
  more: string // who is not on it
  lines: Line[]
  entries: Entry[]
  prints: Print[]
}
export interface Sheet extends Content {
  shape: Shape
  competition: string
  right: string // the check code in words
  colours: Colours
  serif: string
  sans: string
}
export interface Colours {
  back: string
  deep: string
  text: string
  soft: string
  gold: string
  rule: string
}
export interface Plan {
  width: number
  height: number
  columns: number
  perColumn: number
  row: number // height
  head: number
  foot: number
}

export const WIDE_MOST = 20 // rows that can be read on 1920 by 1080
const LONG = { width: 1080, row: 104, head: 250, foot: 150 }
const WIDE = { width: 1920, height: 1080, head: 190, foot: 90 }
const MARGIN = 48
const MEDALS = ['', '#f6d678', '#e3e6ea', '#e5b083']
const MEDAL_TEXT = '#3a2200'
const TWO_LINES = 0.66 // at the most, of the size of one line
const LEAST = 0.55 // share of the size below which a text takes two lines

// `used`: the height of what stands above the rows. `breakAt`: the row that begins the second of two columns.
export function planOf(shape: Shape, count: number, used = 0, breakAt?: number): Plan {
  if (shape === 'long') {
    const { width, row, head, foot } = LONG
    const body = used + row * Math.max(used > 0 ? 0 : 1, count)
    return { width, height: head + body + foot, columns: 1, perColumn: count, row, head, foot }
  }
  const shown = Math.min(count, WIDE_MOST)
  const columns = shown > WIDE_MOST / 2 || (used > 0 && shown > WIDE_MOST / 4) ? 2 : 1
  const perColumn = columns === 2 && breakAt ? Math.max(breakAt, shown - breakAt) : Math.ceil(shown / columns)
  const room = WIDE.height - WIDE.head - WIDE.foot - used
  return { ...WIDE, columns, perColumn, row: Math.min(160, room / Math.max(used > 0 ? 3 : 6, perColumn)) }
}

// Which row begins the second column: the heading nearest to the middle, if one is near it.
export function breakOf(entries: Entry[]): number {
  const half = Math.ceil(entries.length / 2)
  const near = entries.flatMap((each, at) => (each.heading && at > 0 && Math.abs(at - half) <= entries.length / 8 ? [at] : []))
  return near.sort((a, b) => Math.abs(a - half) - Math.abs(b - half))[0] ?? half
}

interface Box {
  x: number
  y: number // the middle
  width: number
}
interface Font {
  size: number
  weight?: number
  family: string
  colour: string
  align?: CanvasTextAlign
}

function setFont(paper: CanvasRenderingContext2D, { weight = 500, family }: Font, size: number): void {
  paper.font = `${weight} ${size}px ${family}`
}

// Where the text breaks in two, as even as can be.
export function halves(text: string): [string, string] {
  const signs = [...text]
  const middle = Math.ceil(signs.length / 2)
  return [signs.slice(0, middle).join(''), signs.slice(middle).join('')]
}

function write(paper: CanvasRenderingContext2D, text: string, { x, y, width }: Box, font: Font): void {
  if (text === '') return
  setFont(paper, font, font.size)
  paper.fillStyle = font.colour
  paper.textAlign = font.align ?? 'left'
  paper.textBaseline = 'middle'
  const at = font.align === 'right' ? x + width : font.align === 'center' ? x + width / 2 : x
  const share = width / Math.max(1, paper.measureText(text).width)
  if (share >= LEAST) {
    setFont(paper, font, font.size * Math.min(1, share))
    paper.fillText(text, at, y, width)
    return
  }
  const [first, second] = halves(text)
  setFont(paper, font, font.size)
  const wider = Math.max(paper.measureText(first).width, paper.measureText(second).width)
  const size = font.size * Math.min(TWO_LINES, width / Math.max(1, wider))
  setFont(paper, font, size)
  paper.fillText(first, at, y - size * 0.6, width)
  paper.fillText(second, at, y + size * 0.6, width)
}

const CLOSING = '\\u3001\\u3002\\uff0c\\uff0e\\uff01\\uff1f\\uff1b\\uff1a\\uff09\\u300b\\u201d'
const WORDS = new RegExp(`[\\u2e80-\\u2fff\\u3003-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}][${CLOSING}]*|[^\\s\\u2e80-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]+[${CLOSING}]*|\\s+`, 'gu')

// A text in lines: broken between words, between Chinese signs, and within a word only where it is wider than the line.
export function wrap(text: string, width: number, measure: (text: string) => number, words = WORDS): string[] {
  const pieces = (text.match(words) ?? [text]).flatMap((word) => (measure(word) > width ? [...word] : [word]))
  const lines: string[] = []
  let line = ''
  for (const piece of pieces) {
    if (line && measure((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = piece.trim() ? piece : ''
    } else if (piece.includes('\n') && line) {
      lines.push(line.trimEnd())
      line = ''
    } else line += line ? piece : piece.trimStart()
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines
}

const PHRASES = /\S+\s*/g

// No more lines than it takes, and those as even as can be.
export function balance(text: string, width: number, measure: (text: string) => number, words = WORDS): string[] {
  let best = wrap(text, width, measure, words)
  for (let narrow = width * 0.95; best.length > 1 && narrow > width / 2; narrow -= width * 0.05) {
    const lines = wrap(text, narrow, measure, words)
    if (lines.length > best.length) break
    best = lines
  }
  return best
}

interface Laid {
  text: string
  height: number
  size: number
  line: Line
}
const MONO = 'ui-monospace, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace'
const LEADING = 1.35
const BETWEEN = 0.45 // of a line's size, above a new one

function familyOf(sheet: Sheet, font: Line['font']): string {
  return font === 'mono' ? MONO : font === 'serif' ? sheet.serif : sheet.sans
}

function fontOf({ size, font }: Line, sheet: Sheet, share: number): Font & { size: number } {
  return { size: size * share, weight: size > 60 ? 700 : 500, family: familyOf(sheet, font), colour: '' }
}

function layLines(paper: CanvasRenderingContext2D, sheet: Sheet, width: number, share: number): Laid[] {
  return sheet.lines.filter(({ text }) => text.trim()).flatMap((line, at) => {
    const font = fontOf(line, sheet, share)
    setFont(paper, font, font.size)
    return balance(line.text, width, (text) => paper.measureText(text).width, line.isSlogan ? PHRASES : WORDS).map((text, part) => ({
      text, line, size: font.size, height: font.size * (LEADING + (at > 0 && part === 0 ? BETWEEN : 0)),
    }))
  })
}

const heightOf = (laid: Laid[]): number => laid.reduce((sum, { height }) => sum + height, 0)

// The words above the rows, as large as they may be.
function fitLines(paper: CanvasRenderingContext2D, sheet: Sheet, width: number): Laid[] {
  const isAlone = sheet.entries.length + sheet.prints.length === 0
  const room = sheet.shape === 'long' ? Infinity : (WIDE.height - WIDE.head - WIDE.foot) * (isAlone ? 0.94 : 0.5)
  for (let share = sheet.shape === 'long' ? 0.8 : 1; ; share *= 0.93) {
    const laid = layLines(paper, sheet, width, share)
    if (heightOf(laid) <= room || share < 0.2) return laid
  }
}

function paintLines(paper: CanvasRenderingContext2D, sheet: Sheet, laid: Laid[], top: number, box: { x: number; width: number }): void {
  const isCentred = sheet.lines.some(({ size }) => size > 60)
  let y = top
  for (const { text, height, size, line } of laid) {
    y += height
    const font: Font = { ...fontOf(line, sheet, 1), size, colour: sheet.colours[line.colour], align: isCentred ? 'center' : 'left' }
    write(paper, text, { ...box, y: y - (size * LEADING) / 2 }, font)
  }
}

// Photos hang in as few lines as fit, each whole, its words below.
function paintPrint(paper: CanvasRenderingContext2D, { image, width, height, words }: Print, sheet: Sheet, box: Box & { height: number }): void {
  const below = words ? 56 : 0
  const scale = Math.min(box.width / width, (box.height - below) / height)
  const [w, h] = [width * scale, height * scale]
  const x = box.x + (box.width - w) / 2
  const y = box.y + (box.height - below - h) / 2
  paper.drawImage(image, x, y, w, h)
  paper.strokeStyle = sheet.colours.gold
  paper.lineWidth = 3
  paper.strokeRect(x, y, w, h)
  write(paper, words, { x: box.x, y: y + h + below / 2 + 4, width: box.width }, { size: 32, family: sheet.sans, colour: sheet.colours.text, align: 'center' })
}

const ALONG = 680 // the height of one photo on a long picture

function paintPrints(paper: CanvasRenderingContext2D, sheet: Sheet, box: Box & { height: number }): void {
  const count = sheet.prints.length
  const columns = sheet.shape === 'long' ? 1 : count > 3 ? Math.ceil(count / 2) : Math.max(1, count)
  const lines = Math.max(1, Math.ceil(count / columns))
  const gap = 30
  const width = (box.width - gap * (columns - 1)) / columns
  const height = (box.height - gap * (lines - 1)) / lines
  sheet.prints.forEach((print, at) => {
    const place = { x: box.x + (at % columns) * (width + gap), y: box.y + Math.floor(at / columns) * (height + gap), width, height }
    paintPrint(paper, print, sheet, place)
  })
}

function paintHead(paper: CanvasRenderingContext2D, sheet: Sheet, plan: Plan): void {
  const { colours, serif, sans } = sheet
  const width = plan.width - 2 * MARGIN
  const isLong = sheet.shape === 'long'
  write(paper, sheet.competition, { x: MARGIN, y: 56, width }, { size: 34, family: sans, colour: colours.soft })
  const title = { x: MARGIN, y: isLong ? 128 : 118, width: isLong ? width : width * 0.6 }
  write(paper, [sheet.title, sheet.stage].filter(Boolean).join('  '), title, {
    size: isLong ? 64 : 68, weight: 700, family: serif, colour: colours.gold,
  })
  const left = isLong ? { x: MARGIN, y: 202, width } : { x: plan.width * 0.6, y: 118, width: plan.width * 0.4 - MARGIN }
  write(paper, sheet.left, left, { size: 32, weight: 600, family: sans, colour: colours.text, align: isLong ? 'left' : 'right' })
  paper.fillStyle = colours.gold
  paper.fillRect(MARGIN, plan.head - 14, width, 4)
}

function paintEntry(paper: CanvasRenderingContext2D, entry: Entry, sheet: Sheet, box: Box & { height: number }): void {
  const { colours, sans } = sheet
  const middle = box.y + box.height / 2
  if (entry.heading) {
    write(paper, entry.heading, { x: box.x, y: middle + box.height * 0.08, width: box.width }, {
      size: Math.min(box.height, 104) * 0.42, weight: 700, family: sheet.serif, colour: colours.gold,
    })
    paper.fillStyle = colours.gold
    paper.fillRect(box.x, box.y + box.height - 2, box.width, 2)
    return
  }
  const unit = Math.min(box.height, 104)
  const isShort = !entry.unit && !entry.figures // the name alone stands in the middle
  const upper = { y: box.y + box.height * (isShort && !entry.state ? 0.5 : 0.34) }
  const lower = { y: box.y + box.height * 0.73 }
  const placeWidth = 96
  const totalWidth = entry.total || entry.state ? Math.min(250, box.width * 0.26) : 0
  if (entry.medal > 0) {
    paper.fillStyle = MEDALS[entry.medal] ?? colours.gold
    paper.beginPath()
    paper.arc(box.x + placeWidth / 2, middle, unit * 0.36, 0, 2 * Math.PI)
    paper.fill()
  }
  write(paper, entry.place, { x: box.x + 6, y: middle, width: placeWidth - 12 }, {
    size: unit * 0.4, weight: 800, family: sans, align: 'center', colour: entry.medal > 0 ? MEDAL_TEXT : colours.text,
  })
  const x = box.x + placeWidth + 20
  const width = box.width - placeWidth - 20 - totalWidth - 20
  const isTop = entry.medal > 0 ? colours.gold : colours.text
  write(paper, entry.name, { x, width, ...upper }, { size: unit * 0.37, weight: 700, family: sans, colour: isTop })
  const right = { size: unit * 0.23, family: sans, colour: colours.soft, align: 'right' } as const
  setFont(paper, right, right.size)
  const taken = entry.figures ? Math.min(width * 0.5, paper.measureText(entry.figures).width) : 0
  write(paper, entry.figures, { x: x + width - taken, width: taken, ...lower }, right)
  const font = { size: unit * 0.25, family: sans, colour: colours.soft }
  write(paper, entry.unit, { x, width: width - taken - (taken > 0 ? 20 : 0), ...lower }, font)
  const end = { x: box.x + box.width - totalWidth, width: totalWidth }
  write(paper, entry.total, { ...end, ...upper }, { size: unit * 0.44, weight: 800, family: sans, align: 'right', colour: isTop })
  write(paper, entry.state, { ...end, ...lower }, right)
  paper.fillStyle = colours.rule
  paper.fillRect(box.x, box.y + box.height - 1, box.width, 1)
}

function paintFoot(paper: CanvasRenderingContext2D, sheet: Sheet, plan: Plan): void {
  const { colours, sans } = sheet
  const width = plan.width - 2 * MARGIN
  const isLong = sheet.shape === 'long'
  const font = { size: 26, family: sans, colour: colours.soft }
  write(paper, sheet.right, { x: MARGIN, y: plan.height - (isLong ? 96 : 46), width: isLong ? width : width * 0.6 }, font)
  const more = isLong ? { x: MARGIN, y: plan.height - 48, width } : { x: plan.width * 0.65, y: plan.height - 46, width: plan.width * 0.35 - MARGIN }
  write(paper, sheet.more, more, { ...font, align: isLong ? 'left' : 'right' })
}

function paintEntries(paper: CanvasRenderingContext2D, sheet: Sheet, plan: Plan, top: number, breakAt: number): void {
  const gap = 60
  const width = (plan.width - 2 * MARGIN - gap * (plan.columns - 1)) / plan.columns
  sheet.entries.forEach((entry, at) => {
    const column = plan.columns === 2 && at >= breakAt ? 1 : 0
    const y = top + (at - column * breakAt) * plan.row
    paintEntry(paper, entry, sheet, { x: MARGIN + column * (width + gap), y, width, height: plan.row })
  })
}

export function paint(canvas: HTMLCanvasElement, sheet: Sheet): void {
  const paper = canvas.getContext('2d')
  if (!paper) throw new Error('no canvas')
  const isLong = sheet.shape === 'long'
  const width = (isLong ? LONG : WIDE).width - 2 * MARGIN
  const laid = fitLines(paper, sheet, width)
  const words = heightOf(laid)
  const isAlone = sheet.entries.length + sheet.prints.length === 0
  const around = words === 0 ? 0 : isAlone ? (isLong ? Math.max(120, (700 - words) / 2) : 0) : 24
  const prints = isLong ? sheet.prints.length * (ALONG + 30) : 0
  const breakAt = breakOf(sheet.entries)
  const plan = planOf(sheet.shape, sheet.entries.length, words + 2 * around + prints, breakAt)
  canvas.width = plan.width
  canvas.height = plan.height
  const ground = paper.createLinearGradient(0, 0, 0, Math.min(plan.height, 1600))
  ground.addColorStop(0, sheet.colours.back)
  ground.addColorStop(1, sheet.colours.deep)
  paper.fillStyle = ground
  paper.fillRect(0, 0, plan.width, plan.height)
  paintHead(paper, sheet, plan)
  const room = plan.height - plan.head - plan.foot
  paintLines(paper, sheet, laid, plan.head + (isAlone && !isLong ? (room - words) / 2 : around), { x: MARGIN, width })
  const top = plan.head + words + 2 * around
  paintEntries(paper, sheet, plan, top, breakAt)
  if (sheet.prints.length > 0) paintPrints(paper, sheet, { x: MARGIN, y: top, width, height: plan.height - top - plan.foot })
  paintFoot(paper, sheet, plan)
}
