// Whose seat is here: sheets of a seat that went wait for it, and a list of sheets is that of the seats beside it.
import { afterEach, expect, test, vi } from 'vitest'
import { fetchDesk } from '../src/judge/post'
import { hasMore, hasSeat } from '../src/judge/seats'
import type { Access } from '../src/shared/types'

// The page's language is asked for as soon as it is read in.
vi.hoisted(() => {
  vi.stubGlobal('location', { search: '?lang=zh' })
  vi.stubGlobal('document', { documentElement: {} })
})

const at = (...seats: string[]): Access => ({ role: 'judge', judge: 'j1', seats: seats.map((seat) => ({ part: 'p', seat, technical: false })) })
const HERE = { judge: 'j1', part: 'p', seat: 'J1' }

afterEach(() => vi.unstubAllGlobals())

test('a judge with a token of his own who was substituted sits there no more; before the server was heard nothing is known', () => {
  expect(hasSeat(at('J1'), HERE)).toBe(true)
  expect(hasSeat(at('J2'), HERE)).toBe(false)
  expect(hasSeat(at(), HERE)).toBe(false)
  expect(hasSeat(null, HERE)).toBe(true)
})

test('a sheet of another judge in the same seat is not his who sits there now', () => {
  expect(hasSeat(at('J1'), { ...HERE, judge: 'j9' })).toBe(false)
  const shared: Access = { role: 'judge', device: { id: 'd', name: 'd' }, judge: 'j1', seats: [{ part: 'p', seat: 'J9', technical: false, judge: 'j9' }] }
  expect(hasSeat(shared, { judge: 'j9', part: 'p', seat: 'J9' })).toBe(true)
})

test('a seat that is back is more than there was, one that went is not', () => {
  expect(hasMore(at('J2'), at('J1', 'J2'))).toBe(true)
  expect(hasMore(at('J1', 'J2'), at('J2'))).toBe(false)
  expect(hasMore(null, at('J1'))).toBe(false)
})

test('sheets that were listed while the seats changed are asked for again, under the seats that hold', async () => {
  const accesses = [at('J1', 'J2'), at('J2'), at('J2')]
  let lists = 0
  vi.stubGlobal('fetch', async (url: string) => {
    const json = url.endsWith('/access') ? accesses.shift() : url.endsWith('/sheets') ? { sheets: [{ list: (lists += 1) }] }
      : url.endsWith('/roster') ? { competitors: [] } : url.endsWith('/draws') ? { draws: [] } : { definition: {}, skills: [] }
    return new Response(JSON.stringify(json), { headers: { 'Content-Type': 'application/json' } })
  })
  const kept = await fetchDesk('x', 'token')
  expect(kept.access).toEqual(at('J2'))
  expect(kept.sheets).toEqual([{ list: 2 }])
  expect(accesses).toEqual([])
})
