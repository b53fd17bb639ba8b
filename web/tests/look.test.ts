import { beforeAll, expect, test, vi } from 'vitest'

let Look: typeof import('../src/judge/look.svelte').Look
beforeAll(async () => {
  vi.stubGlobal('document', { documentElement: { dataset: {} }, body: { classList: { toggle: () => undefined } } })
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  vi.stubGlobal('location', { search: '?lang=zh' })
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => kept.set(key, text) })
  ;({ Look } = await import('../src/judge/look.svelte'))
})

test('what is wished before the seat is known holds for the seat, beside what it had', () => {
  const look = new Look()
  look.sit('j/J1')
  look.wish({ size: 'large' })
  look.sit('')
  look.wish({ lose: true })
  look.sit('j/J1')
  expect(look.wishes).toMatchObject({ size: 'large', lose: true })
  look.sit('k/J2')
  expect(look.wishes).toMatchObject({ size: 'normal', lose: false })
})
