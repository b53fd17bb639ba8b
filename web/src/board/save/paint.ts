// A board as a picture to keep or to send on: drawn on a canvas from the rows themselves, so that nothing
// is fetched and nothing on it can be code. Every text is read whole: smaller where it must be.
export type Shape = 'long' | 'wide'
export interface Entry {
  place: string
  medal: number // 1 to 3; 0: none
  name: string
  unit: string
  figures: string // of the modules
  total: string
  state: string
}
export interface Sheet {
  shape: Shape
  competition: string
  title: string
  stage: string
  left: string // what kind of result, and when it was known
  right: string // the check code
  more: string // who is not on it
  entries: Entry[]
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

export function planOf(shape: Shape, count: number): Plan {
  if (shape === 'long') {
    const { width, row, head, foot } = LONG
    return { width, height: head + row * Math.max(1, count) + foot, columns: 1, perColumn: count, row, head, foot }
  }
  const shown = Math.min(count, WIDE_MOST)
  const columns = shown > WIDE_MOST / 2 ? 2 : 1
  const perColumn = Math.ceil(shown / columns)
  const room = WIDE.height - WIDE.head - WIDE.foot
  return { ...WIDE, columns, perColumn, row: Math.min(160, room / Math.max(6, perColumn)) }
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
  const unit = Math.min(box.height, 104)
  const upper = { y: box.y + box.height * 0.34 }
  const lower = { y: box.y + box.height * 0.73 }
  const placeWidth = 96
  const totalWidth = Math.min(250, box.width * 0.26)
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

export function paint(canvas: HTMLCanvasElement, sheet: Sheet): void {
  const plan = planOf(sheet.shape, sheet.entries.length)
  canvas.width = plan.width
  canvas.height = plan.height
  const paper = canvas.getContext('2d')
  if (!paper) throw new Error('no canvas')
  const ground = paper.createLinearGradient(0, 0, 0, Math.min(plan.height, 1600))
  ground.addColorStop(0, sheet.colours.back)
  ground.addColorStop(1, sheet.colours.deep)
  paper.fillStyle = ground
  paper.fillRect(0, 0, plan.width, plan.height)
  paintHead(paper, sheet, plan)
  const gap = 60
  const width = (plan.width - 2 * MARGIN - gap * (plan.columns - 1)) / plan.columns
  sheet.entries.slice(0, plan.columns * plan.perColumn).forEach((entry, at) => {
    const column = Math.floor(at / plan.perColumn)
    const y = plan.head + (at % plan.perColumn) * plan.row
    paintEntry(paper, entry, sheet, { x: MARGIN + column * (width + gap), y, width, height: plan.row })
  })
  paintFoot(paper, sheet, plan)
}
