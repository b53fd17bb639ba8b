// A sheet as a list of fields: a judge's seat has aspects, the technical seat has declarations.
import { choices, fit, parse, print, type Bounds, type Fit } from '../shared/decimal'
import type {
  Aspect, Code, Declarable, Declared, FaultKind, Input, Mark, Name, Part, SheetBody,
} from '../shared/types'
import { clockFigure, clockSeconds } from './entry/clock'
import { readLog } from './entry/station'
import {
  clean, codeKey, faultKey, LOG, NO_MARKS, NOTE, REASON, targetKey, type Values,
} from './entry/values'

export { NO_MARKS, NOTE, REASON, type Values }

export type Kind = Input | 'figure' | 'time' | 'log'
export interface Field {
  id: string
  kind: Kind
  name: Name | null // null: named by `word`
  word: Exclude<Declarable, 'no_marks'> | null
  grade: string | null // the grade that a scale entry gives a value to
  aspect: Aspect | null
  bounds: Bounds | null
  signed: boolean
}
const QUANTITY_MAX = 1_000_000n * 1_000_000n
const COUPLES = '64' // places that can be given where the rules do not say how many

const whole = (min: string, max: string): Bounds => ({ min, max, step: '1' })

// What may be entered, as the engine checks it.
export function boundsOf(aspect: Aspect): Bounds | null {
  const { min, max, step } = aspect
  switch (aspect.input ?? 'score') {
    case 'pass_fail':
    case 'tick': return whole('0', '1')
    case 'judgement': return whole('0', '3')
    case 'number': return whole('0', aspect.possible ?? '0')
    case 'choice': return whole('1', String(aspect.choices?.length ?? 0))
    case 'place': return whole('1', max ?? COUPLES)
    case 'deduction': return null
    default: return { min: min ?? '0', max: max ?? '0', step: step ?? '1' }
  }
}

function aspectField(aspect: Aspect): Field {
  const bounds = boundsOf(aspect)
  return {
    id: aspect.id, kind: aspect.input ?? 'score', name: aspect.name, word: null, grade: null, aspect, bounds,
    signed: bounds?.min.startsWith('-') ?? false,
  }
}

// Every grade that a judge may give to a scaled aspect of the part, in order.
export function grades(part: Part): string[] {
  const all = new Set<string>()
  for (const aspect of part.aspects ?? []) {
    const bounds = boundsOf(aspect)
    if (aspect.scaled && bounds) for (const mark of choices(bounds, 64) ?? []) all.add(mark)
  }
  return [...all].sort((a, b) => Number((parse(a) ?? 0n) - (parse(b) ?? 0n)))
}

export function fieldsOf(part: Part, technical: boolean): Field[] {
  if (!technical) return (part.aspects ?? []).map(aspectField)
  const none = { name: null, grade: null, aspect: null, bounds: null }
  return (part.declares ?? []).flatMap((word): Field[] => {
    if (word === 'no_marks') return []
    if (word === 'scale') {
      return grades(part).map((grade) => ({
        ...none, id: `scale:${grade}`, kind: 'figure', word, grade, signed: true,
      }))
    }
    const kind = word === 'time' || word === 'log' ? word : 'figure'
    return [{ ...none, id: word, kind, word, signed: word === 'base' }]
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

// ---- does it fit

export function fitField(field: Field, value: string): Fit {
  if (field.bounds) return fit(value, field.bounds)
  if (value.trim() === '') return 'blank'
  const figure = field.kind === 'time' ? clockFigure(value) : parse(value)
  if (figure === null) return 'malformed'
  if (field.word === 'divisor' && figure === 0n) return 'out-of-range'
  return figure < 0n && !field.signed ? 'out-of-range' : 'ok'
}

export function fitQuantity(text: string): Fit {
  if (text.trim() === '') return 'blank'
  const figure = parse(text)
  if (figure === null) return 'malformed'
  return figure < 0n || figure > QUANTITY_MAX ? 'out-of-range' : 'ok'
}

function fitFaults(field: Field, values: Values): Fit {
  const fits = (field.aspect?.faults ?? []).map(({ id }) => fitQuantity(values[faultKey(field.id, id)] ?? ''))
  const bad = fits.find((each) => each === 'malformed' || each === 'out-of-range')
  if (bad) return bad
  return fits.includes('ok') || values[field.id] === clean ? 'ok' : 'blank'
}

function fitTarget(field: Field, values: Values): Fit {
  const achieved = fitField(field, values[field.id] ?? '')
  const own = values[targetKey(field.id)] ?? ''
  if (achieved !== 'ok') return achieved
  if (own.trim() === '') return field.aspect?.target ? 'ok' : 'blank'
  const target = fitQuantity(own)
  return target === 'ok' && parse(own) === 0n ? 'out-of-range' : target
}

// The whole entry of a field.
export function check(field: Field, values: Values): Fit {
  if (values[codeKey(field.id)]) return 'ok'
  if (field.kind === 'deduction') return fitFaults(field, values)
  if (field.kind === 'target') return fitTarget(field, values)
  if (field.kind === 'log') return readLog(values[LOG]).length > 0 ? 'ok' : 'blank'
  return fitField(field, values[field.id] ?? '')
}

// Every text that belongs to a field, to forget it.
export function keysOf(field: Field): string[] {
  const faults = (field.aspect?.faults ?? []).map(({ id }) => faultKey(field.id, id))
  return [field.id, targetKey(field.id), codeKey(field.id), ...faults]
}

// ---- to and from the body of a sheet

function valuesOfMark({ aspect, value, code, faults, target }: Mark): Values {
  if (code) return { [codeKey(aspect)]: code }
  if (!faults) return { ...(value === undefined ? {} : { [aspect]: value }), ...(target ? { [targetKey(aspect)]: target } : {}) }
  const given = Object.entries(faults).filter(([, quantity]) => (parse(quantity) ?? 0n) > 0n)
  if (given.length === 0) return { [aspect]: clean }
  return Object.fromEntries(given.map(([fault, quantity]) => [faultKey(aspect, fault), quantity]))
}

export function valuesOf(body: SheetBody | undefined): Values {
  const values: Values = {}
  for (const mark of body?.marks ?? []) Object.assign(values, valuesOfMark(mark))
  const { scale, no_marks, log, ...single } = body?.declared ?? {}
  for (const [word, value] of Object.entries(single)) values[word] = value
  for (const [grade, value] of Object.entries(scale ?? {})) values[`scale:${grade}`] = value
  if (log) values[LOG] = JSON.stringify(log)
  if (no_marks) values[NO_MARKS] = 'true'
  if (body?.note) values[NOTE] = body.note
  return values
}

function plain(value: string): string {
  return print(parse(value) ?? 0n)
}

function faultsOf(field: Field, faults: FaultKind[], values: Values): Record<string, string> {
  const given = faults.map(({ id }) => [id, values[faultKey(field.id, id)] ?? ''] as const)
  return Object.fromEntries(given.filter(([, text]) => (parse(text) ?? 0n) > 0n).map(([id, text]) => [id, plain(text)]))
}

function markOf(field: Field, values: Values): Mark {
  const code = values[codeKey(field.id)]
  if (code) return { aspect: field.id, code: code as Code }
  if (field.kind === 'deduction') {
    return { aspect: field.id, faults: faultsOf(field, field.aspect?.faults ?? [], values) }
  }
  const target = values[targetKey(field.id)] ?? ''
  const value = plain(values[field.id] ?? '')
  return field.kind === 'target' && target !== ''
    ? { aspect: field.id, value, target: plain(target) }
    : { aspect: field.id, value }
}

function declaredOf(fields: Field[], values: Values): Declared {
  const declared: Declared = {}
  for (const { id, word, grade } of fields) {
    const text = values[id] ?? ''
    if (word === 'scale') declared.scale = { ...declared.scale, [grade ?? '']: plain(text) }
    else if (word === 'log') declared.log = readLog(text)
    else if (word === 'time') declared.time = clockSeconds(text) ?? text
    else if (word) declared[word] = plain(text)
  }
  if (values[NO_MARKS] === 'true') declared.no_marks = true
  return declared
}

// What is pasted may bring signs that nobody sees and that the server takes from nobody: line separators become lines, the rest goes.
export function readable(text: string): string {
  return text.replace(/[\u2028\u2029]/g, '\n').replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
}

// The same for a reason or a name, which has no lines.
export function oneLine(text: string): string {
  return readable(text).replace(/\n/g, ' ').trim()
}

// A sheet that is sealed again as it was, with a reason; what an older page let into its words is gone.
export function againAs({ client_time: _, ...body }: SheetBody, reason: string): SheetBody {
  const words = { ...(body.note === undefined ? {} : { note: readable(body.note) }), reason: oneLine(body.reason ?? reason) }
  return { ...body, ...words }
}

export function bodyOf(fields: Field[], values: Values, technical: boolean): SheetBody {
  const filled = (technical ? asked(fields, values) : fields).filter((field) => check(field, values) !== 'blank')
  const note = readable(values[NOTE] ?? '').trim()
  const said = technical
    ? { declared: declaredOf(filled, values) }
    : { marks: filled.map((field) => markOf(field, values)) }
  return note === '' ? said : { ...said, note }
}
