import { beforeEach, expect, test } from 'vitest'
import { publicOf, signatureOf } from '../src/shared/ed25519'
import type { Entry } from '../src/shared/outbox'
import type { Access } from '../src/shared/types'
import { Signing, signedText } from '../src/judge/signing.svelte'

const DEVICE = { id: 'd-1', name: 'crane-10' }
const access = (key?: string): Access => ({ role: 'judge', device: { ...DEVICE, ...(key ? { key } : {}) } })
const ENTRY = {
  competition: 'small', judge: 'j1', part: 'w-theory', competitor: 'c001', seat: 'K', key: '0190a000-0000-7000-8000-000000000001',
  digest: 'sha-256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', body: '{}',
} as Entry

let kept: Map<string, unknown>
let given: string[]
const shelf = {
  remember: async (name: string, value: unknown) => void kept.set(name, value),
  recall: async <T,>(name: string) => kept.get(name) as T | undefined,
}
beforeEach(() => {
  kept = new Map()
  given = []
})

async function opened(on = shelf): Promise<Signing> {
  const signing = new Signing(async (key) => void given.push(key))
  await signing.open(on)
  return signing
}

test('a signature is that of RFC 8032 (7.1, test 2)', () => {
  const secret = '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'
  expect(publicOf(secret)).toBe('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
  expect(signatureOf('r', secret)).toBe(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00')
})

// tests/wire/signature_test.c holds the same text and the same signature.
test('what is signed names the sheet, its bytes and its request', () => {
  const text = 'jinbang-sheet/1\nsmall\nw-theory\nc001\nK\n44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\n0190a000-0000-7000-8000-000000000001\n'
  expect(signedText(ENTRY)).toBe(text)
  expect(signatureOf(text, '01'.repeat(32))).toBe(
    '41cd286a89eb4eefef68f708fe5bba1ac81067c2fb46161e7edd66c0c125c1a8f89a13aabb526ec6cd540ba023f0c653bd6acaa27b25b617b317034c6c717b0e')
})

test('the secret stays on the tablet, so that the next page signs with the same key', async () => {
  const [one, two] = [await opened(), await opened()]
  expect(one.key).toMatch(/^[0-9a-f]{64}$/)
  expect(two.key).toBe(one.key)
  expect(publicOf(kept.get('signing/secret') as string)).toBe(one.key)
})

test('nothing is signed before the server knows the key', async () => {
  const signing = await opened()
  expect(signing.sign(ENTRY)).toBeNull()
  await signing.heed(shelf, 'small', access(signing.key ?? ''), 'token')
  expect(signing.sign(ENTRY)).toMatch(new RegExp(`^ed25519 ${signing.key} [0-9a-f]{128}$`))
  expect(signing.sign({ ...ENTRY, competition: 'other' })).toBeNull()
  expect((await opened()).sign(ENTRY)).not.toBeNull() // without a network, too
})

test('a tablet that was paired without a key registers it once', async () => {
  const signing = await opened()
  await signing.heed(shelf, 'small', access(), 'token')
  expect(given).toEqual([signing.key])
  expect(signing.sign(ENTRY)).not.toBeNull()
})

test('where the line is cut while the key is registered, it is tried at the next look', async () => {
  let isUp = false
  const signing = new Signing(async () => {
    if (!isUp) throw new Error('cut')
  })
  await signing.open(shelf)
  await signing.heed(shelf, 'small', access(), 'token')
  expect([signing.sign(ENTRY), signing.isLost]).toEqual([null, false])
  isUp = true
  await signing.heed(shelf, 'small', access(), 'token')
  expect(signing.sign(ENTRY)).not.toBeNull()
})

test('a key that the browser has forgotten is said to be lost, until the tablet is paired again', async () => {
  const signing = await opened()
  await signing.heed(shelf, 'small', access('a'.repeat(64)), 'token')
  expect([signing.isLost, signing.sign(ENTRY)]).toEqual([true, null])
  await signing.heed(shelf, 'small', access(signing.key ?? ''), 'another')
  expect([signing.isLost, signing.sign(ENTRY) !== null]).toEqual([false, true])
})

test('a tablet that came by a plain link signs nothing', async () => {
  const signing = await opened()
  await signing.heed(shelf, 'small', { role: 'judge' }, 'token')
  expect([given, signing.isLost, signing.sign(ENTRY)]).toEqual([[], false, null])
})

test('a key that could not be written to the disk is none', async () => {
  const signing = await opened({ ...shelf, remember: async () => undefined })
  expect(signing.key).toBeNull()
  await signing.heed(shelf, 'small', access(), 'token')
  expect(given).toEqual([])
})
