import { expect, test, vi } from 'vitest'
import { Asked } from '../src/board/asked.svelte'

const answer = <T>(json: T, headers: Record<string, string> = {}) => ({ headers: new Headers(headers), json })

test('an answer that a cache kept is as old as the cache says', async () => {
  vi.useFakeTimers({ now: 100_000, toFake: ['Date'] })
  const asked = new Asked(10_000)
  await asked.ask(() => Promise.resolve(answer(1)), () => undefined)
  expect(asked.at).toBe(100_000)
  await asked.ask(() => Promise.resolve(answer(2, { Age: '26' })), () => undefined)
  expect(asked.at).toBe(74_000)
  expect(asked.truth(100_000)).toBe('amber')
  vi.useRealTimers()
})

test('an answer to an older question than the one that hangs is thrown away', async () => {
  const asked = new Asked(10_000)
  const took: string[] = []
  let late: (it: { headers: Headers; json: string }) => void = () => undefined
  const first = asked.ask(() => new Promise<{ headers: Headers; json: string }>((done) => (late = done)), (it) => took.push(it))
  await asked.ask(() => Promise.resolve(answer('new')), (it) => took.push(it))
  late(answer('old'))
  await first
  expect(took).toEqual(['new'])
})
