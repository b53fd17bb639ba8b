// Finding a person at the check-in as clerks type: name, pinyin with or without its tail, initials,
// unit or id. The last four of an ID are asked of the server, which alone knows them.
export type State = 'expected' | 'present' | 'late' | 'absent' | 'replaced'
export interface Line {
  id: string
  skill: string
  code?: string
  name?: string
  second_name?: string
  delegation?: string
  has_id: boolean
  version: number // of what is said of him
  state: State
  at?: number
  by?: string
  approved_by?: string
  reason?: string
}
export interface CheckInList {
  competitors: Line[]
  count: number
  here: number
}
// Whether the letters are how the name is said; every reading of a sign counts.
export type Said = (name: string, letters: string) => boolean

export const STATES: State[] = ['present', 'late', 'absent', 'replaced']
export const isHere = (state: State): boolean =>
  state === 'present' || state === 'late' || state === 'replaced'

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[\s·・•．‧'’-]/g, '')

// The dictionary is large: only this page asks for it, and the page finds by name until it is here.
export async function loadSaid(): Promise<Said> {
  const { match } = await import('pinyin-pro')
  const says: Said = (name, letters) => match(name, letters, { precision: 'start', continuous: true }) !== null
  return (name, letters) => says(name, letters) || says(name, letters.replace(/v/g, 'ü')) // no ü on most keyboards
}

export function isLastFour(text: string): boolean {
  return /^\d{3}[\dX]$/i.test(text.normalize('NFKC').trim())
}

export function lastFour(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase()
}

export function fits(line: Line, text: string, said: Said | null): boolean {
  const wanted = plain(text)
  if (wanted === '') return true
  const names = [line.name, line.second_name, line.delegation, line.id, line.code]
  if (names.some((each) => plain(each ?? '').includes(wanted))) return true
  return Boolean(said && /^[a-zü]+$/.test(wanted) && line.name && said(plain(line.name), wanted))
}
