import { beforeAll, expect, test, vi } from 'vitest'
import { Backoff } from '../src/shared/backoff'
import type { LookCourier, Wishes } from '../src/judge/look.svelte'

let Look: typeof import('../src/judge/look.svelte').Look
const kept = new Map<string, string>()
beforeAll(async () => {
  vi.stubGlobal('document', { documentElement: { dataset: {} }, body: { classList: { toggle: () => undefined } } })
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  vi.stubGlobal('location', { search: '?lang=zh' })
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => kept.set(key, text) })
  ;({ Look } = await import('../src/judge/look.svelte'))
})

// A server that may be out of reach.
function server(): LookCourier & { wishes: Wishes | null; isAway: boolean; asked: number } {
  return {
    wishes: null, isAway: false, asked: 0,
    async get() {
      this.asked += 1
      if (this.isAway) throw new Error('away')
      return this.wishes
    },
    async put(wishes) {
      if (this.isAway) throw new Error('away')
      this.wishes = wishes
    },
  }
}

test('what is wished before it is known whose seat this is holds for that judge, beside what he had', () => {
  kept.clear()
  const look = new Look()
  look.sit('j1')
  look.wish({ size: 'large' })
  look.sit('')
  look.wish({ lose: true })
  look.sit('j1')
  expect(look.wishes).toMatchObject({ size: 'large', lose: true })
  look.sit('k2')
  expect(look.wishes).toMatchObject({ size: 'normal', lose: false })
})

test('a wish goes with the judge to another tablet', async () => {
  const there = server()
  kept.clear()
  const first = new Look()
  first.sit('j1')
  await first.meet(there)
  first.wish({ size: 'larger', theme: 'dark' })
  kept.clear() // another device
  const second = new Look()
  second.sit('j1')
  expect(second.wishes.size).toBe('normal')
  await second.meet(there)
  expect(second.wishes).toMatchObject({ size: 'larger', theme: 'dark' })
})

test('what is wished without a network holds here and is sent when the link is back', async () => {
  const there = server()
  there.isAway = true
  kept.clear()
  const look = new Look()
  look.sit('j1')
  await look.meet(there)
  look.wish({ size: 'large' })
  await Promise.resolve()
  there.isAway = false
  there.wishes = { size: 'larger', theme: 'auto', ownPad: true, lose: false }
  const again = new Look() // and the page was opened anew
  again.sit('j1')
  await again.meet(there)
  expect([again.wishes.size, there.wishes.size]).toEqual(['large', 'large'])
})

test('a wish that did not arrive is sent again while the page stays open', async () => {
  const there = server()
  there.isAway = true
  kept.clear()
  const look = new Look(new Backoff(1, 1))
  look.sit('j1')
  await look.meet(there)
  look.wish({ size: 'large' })
  there.isAway = false
  await vi.waitFor(() => expect(there.wishes?.size).toBe('large'))
})

test('a wish while the server is asked is not overturned by its answer', async () => {
  const there = server()
  there.wishes = { size: 'larger', theme: 'auto', ownPad: true, lose: false }
  kept.clear()
  const look = new Look()
  look.sit('j1')
  const asked = look.meet(there)
  look.wish({ size: 'large' })
  await asked
  await vi.waitFor(() => expect(there.wishes?.size).toBe('large'))
  expect(look.wishes.size).toBe('large')
})

test('a size that this page does not know is the plain one', async () => {
  const there = server()
  there.wishes = { size: 'huge' as 'large', theme: 'sepia' as 'dark', ownPad: false, lose: true }
  kept.clear()
  const look = new Look()
  look.sit('j1')
  await look.meet(there)
  expect(look.wishes).toEqual({ size: 'normal', theme: 'auto', ownPad: false, lose: true })
})
