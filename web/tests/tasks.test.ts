// Which sheet counts on a tablet's list: the newest that the server has counted, whoever sealed it.
import { expect, test } from 'vitest'
import { placeText, type Entry } from '../src/shared/outbox'
import type { Sheet } from '../src/shared/types'
import { bodyOfTask, tasksOf, type Chair, type Holding } from '../src/judge/tasks'

const chair = { part: 'p', seat: 'J1', where: { skill: { id: 's' } } } as unknown as Chair
const at = { competition: 'c', part: 'p', competitor: 'c1', seat: 'J1', judge: 'j1' }
const body = (value: string): string => JSON.stringify({ marks: [{ aspect: 'a', value }] })

function own(state: string, number: number, digest: string): Entry {
  return { ...at, place: placeText(at), state, digest, body: body('5'), receipt: number ? { number, digest } : null } as unknown as Entry
}
const sheet = (number: number, digest: string): Sheet =>
  ({ ...at, receipt: { number, digest }, body: JSON.parse(body('7')) }) as unknown as Sheet

function only(entries: Entry[], sheets: Sheet[]) {
  const held = { roster: [{ id: 'c1', skill: 's' }], entries, sheets, begun: new Set<string>(), draws: [], hasClash: () => false, address: () => at } as unknown as Holding
  const [task] = tasksOf(chair, held)
  if (!task) throw new Error('no task')
  return { ...task, shown: bodyOfTask(task)?.marks?.[0] }
}

test('what this tablet sealed counts while nobody has changed it', () => {
  const task = only([own('sealed', 50, 'mine')], [sheet(50, 'mine')])
  expect([task.state, task.replaced, task.shown]).toMatchObject(['sealed', undefined, { value: '5' }])
})

test('a later sheet of somebody else counts, with the own figures kept beside it', () => {
  const task = only([own('sealed', 50, 'mine')], [sheet(61, 'other')])
  expect([task.state, task.entry, task.sheet?.receipt.number, task.replaced?.receipt?.number]).toEqual(['sealed', undefined, 61, 50])
  expect(task.shown).toMatchObject({ value: '7' })
})

test('the same figures under a later number replace nothing', () => {
  expect(only([own('sealed', 50, 'mine')], [sheet(61, 'mine')]).replaced).toBeUndefined()
})

test('what is not sent yet is never hidden by what the server has', () => {
  const task = only([own('kept', 0, 'mine')], [sheet(61, 'other')])
  expect([task.state, task.replaced, task.shown]).toMatchObject(['kept', undefined, { value: '5' }])
})
