// What has been ruled, and whether a later ruling has taken its place.
export interface Ruling {
  ruling: string
  competitor?: string
  competitors?: string[]
  part?: string
  seat?: string
  stage?: string
  skill?: string
  status?: string
  adjustment?: string
  times?: number
  excused?: boolean
  accepted?: boolean
  approved?: boolean
  title?: string | null
  by?: string
  a?: string
  b?: string
  group?: string
  round?: number | string
  number?: number | string
  ends?: string[][]
  forfeit?: string
  groups?: string[][]
  reason?: string
}
export interface Ruled {
  number: number // of the journal
  at: number
  by: string
  skill: string
  ruling: Ruling
}

// Each of these stands for itself: what happened has happened.
const EVENTS = ['void', 'turn', 'return']

// Whom it is about.
export function whoOf({ competitor, competitors, groups, a, b }: Ruling): string[] {
  return [competitor, a, b, ...(competitors ?? []), ...(groups ?? []).flat()].filter((id): id is string => id !== undefined)
}

// The same thing said again has the same text; an event has its own.
function aboutText({ number, skill, ruling }: Ruled): string {
  const { ruling: kind, competitor, stage, part, seat, adjustment, title, group, round, number: bout, a, b } = ruling
  if (EVENTS.includes(kind)) return `${kind} ${number}`
  const sides = [a, b].sort() // a match is the same whichever side is named first
  const ordered = kind === 'order' ? [...(ruling.competitors ?? [])].sort() : [] // holds for those whom it names
  return JSON.stringify([kind, skill, competitor, stage, part, seat, adjustment, title ?? null, group, round, bout, sides, ordered])
}

// What takes its place: the same said again, or for one competitor what was said for everybody.
function answersTo(each: Ruled): string[] {
  const { ruling } = each
  if (ruling.ruling !== 'accept' || ruling.competitor === undefined) return [aboutText(each)]
  const { competitor: _, ...everybody } = ruling
  return [aboutText(each), aboutText({ ...each, ruling: everybody })]
}

// By journal number: the later ruling that took its place.
export function replacedBy(all: Ruled[]): Map<number, number> {
  const last = new Map<string, number>()
  const replaced = new Map<number, number>()
  for (const each of [...all].sort((one, other) => other.number - one.number)) {
    const later = Math.max(...answersTo(each).map((about) => last.get(about) ?? 0))
    if (later > 0) replaced.set(each.number, later)
    const about = aboutText(each)
    last.set(about, last.get(about) ?? each.number)
  }
  return replaced
}
