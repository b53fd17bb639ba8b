import { expect, test, vi } from 'vitest'
import { send, swapped } from '../src/console/photos'
import { hanging, hung, type Photo } from '../src/shared/photos'

const line = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

test('few pictures hang still, many take turns: one place gives way at each look, nobody hangs twice, all come', () => {
  for (const count of [...line(14), 200]) {
    const all = line(count)
    const seen = new Set<number>()
    let before = hanging(all, 0)
    expect(before).toEqual(all.slice(0, hung(count)))
    for (let look = 0; look <= count + 8; look++) {
      const now = hanging(all, look)
      expect(new Set(now).size).toBe(hung(count))
      const changed = now.filter((each, place) => each !== before[place]).length
      expect(changed).toBe(look === 0 || count === hung(count) ? 0 : 1)
      now.forEach((each) => seen.add(each))
      before = now
    }
    expect(seen.size).toBe(count)
  }
})

test('a picture changes places with its neighbour, also where both came in one moment, and not beyond the ends', () => {
  const photo = (id: string, turn: number): Photo => ({ id, version: 1, card: { width: 1, height: 1, turn } })
  const order = (photos: Photo[], at: number, by: 1 | -1) => {
    const turns = new Map(swapped(photos, at, by).map(({ id, turn }) => [id, turn]))
    return photos.map(({ id, card }) => ({ id, turn: turns.get(id) ?? card.turn ?? 0 })).sort((a, b) => a.turn - b.turn).map(({ id }) => id)
  }
  expect(order([photo('a', 1), photo('b', 2)], 0, 1)).toEqual(['b', 'a'])
  expect(order([photo('a', 7), photo('b', 7)], 0, 1)).toEqual(['b', 'a'])
  expect(order([photo('a', 7), photo('b', 7)], 1, -1)).toEqual(['b', 'a'])
  expect(swapped([photo('a', 1)], 0, -1)).toEqual([])
  expect(swapped([photo('a', 1)], 0, 1)).toEqual([])
})

test('a picture that the network swallows is given up after a minute, in words', async () => {
  const made: { timeout?: number; ontimeout?: () => void }[] = []
  vi.stubGlobal('XMLHttpRequest', class {
    upload = {}
    timeout = 0
    ontimeout?: () => void
    constructor() {
      made.push(this)
    }
    open(): void {}
    setRequestHeader(): void {}
    send(): void {}
  })
  const sent = send({ competition: 'c', token: null, language: 'en' }, new Blob(['x']), () => undefined)
  expect(made.map(({ timeout }) => timeout)).toEqual([60_000])
  made[0]?.ontimeout?.()
  await expect(sent).rejects.toMatchObject({ slug: 'no-connection' })
  vi.unstubAllGlobals()
})
