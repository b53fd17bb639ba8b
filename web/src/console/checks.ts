// Double entry and re-check as the server tells them, and two typings compared cell by cell.
import { entryText } from '../judge/entry/say'
import { labelOf } from '../judge/label'
import { bodyOf, fieldsOf, keysOf, NO_MARKS, valuesOf, type Field, type Values } from '../judge/sheet'
import { LOG } from '../judge/entry/values'
import { t } from '../shared/i18n/index.svelte'
import { placeOf } from '../shared/lookup'
import type { Definition, Part, SheetBody } from '../shared/types'
import type { Act, SheetName } from './signing'

export interface Different extends SheetName {
  etag: string
  first: SheetBody
  second: SheetBody
  typed: string[]
}
export type Settled = SheetName & Act & { how: 'settled' | 'corrected'; reason?: string }
export type Found = SheetName & Act & { reason: string; sheet?: number; corrected?: boolean; waits?: boolean }
export interface Checks {
  entries: {
    typed: number
    good: number
    awaited: (SheetName & { own: boolean })[]
    different: Different[]
    settled: Settled[]
  }
  recheck: { awaited: SheetName[]; found: Found[] }
}

export interface Form {
  part: Part
  technical: boolean
  fields: Field[]
}

export function formOf(definition: Definition, sheet: SheetName): Form | null {
  const part = placeOf(definition, sheet.part)?.part
  const technical = part?.technical === sheet.seat
  return part ? { part, technical, fields: fieldsOf(part, technical) } : null
}

export interface Cell {
  id: string
  label: string
  first: string
  second: string
}

export const keysOfCell = (fields: Field[], id: string): string[] => {
  const field = fields.find((each) => each.id === id)
  if (!field) return [id]
  return field.kind === 'log' ? [LOG] : keysOf(field)
}

// Where the two typings are not alike.
export function cellsOf(fields: Field[], first: Values, second: Values): Cell[] {
  const declares = (values: Values) => (values[NO_MARKS] === 'true' ? '✓' : '—')
  const cells = fields.map((field) => ({
    id: field.id, label: labelOf(field), first: entryText(field, first), second: entryText(field, second),
  }))
  return [
    ...cells,
    { id: NO_MARKS, label: t('declare.no_marks'), first: declares(first), second: declares(second) },
  ].filter((cell) => cell.first !== cell.second)
}

// The sheet as it was decided: of each cell the first typing or the second.
export function decided({ fields, technical }: Form, first: SheetBody, second: SheetBody, taken: Record<string, 'first' | 'second'>): SheetBody {
  const values = valuesOf(first)
  const other = valuesOf(second)
  for (const [cell, side] of Object.entries(taken)) {
    if (side === 'first') continue
    for (const key of keysOfCell(fields, cell)) {
      const text = other[key]
      if (text === undefined) delete values[key]
      else values[key] = text
    }
  }
  return bodyOf(fields, values, technical)
}
