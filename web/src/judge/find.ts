// A piece by the code on it, as typed or as a scanner types it.
import type { Task } from './desk.svelte'

// What a keyboard may do to a code: full-width signs, small letters, blanks and dashes.
export function plainCode(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/[\s\-‐-―−_]/g, '')
}

export type Found = { kind: 'open' | 'sealed'; task: Task } | { kind: 'none' | 'several' }

export function findTask(tasks: Task[], text: string): Found {
  const wanted = plainCode(text)
  const found = tasks.filter(({ competitor: { id, code } }) => plainCode(code ?? id) === wanted || plainCode(id) === wanted)
  const [task] = found
  if (!task) return { kind: 'none' }
  if (found.length > 1) return { kind: 'several' }
  return { kind: task.state === 'open' || task.state === 'begun' ? 'open' : 'sealed', task }
}
