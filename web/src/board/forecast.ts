// What may still become of a row, in words and as a sign.
import { named, t } from '../shared/i18n/index.svelte'
import type { BoardLine, Need, Row, Skill, Stage } from '../shared/types'

// Within a line, out of it, or still open.
export type Standing = 'in' | 'out' | 'open'

export function standing(row: Row, line: BoardLine): Standing | null {
  if (!row.forecast) return null
  if (row.forecast.worst <= line.top) return 'in'
  return row.forecast.best > line.top ? 'out' : 'open'
}

export const SIGNS: Record<Standing, string> = { in: '◆', open: '◇', out: '✕' }

// The first line that he is within for sure, else the first that is open; of those who are out of all: none.
export function decisive(row: Row, lines: BoardLine[]): { line: BoardLine; standing: Standing } | null {
  const each = lines.map((line) => ({ line, standing: standing(row, line) }))
  const found = each.find(({ standing: is }) => is === 'in') ?? each.find(({ standing: is }) => is === 'open') ?? each[each.length - 1]
  return found?.standing ? { line: found.line, standing: found.standing } : null
}

export function lineName(line: BoardLine, skill: Skill | undefined): string {
  const title = skill?.titles?.find((each) => each.id === line.title)
  const stage = skill?.stages.find((each) => each.id === line.stage)
  if (title) return t('forecast.line.title', { title: named(title.name), n: line.top })
  return stage ? t('forecast.line.stage', { stage: named(stage.name), n: line.top }) : t('forecast.line', { n: line.top })
}

export function isLowBest(skill: Skill | undefined, stage: Stage | undefined): boolean {
  return (stage?.order ?? skill?.order) === 'low'
}

function goal(need: Need, lines: BoardLine[], skill: Skill | undefined): string {
  if (need.place === 1) return t('forecast.first')
  const line = lines.find((each) => each.top === need.place)
  return line ? lineName(line, skill) : t('forecast.line', { n: need.place })
}

export interface Said {
  need: Need
  goal: string
  words: string
}

export function needsOf(row: Row, lines: BoardLine[], skill: Skill | undefined, stage: Stage | undefined): Said[] {
  return (row.forecast?.needs ?? [])
    .filter((need) => need.answer !== 'unknown' || need.than !== undefined)
    .map((need) => {
      const isLow = isLowBest(skill, stage)
      const values = { mark: need.mark ?? '', than: need.than ?? '' }
      const word = need.answer === 'unknown' ? (isLow ? 'below' : 'beat') : need.answer === 'mark' && isLow ? 'mark.low' : need.answer
      return { need, goal: goal(need, lines, skill), words: t(`forecast.${word}`, values) }
    })
}

export function rangeOf(row: Row): string {
  if (!row.forecast) return ''
  const { best, worst } = row.forecast
  return best === worst ? t('forecast.sure', { n: best }) : t('forecast.range', { best, worst })
}

// Under which rows, by their index, a line runs: the last on a place within it, if others come after.
export function linesUnder(rows: Row[], lines: BoardLine[]): Map<number, BoardLine> {
  const found = new Map<number, BoardLine>()
  for (const line of lines) {
    const after = rows.findIndex((row) => row.place === null || row.place > line.top)
    if (after > 0) found.set(after - 1, line)
  }
  return found
}

export function outlookOf(row: Row, lines: BoardLine[], skill: Skill | undefined): string {
  const decided = decisive(row, lines)
  const line = decided ? `${SIGNS[decided.standing]} ${t(`forecast.is.${decided.standing}`, { line: lineName(decided.line, skill) })}` : ''
  return [rangeOf(row), line].filter(Boolean).join(' · ')
}
