import { afterEach, expect, test, vi } from 'vitest'

const TEN_MINUTES = 600_000

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a hall that reaches nobody asks every three seconds however long it hangs, and no more when it is closed', async () => {
  vi.useFakeTimers()
  const asked = vi.fn().mockRejectedValue(new TypeError('no way'))
  for (const name of ['addEventListener', 'removeEventListener']) vi.stubGlobal(name, () => undefined)
  for (const [name, value] of Object.entries({ fetch: asked, location: { search: '' }, document: { documentElement: {} }, navigator: { language: 'zh-CN' } })) vi.stubGlobal(name, value)
  const { Hall } = await import('../src/board/hall.svelte')
  const close = new Hall({ competition: null, skill: null, stage: null, tile: '' }, () => true).open()
  await vi.advanceTimersByTimeAsync(TEN_MINUTES)
  expect(asked.mock.calls.length).toBeGreaterThan(TEN_MINUTES / 3000 / 2)
  expect(asked.mock.calls.length).toBeLessThan((TEN_MINUTES / 3000) * 1.5)
  close()
  asked.mockClear()
  await vi.advanceTimersByTimeAsync(TEN_MINUTES)
  expect(asked).not.toHaveBeenCalled()
})
