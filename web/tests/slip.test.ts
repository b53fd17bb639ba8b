import { beforeEach, expect, test, vi } from 'vitest'
import 'fake-indexeddb/auto'
import type { Entry } from '../src/shared/outbox'
import { Cupboard } from '../src/shared/shelf'

const kept = new Map<string, string>()
vi.stubGlobal('location', { search: '?lang=zh' })
vi.stubGlobal('document', { documentElement: {} })
vi.stubGlobal('localStorage', {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => void kept.set(name, value),
  removeItem: (name: string) => void kept.delete(name),
})
const { leaveSlip, takeSlip } = await import('../src/judge/slip')
const PLACE = 'x/j1/p/c1/J1'
const slip = (at: number) => ({ place: PLACE, values: { a: '41' }, base: null, at })

let shelf: Cupboard
let turn = 0
beforeEach(async () => {
  kept.clear()
  turn += 1
  shelf = await Cupboard.open(`slip-${turn}`)
})

test('what was written as the page went is a draft at the next opening, to be sent, and taken once', async () => {
  await shelf.keepDraft({ place: PLACE, values: { a: '4' }, at: 5, version: 3, isDirty: false })
  leaveSlip(slip(9))
  await takeSlip(shelf)
  expect(await shelf.draft(PLACE)).toEqual({ ...slip(9), version: 3, isDirty: true })
  await shelf.dropDraft(PLACE)
  await takeSlip(shelf)
  expect(await shelf.draft(PLACE)).toBeUndefined()
})

test('an older slip replaces nothing, and none brings back what has been sealed since', async () => {
  await shelf.keepDraft({ place: PLACE, values: { a: '50' }, at: 12 })
  leaveSlip(slip(9))
  await takeSlip(shelf)
  expect((await shelf.draft(PLACE))?.values).toEqual({ a: '50' })
  await shelf.dropDraft(PLACE)
  await shelf.put({ key: 'k', place: PLACE, at: 10 } as Entry)
  leaveSlip(slip(9))
  await takeSlip(shelf)
  expect(await shelf.draft(PLACE)).toBeUndefined()
})

test('a slip that finds no room stays for the next opening', async () => {
  leaveSlip(slip(9))
  const full = vi.spyOn(shelf, 'keepDraft').mockResolvedValue()
  await takeSlip(shelf)
  expect(await shelf.draft(PLACE)).toBeUndefined()
  full.mockRestore()
  await takeSlip(shelf)
  expect((await shelf.draft(PLACE))?.values).toEqual({ a: '41' })
})
