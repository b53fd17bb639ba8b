// A roster from a file: what each line would become, and what is wrong with it, before anything
// is sent.
import type { Competitor, Definition } from '../shared/types'
import { parseCsv } from './csv'

export type Column = 'id' | 'skill' | 'code' | 'person' | 'name' | 'second_name' | 'delegation' | 'team' | 'group'
  | 'id_number'
export type RowFault =
  | { kind: 'id-missing' }
  | { kind: 'id-malformed'; id: string }
  | { kind: 'skill-missing' }
  | { kind: 'skill-unknown'; skill: string }
  | { kind: 'twice'; id: string; line: number }
  | { kind: 'exists'; id: string }
  | { kind: 'name-missing' }
  | { kind: 'name-long' }
  | { kind: 'server'; words: string }
export interface RosterRow {
  line: number
  competitor: Competitor
  faults: RowFault[]
}
export type Reading =
  | { ok: true; rows: RosterRow[]; ignored: string[] }
  | { ok: false; fault: 'no-columns' | 'not-json' | 'empty' | 'workbook' }

const ID = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/
const NAME_MOST = 100
const HEADS: Record<Column, string[]> = {
  id: ['id', '编号', '序号', '选手编号', '参赛号', 'entry'],
  skill: ['skill', '赛项', '工种', '项目', '职业'],
  code: ['code', '加密号', '抽签号', '代码'],
  person: ['person', '人员编号'],
  name: ['name', '姓名', '选手', '名称'],
  second_name: ['second_name', 'second name', '外文名', '另名', '拼音'],
  delegation: ['delegation', '代表队', '单位', '工作单位', '参赛单位', '所属工会'],
  team: ['team', '团体', '队号'],
  group: ['group', '组别', '参赛组别'],
  id_number: ['id_number', 'id number', '身份证', '身份证号', '身份证号码', '证件号码', '证件号'],
}
const COLUMNS = Object.keys(HEADS) as Column[]

function columnOf(head: string): Column | null {
  const plain = head.trim().toLowerCase()
  return COLUMNS.find((column) => HEADS[column].includes(plain)) ?? null
}

function competitorOf(cells: Partial<Record<Column, string>>): Competitor {
  const made: Competitor = { id: (cells.id ?? '').trim(), skill: (cells.skill ?? '').trim() }
  for (const column of COLUMNS) {
    const text = (cells[column] ?? '').trim()
    if (column !== 'id' && column !== 'skill' && text !== '') made[column] = text
  }
  return made
}

// A skill may be named in words, as clerks do; the definition says which id that is.
function skillOf(definition: Definition, text: string, only: string | null): string {
  if (text === '' && only) return only
  const found = definition.skills.find(
    ({ id, name }) => id === text || name.zh === text || name.en?.toLowerCase() === text.toLowerCase(),
  )
  return found?.id ?? text
}

function fromCsv(text: string): Reading {
  const [head, ...lines] = parseCsv(text)
  if (!head) return { ok: false, fault: 'empty' }
  const columns = head.cells.map(columnOf)
  if (!columns.includes('id')) return { ok: false, fault: 'no-columns' }
  const rows = lines.map(({ line, cells: texts }) => {
    const cells: Partial<Record<Column, string>> = {}
    columns.forEach((column, at) => {
      if (column) cells[column] = texts[at] ?? ''
    })
    return { line, competitor: competitorOf(cells), faults: [] }
  })
  return { ok: true, rows, ignored: head.cells.filter((_, at) => !columns[at]).map((each) => each.trim()) }
}

function fromJson(text: string): Reading {
  try {
    const whole = JSON.parse(text) as { competitors?: unknown } | unknown[]
    const list = Array.isArray(whole) ? whole : whole.competitors
    if (!Array.isArray(list)) return { ok: false, fault: 'not-json' }
    const rows = list.map((each, index) => ({
      line: index + 1,
      competitor: competitorOf(each as Partial<Record<Column, string>>),
      faults: [],
    }))
    return { ok: true, rows, ignored: [] }
  } catch {
    return { ok: false, fault: 'not-json' }
  }
}

function faultsOf(
  { competitor }: RosterRow,
  definition: Definition,
  seen: Map<string, number>,
  known: Set<string>,
): RowFault[] {
  const { id, skill, name } = competitor
  const faults: RowFault[] = []
  if (id === '') faults.push({ kind: 'id-missing' })
  else if (!ID.test(id)) faults.push({ kind: 'id-malformed', id })
  else if (known.has(id)) faults.push({ kind: 'exists', id })
  const earlier = seen.get(id)
  if (id !== '' && earlier !== undefined) faults.push({ kind: 'twice', id, line: earlier })
  if (skill === '') faults.push({ kind: 'skill-missing' })
  else if (!definition.skills.some((each) => each.id === skill)) {
    faults.push({ kind: 'skill-unknown', skill })
  }
  if (!name) faults.push({ kind: 'name-missing' })
  else if ([...name].length > NAME_MOST) faults.push({ kind: 'name-long' })
  return faults
}

export function readRoster(
  text: string,
  definition: Definition,
  known: Set<string>,
  only: string | null,
): Reading {
  const reading = /^\s*[[{]/.test(text) ? fromJson(text) : fromCsv(text)
  if (!reading.ok) return reading
  if (reading.rows.length === 0) return { ok: false, fault: 'empty' }
  const seen = new Map<string, number>()
  for (const row of reading.rows) {
    row.competitor.skill = skillOf(definition, row.competitor.skill, only)
    row.faults = faultsOf(row, definition, seen, known)
    if (!seen.has(row.competitor.id)) seen.set(row.competitor.id, row.line)
  }
  return reading
}
