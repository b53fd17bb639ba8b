import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { digest } from '../src/shared/digest'
import { fnv1a64 } from '../src/shared/fnv'
import { newKey } from '../src/shared/ids'

const bytes = (text: string) => new TextEncoder().encode(text)

test('the digest is SHA-256 of the UTF-8 bytes', () => {
  for (const text of ['', 'abc', '{"marks":[{"aspect":"a1","value":"8.5"}]}', '生僻字𬭼䶮', 'x'.repeat(1000)]) {
    expect(digest(text)).toBe(`sha-256:${createHash('sha256').update(text).digest('hex')}`)
  }
})

test('the tile hash is FNV-1a 64 with the published vectors', () => {
  expect(fnv1a64(bytes(''))).toBe('cbf29ce484222325')
  expect(fnv1a64(bytes('a'))).toBe('af63dc4c8601ec8c')
  expect(fnv1a64(bytes('foobar'))).toBe('85944171f73967e8')
})

test('the tile hash agrees with plain 64-bit arithmetic on long texts', () => {
  const text = bytes('c017\t3\t88.75\t5/5\n选手\n'.repeat(200))
  let slow = 14695981039346656037n
  for (const byte of text) slow = ((slow ^ BigInt(byte)) * 1099511628211n) & 0xffffffffffffffffn
  expect(fnv1a64(text)).toBe(slow.toString(16).padStart(16, '0'))
})

test('request keys are UUIDs of version 7, each its own', () => {
  const keys = Array.from({ length: 100 }, newKey)
  for (const key of keys) {
    expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
  expect(new Set(keys).size).toBe(100)
})
