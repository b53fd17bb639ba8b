// A sheet as a list of fields: a judge's seat has aspects, the technical seat has declarations.
import { choices, fit, parse, print, type Bounds, type Fit } from '../shared/decimal'
import type { Aspect, Declarable, Name, Part, SheetBody } from '../shared/types'

export interface Field {
  id: string
  name: Name | null // null: named by `word`
  word: Exclude<Declarable, 'no_marks'> | null
  grade: string | null // the grade that a scale entry gives a value to
  bounds: Bounds | null
  signed: boolean
}
export type Values = Record<string, string>
export const NO_MARKS = 'no_marks'

function aspectField(aspect: Aspect): Field {
  const { id, name, min, max, step } = aspect
  return { id, name, word: null, grade: null, bounds: { min, max, step }, signed: min.startsWith('-') }
}

// Every grade that a judge may give to a scaled aspect of the part, in order.
export function grades(part: Part): string[] {
  const all = new Set<string>()
  for (const aspect of part.aspects ?? []) {
    if (aspect.scaled) for (const mark of choices(aspect, 64) ?? []) all.add(mark)
  }
  return [...all].sort((a, b) => Number((parse(a) ?? 0n) - (parse(b) ?? 0n)))
}

export function fieldsOf(part: Part, technical: boolean): Field[] {
  if (!technical) return (part.aspects ?? []).map(aspectField)
  const none = { name: null, grade: null, bounds: null }
  return (part.declares ?? []).flatMap((word): Field[] => {
    if (word === 'no_marks') return []
    if (word !== 'scale') return [{ ...none, id: word, word, signed: word === 'base' }]
    return grades(part).map((grade) => ({ ...none, id: `scale:${grade}`, word, grade, signed: true }))
  })
}

// Without marks there is nothing to look up or to multiply: what remains to be declared.
export function asked(fields: Field[], values: Values): Field[] {
  if (values[NO_MARKS] !== 'true') return fields
  return fields.filter(({ word }) => word === 'base' || word === 'deduction')
}

export function mayDeclareNoMarks(part: Part, technical: boolean): boolean {
  return technical && (part.declares ?? []).includes('no_marks')
}

export function fitField(field: Field, value: string): Fit {
  if (field.bounds) return fit(value, field.bounds)
  if (value.trim() === '') return 'blank'
  const figure = parse(value)
  if (figure === null) return 'malformed'
  return figure < 0n && !field.signed ? 'out-of-range' : 'ok'
}

export function valuesOf(body: SheetBody | undefined): Values {
  const values: Values = {}
  for (const { aspect, value } of body?.marks ?? []) values[aspect] = value
  const { scale, no_marks, ...single } = body?.declared ?? {}
  for (const [word, value] of Object.entries(single)) values[word] = value
  for (const [grade, value] of Object.entries(scale ?? {})) values[`scale:${grade}`] = value
  if (no_marks) values[NO_MARKS] = 'true'
  return values
}

function plain(value: string): string {
  return print(parse(value) ?? 0n)
}

export function bodyOf(fields: Field[], values: Values, technical: boolean): SheetBody {
  const filled = (technical ? asked(fields, values) : fields).filter((field) => (values[field.id] ?? '') !== '')
  if (!technical) {
    return { marks: filled.map(({ id }) => ({ aspect: id, value: plain(values[id] ?? '') })) }
  }
  const declared: NonNullable<SheetBody['declared']> = {}
  for (const { id, word, grade } of filled) {
    const value = plain(values[id] ?? '')
    if (word === 'scale') declared.scale = { ...declared.scale, [grade ?? '']: value }
    else if (word) declared[word] = value
  }
  if (values[NO_MARKS] === 'true') declared.no_marks = true
  return { declared }
}
