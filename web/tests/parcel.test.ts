import { expect, test } from 'vitest'
import encodeQR from 'qr'
import type { Entry } from '../src/shared/outbox'
import { entriesOf, Gathering, pack, pieces, unpack } from '../src/shared/parcel'
import { textIn } from '../src/shared/scan/text'

const entry = (key: string, body: string): Entry => ({
  competition: 'x', judge: 'j1', part: 'p', competitor: key, seat: 'J1', key, place: `x/j1/p/${key}/J1`, body,
  digest: '', ifMatch: null, rules: null, behind: null, state: 'kept', attempts: 2, at: 7, confirmedAt: null, receipt: null, fault: null, current: null,
})
const BODIES = ['{"marks":[{"aspect":"a","value":"8.5"}]}', '{"marks":[],"note":"毛刺 «龘» \\n"}']
const packed = () => pack('x', 'j1', BODIES.map((body, at) => entry(`k${at}`, body)), 'TOKEN')

test('what is handed over comes out as it went in, with its keys and its very bytes', () => {
  const opened = unpack(packed())
  if (typeof opened === 'string') throw new Error(opened)
  const entries = entriesOf(opened.parcel)
  expect(entries.map(({ key, body, place, state }) => [key, body, place, state])).toEqual(
    BODIES.map((body, at) => [`k${at}`, body, `x/j1/p/k${at}/J1`, 'kept']),
  )
})

test('a sheet keeps the signature of the tablet that sealed it; one without has none', () => {
  const opened = unpack(pack('x', 'j1', [{ ...entry('k0', '{}'), signature: 'ed25519 A B' }, entry('k1', '{}')], 'TOKEN'))
  if (typeof opened === 'string') throw new Error(opened)
  expect(entriesOf(opened.parcel).map(({ signature }) => signature)).toEqual(['ed25519 A B', null])
})

test('a mark that was changed on the way is found out', () => {
  expect(unpack(packed().replace('8.5', '9.5'))).toBe('altered')
})

test.each(['', 'null', '{}', '<html>', '{"parcel":"{}","digest":"x","mac":"y"}', '[1]'])('%s is no parcel', (text) => {
  expect(unpack(text)).toMatch(/unreadable|altered/)
})

test('the seal depends on the token and on what is inside', () => {
  const mac = (text: string) => (JSON.parse(text) as { mac: string }).mac
  expect(mac(pack('x', 'j1', [], 'A'))).not.toBe(mac(pack('x', 'j1', [], 'B')))
  expect(mac(pack('x', 'j1', [], 'A'))).not.toBe(mac(pack('x', 'j2', [], 'A')))
})

test('codes are gathered in any order, twice, and among foreign ones', () => {
  const all = pieces(packed())
  expect(all.length).toBeGreaterThan(1)
  const gathering = new Gathering()
  expect(gathering.take('https://example.org')).toBeNull()
  const results = [...[...all].reverse(), all[0] ?? ''].map((piece) => gathering.take(piece))
  expect(results.find(Boolean)).toBe(packed())
})

// A code as a camera would see it: squares of four pixels, dark on light.
test('each code can be read from a screen', () => {
  const gathering = new Gathering()
  let text: string | null = null
  for (const piece of pieces(packed())) {
    const data = encodeQR(piece, 'raw', { ecc: 'medium', border: 4 })
    const side = data.length * 4
    const pixels = new Uint8ClampedArray(side * side * 4).fill(255)
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        if (data[y >> 2]?.[x >> 2]) pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3)
      }
    }
    text = gathering.take(textIn({ data: pixels, width: side, height: side }) ?? '') ?? text
  }
  expect(text).toBe(packed())
})
