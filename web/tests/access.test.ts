import { beforeEach, expect, test, vi } from 'vitest'
import 'fake-indexeddb/auto'

let stored: Map<string, string>
let isFull: boolean
let name = 0

beforeEach(() => {
  stored = new Map()
  isFull = false
  name += 1
  vi.stubGlobal('location', { search: '?lang=zh' })
  vi.stubGlobal('document', { documentElement: {} })
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    removeItem: (key: string) => stored.delete(key),
    setItem: (key: string, text: string) => {
      if (isFull) throw new DOMException('full', 'QuotaExceededError')
      stored.set(key, text)
    },
  })
})

// The page as it is loaded: with nothing but what the device has.
async function load() {
  vi.resetModules()
  const { Cupboard } = await import('../src/shared/shelf')
  const access = await import('../src/judge/access')
  const cupboard = await Cupboard.open(`access-${name}`)
  await access.openTokens(cupboard)
  return { ...access, cupboard }
}

test('where the browser has no room, a new token holds at once and after a reload, and a forgotten one does not come back', async () => {
  const first = await load()
  await first.keepToken('x', 'revoked')
  isFull = true
  await first.keepToken('x', 'fresh')
  expect(first.tokenFor('x')).toBe('fresh')
  const second = await load()
  expect(second.tokenFor('x')).toBe('fresh')
  await second.keepToken('x', null)
  expect((await load()).tokenFor('x')).toBe(null)
})

test('where the shelf has no room, what the browser has is newer and counts', async () => {
  const first = await load()
  await first.keepToken('x', 'revoked')
  first.cupboard.close() // every further write to it fails
  await first.keepToken('x', 'fresh')
  const second = await load()
  expect([second.tokenFor('x'), second.lastCompetition()]).toEqual(['fresh', 'x'])
  stored.clear() // the battery was empty: the shelf has been given it meanwhile
  expect((await load()).tokenFor('x')).toBe('fresh')
})

test('a browser that has forgotten what it wrote last is told by the shelf', async () => {
  const first = await load()
  await first.keepToken('x', 'old')
  const before = new Map(stored)
  await first.keepToken('x', 'new')
  stored = before
  expect((await load()).tokenFor('x')).toBe('new')
})

test('tokens that an older page kept without a time are read from both places', async () => {
  stored.set('jinbang.judge.tokens', '{"x":"one","y":"old"}')
  const { Cupboard } = await import('../src/shared/shelf')
  const cupboard = await Cupboard.open(`access-${name}`)
  await cupboard.remember('tokens', { tokens: { y: 'two' }, last: 'y' })
  const page = await load()
  expect([page.tokenFor('x'), page.tokenFor('y'), page.lastCompetition()]).toEqual(['one', 'two', 'y'])
})
