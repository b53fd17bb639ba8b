// A page to be signed, as the server gives it, and the table that is printed of it.
import { entryText } from '../judge/entry/say'
import { labelOf } from '../judge/label'
import { asked, fieldsOf, valuesOf, type Field } from '../judge/sheet'
import { named, t, type Key } from '../shared/i18n/index.svelte'
import { placeOf } from '../shared/lookup'
import type { Definition, Name, Part, Row, SheetBody, Stage } from '../shared/types'

export type Kind = 'standing' | 'summary' | 'slip'
export interface PageName {
  page: Kind
  stage: string
  part?: string
  seat?: string
  competitor?: string
  entry?: string
}
export interface SheetRow {
  id: string
  code?: string
  name?: string
  delegation?: string
  seat: string
  number: number
  sheet: SheetBody
  figure?: string
}
export interface Page extends PageName {
  skill: string
  competition: { id: string; name: Name; fictional: boolean }
  number: number
  digest: string
  chain?: string // the head of the journal's chain at that number; none of an empty page
  code: string
  supervisor: boolean
  published: boolean
  state: 'open' | 'checked' | 'signed' | 'locked'
  signed: { role: string; number: number; at: number; how: 'ink' | 'drawn' | 'refused' }[] // what holds
  names: boolean
  rows: (SheetRow | Row)[]
}

export interface Column {
  id: string
  label: string
  kind: 'place' | 'code' | 'name' | 'unit' | 'mark' | 'sum' | 'note'
}
export interface Table {
  lead: Column[]
  middle: Column[] // what may be spread over several bands
  last: Column[]
  rows: Record<string, string>[]
}

export const titleOf = (page: Page): string => t(`print.${page.page}`)

// Which pages there are: those of a stage in the order of its signatures, each once.
export function pagesOf(signatures: PageName[]): PageName[] {
  const seen = new Set<string>()
  return signatures.filter((each) => {
    const key = [each.page, each.part, each.seat, each.competitor].join('/')
    return !seen.has(key) && seen.add(key)
  })
}

export function queryOf(name: PageName, skill: string): string {
  const query = new URLSearchParams({ skill })
  if (name.page === 'standing') query.set('stage', name.stage)
  if (name.part) query.set('part', name.part)
  if (name.seat) query.set('seat', name.seat)
  if (name.competitor) query.set('competitor', name.competitor)
  return query.toString()
}

const NO_FIGURE = '—'

function whoColumns(page: Page): Column[] {
  const hasCode = page.rows.some((row) => row.code)
  const hasUnit = page.page === 'standing' && page.names && page.rows.some((row) => row.delegation)
  return [
    ...(hasCode || !page.names ? [{ id: 'code', label: t('print.code'), kind: 'code' as const }] : []),
    ...(page.names ? [{ id: 'name', label: t('print.name'), kind: 'name' as const }] : []),
    ...(hasUnit ? [{ id: 'unit', label: t('print.unit'), kind: 'unit' as const }] : []),
  ]
}

const who = (row: SheetRow | Row) => ({
  code: row.code || row.id, name: row.name ?? '', unit: row.delegation ?? '',
})

function sheetTable(page: Page, part: Part): Table {
  const rows = page.rows as SheetRow[]
  const declared = rows.map((row) => row.sheet.declared !== undefined)
  const fields: Field[] = [
    ...(declared.includes(false) ? fieldsOf(part, false) : []),
    ...(declared.includes(true) ? fieldsOf(part, true) : []),
  ]
  const isSlip = page.page === 'slip'
  const seat: Column = { id: 'seat', label: t('print.seat'), kind: 'code' }
  return {
    lead: isSlip ? [seat] : [{ id: 'n', label: t('print.n'), kind: 'place' }, ...whoColumns(page)],
    middle: fields.map((field) => ({ id: `f:${field.id}`, label: labelOf(field), kind: 'mark' })),
    last: declared.includes(false) ? [{ id: 'sum', label: t('print.subtotal'), kind: 'sum' }] : [],
    rows: rows.map((row, at) => {
      const values = valuesOf(row.sheet)
      const known = new Set(asked(fieldsOf(part, row.sheet.declared !== undefined), values))
      const own = new Map([...known].map((field) => [field.id, field]))
      return {
        n: String(at + 1), ...who(row), seat: row.seat, sum: row.figure ?? NO_FIGURE,
        ...Object.fromEntries(fields.map((field) => {
          const mine = own.get(field.id)
          return [`f:${field.id}`, mine ? entryText(mine, values) : NO_FIGURE]
        })),
      }
    }),
  }
}

const STATUS: Record<string, Key> = {
  dnf: 'print.status.dnf', dns: 'print.status.dns', dsq: 'print.status.dsq',
  withdrawn: 'print.status.withdrawn', no_show: 'print.status.no_show',
}

function standingTable(page: Page, stage: Stage): Table {
  const rows = page.rows as Row[]
  const modules = stage.modules ?? []
  const hasNotes = rows.some((row) => row.status)
  return {
    lead: [{ id: 'place', label: t('print.place'), kind: 'place' }, ...whoColumns(page)],
    middle: modules.length > 1 ? modules.map((each) => ({ id: `m:${each.id}`, label: named(each.name), kind: 'mark' })) : [],
    last: [
      { id: 'sum', label: t('print.total'), kind: 'sum' },
      ...(hasNotes ? [{ id: 'note', label: t('print.note'), kind: 'note' as const }] : []),
    ],
    rows: rows.map((row) => ({
      place: row.place === null ? NO_FIGURE : `${row.place}${row.half ? '.5' : ''}`,
      ...who(row),
      ...Object.fromEntries(row.modules.map((each) => [`m:${each.id}`, each.value ?? NO_FIGURE])),
      sum: row.total ?? NO_FIGURE,
      note: row.status ? t(STATUS[row.status] ?? 'print.status.dnf') : '',
    })),
  }
}

export function tableOf(page: Page, definition: Definition): Table {
  const skill = definition.skills.find((each) => each.id === page.skill)
  const stage = skill?.stages.find((each) => each.id === page.stage)
  const part = page.part ? placeOf(definition, page.part)?.part : undefined
  if (part) return sheetTable(page, part)
  return standingTable(page, stage ?? { id: page.stage, name: { zh: page.stage } })
}

// Under whose name a line is drawn.
export function linesOf(page: Page): { role: string; label: string }[] {
  const chief = { role: 'chief', label: t('print.sign.chief') }
  const supervisor = { role: 'supervisor', label: t('print.sign.supervisor') }
  if (page.page === 'standing') return page.supervisor ? [chief, supervisor] : [chief, { role: 'clerk', label: t('print.sign.clerk') }]
  if (page.page === 'slip') return [{ role: 'competitor', label: t('print.sign.competitor') }, { role: 'witness', label: t('print.sign.witness') }]
  return [{ role: 'judge', label: t('print.sign.judge', { seat: page.seat ?? '' }) }, chief]
}
