// A piece by the code on it, as typed or as a scanner types it.
import { isCode } from '../shared/paircode'
import type { Task } from './tasks'

// What a keyboard may do to a code: full-width signs, small letters, blanks and dashes.
export function plainCode(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/[\s\-‐-―−_]/g, '')
}

export type Found = { kind: 'open' | 'sealed'; task: Task } | { kind: 'none' | 'several' | 'mistyped' }

// Where pieces have codes with a check sign, a text of their length that fails it was typed wrong.
function isMistyped(tasks: Task[], wanted: string): boolean {
  const codes = tasks.map(({ competitor }) => plainCode(competitor.code ?? '')).filter((code) => code !== '')
  const checked = codes.length > 0 && codes.every((code) => isCode(code, code.length))
  return checked && codes.some((code) => code.length === wanted.length) && !isCode(wanted, wanted.length)
}

export function findTask(tasks: Task[], text: string): Found {
  const wanted = plainCode(text)
  const found = tasks.filter(({ competitor: { id, code } }) => plainCode(code ?? id) === wanted || plainCode(id) === wanted)
  const [task] = found
  if (!task) return { kind: isMistyped(tasks, wanted) ? 'mistyped' : 'none' }
  if (found.length > 1) return { kind: 'several' }
  return { kind: task.state === 'open' || task.state === 'begun' ? 'open' : 'sealed', task }
}
