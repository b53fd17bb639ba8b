// A signature as it is drawn: strokes in the units of the field, as smooth lines. Or a typed name.
export interface Drawn {
  strokes: number[][] // x and y of each point in turn
  width: number
  height: number
}
export type Drawing = Drawn | { typed: string }

export const WIDTH = 600
export const HEIGHT = 240
export const POINTS_MAX = 4000 // of all strokes: the server takes 48 KiB
const NEAR = 3 // closer points say nothing new
const NAME_MAX = 50

export const pointsOf = (strokes: number[][]): number => strokes.reduce((sum, stroke) => sum + stroke.length / 2, 0)

// A point goes on the stroke, unless it is too near to its last or outside the field.
export function drawTo(stroke: number[], x: number, y: number): number[] {
  const [at, down] = [Math.round(x), Math.round(y)]
  if (at < 0 || down < 0 || at > WIDTH || down > HEIGHT) return stroke
  const [lastX = -NEAR, lastY = -NEAR] = stroke.slice(-2)
  const isNear = stroke.length > 0 && Math.hypot(at - lastX, down - lastY) < NEAR
  return isNear ? stroke : [...stroke, at, down]
}

// Through the middles between the points: a hand has no corners. A dot is a line of no length.
export function pathOf(stroke: number[]): string {
  const [x = 0, y = 0] = stroke
  let text = `M${x} ${y}`
  for (let at = 2; at + 3 < stroke.length; at += 2) {
    const [cx = 0, cy = 0, nx = 0, ny = 0] = stroke.slice(at, at + 4)
    text += `Q${cx} ${cy} ${(cx + nx) / 2} ${(cy + ny) / 2}`
  }
  return `${text}L${stroke[stroke.length - 2] ?? x} ${stroke[stroke.length - 1] ?? y}`
}

const isFigure = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0

// What the server keeps, read with care: it is shown on pages that are printed.
export function readDrawing(json: unknown): Drawing | null {
  const { typed, strokes, width, height } = (json ?? {}) as Record<string, unknown>
  if (typeof typed === 'string') return typed.trim() ? { typed: typed.slice(0, NAME_MAX) } : null
  if (!Array.isArray(strokes) || !isFigure(width) || !isFigure(height)) return null
  const good = strokes.filter((each): each is number[] => Array.isArray(each) && each.length >= 2 && each.every(isFigure))
  return good.length > 0 ? { strokes: good, width, height } : null
}
