// What a marking group's sheet waits for on a tablet, and that a member's box can be opened by the server alone.
import { blake2b } from '@noble/hashes/blake2.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import nacl from 'tweetnacl'
import { expect, test } from 'vitest'
import { Problem } from '../src/shared/api'
import { confirm, confirmedHeader, confirmedText } from '../src/shared/confirmation'
import { Outbox, type Entry } from '../src/shared/outbox'
import { dueOf, headerOf, missingOf } from '../src/judge/group'
import type { Access, Member } from '../src/shared/types'

const WHERE = { competition: 'x', judge: 'j1', part: 'p', competitor: 'c1', seat: 'A' }
const server = nacl.box.keyPair()
const members: Member[] = ['j1', 'j2', 'j3'].map((judge) => ({ judge, name: judge, pin: true }))

async function waiting(put: (entry: Entry) => Promise<never>) {
  const kept = new Map<string, Entry>()
  const box = new Outbox({
    shelf: { all: async () => [...kept.values()], put: async (entry) => void kept.set(entry.key, { ...entry }), drop: async (key) => void kept.delete(key) },
    courier: { put, current: () => Promise.reject(new Problem('no-connection', 0, null)) }, changed: () => undefined, later: () => undefined,
  })
  await box.open()
  const { key } = await box.seal(WHERE, '{}', null, null, true)
  const settle = async () => { for (let turn = 0; turn < 50; turn += 1) await Promise.resolve() }
  return { box, key, kept, settle, now: () => kept.get(key) as Entry }
}

test('a box opens for the server with this sheet’s digest and the PIN', () => {
  const sheet = { competition: 'x', part: 'p', competitor: 'c1', seat: 'A', digest: `sha-256:${'0'.repeat(64)}`, key: 'k' }
  const bytes = hexToBytes(confirm(sheet, 'j1', '1357', bytesToHex(server.publicKey)))
  const own = bytes.subarray(0, 32)
  const nonce = blake2b(concatBytes(own, server.publicKey), { dkLen: 24 })
  const plain = nacl.box.open(bytes.subarray(32), nonce, own, server.secretKey)
  expect(plain).toEqual(concatBytes(sha256(utf8ToBytes(confirmedText(sheet, 'j1'))), utf8ToBytes('1357')))
  expect(confirmedText(sheet, 'j1')).toBe(`jinbang-confirmation/1\nx\np\nc1\nA\n${'0'.repeat(64)}\nk\nj1\n`)
})

test('a sheet of a group is not sent before the last member has confirmed it, and stays on the shelf', async () => {
  let sent = 0
  const { box, key, kept, settle, now } = await waiting(() => { sent += 1; return Promise.reject(new Problem('no-connection', 0, null)) })
  await box.confirm(key, { j1: 'aa' }, false)
  await settle()
  expect([sent, now().state, kept.size, box.pending().length]).toEqual([0, 'waits', 1, 0])
  await box.confirm(key, { j2: 'bb' }, true)
  await settle()
  expect([sent, now().state, now().confirmed]).toEqual([1, 'kept', { j1: 'aa', j2: 'bb' }])
})

test('a wrong PIN takes that member’s confirmation away and no other', async () => {
  const wrong = new Problem('pin-wrong', 403, { type: '/problems/pin-wrong', title: '', status: 403, judge: 'j2' })
  const { box, key, settle, now } = await waiting(() => Promise.reject(wrong))
  await box.confirm(key, { j1: 'aa', j2: 'bb' }, true)
  await settle()
  expect([now().state, now().confirmed, now().fault?.slug]).toEqual(['waits', { j1: 'aa' }, 'pin-wrong'])
})

test('other figures begin without confirmations', async () => {
  const { box, kept } = await waiting(() => Promise.reject(new Problem('no-connection', 0, null)))
  const [first] = kept.keys()
  await box.confirm(first ?? '', { j1: 'aa' }, false)
  await box.seal(WHERE, '{"note":"n"}', null, null, true)
  expect([...kept.values()].map(({ body, state, confirmed }) => [body, state, confirmed])).toEqual([['{"note":"n"}', 'waits', {}]])
})

test('who is absent is neither waited for nor sent', () => {
  const now = members.map((each) => (each.judge === 'j3' ? { ...each, absent: 'ill' } : each))
  const entry = { ...WHERE, confirmed: { j1: 'aa', j3: 'cc' } } as unknown as Entry
  expect(missingOf(now, entry).map(({ judge }) => judge)).toEqual(['j2'])
  const access: Access = { role: 'judge', seats: [{ part: 'p', seat: 'A', technical: false, members: now }] }
  expect(headerOf(access, entry)).toBe('j1 aa')
  expect(confirmedHeader({ confirmed: {} })).toBeUndefined()
})

test('a sheet whose last missing member is recorded as absent goes by itself, also after a fault, and once for each list of who is there', () => {
  const access = (absent: string[]): Access =>
    ({ seats: [{ part: 'p', seat: 'A', members: members.map((each) => (absent.includes(each.judge) ? { ...each, absent: '病假' } : each)) }] }) as unknown as Access
  const entry = { ...WHERE, key: 'k', state: 'waits', confirmed: { j1: 'aa', j2: 'bb', j3: 'cc' }, fault: null } as unknown as Entry
  const goneAs = new Map<string, string>()
  const due = (absent: string[], more: Partial<Entry> = {}) => dueOf(access(absent), 'x', [{ ...entry, ...more }], goneAs).length
  expect(due([], { confirmed: { j1: 'aa', j2: 'bb' } })).toBe(0)
  expect(due(['j3'], { confirmed: { j1: 'aa', j2: 'bb' } })).toBe(1)
  const fault = { slug: 'group-unconfirmed' } as unknown as Entry['fault']
  expect([due(['j3'], { fault }), due([], { fault }), due([], { fault })]).toEqual([0, 1, 0])
})

test('a member whose PIN was mistyped too often holds up no other sheet', async () => {
  const tried: string[] = []
  const { box, key, settle } = await waiting((entry) => {
    tried.push(entry.competitor)
    return Promise.reject(entry.competitor === 'c1' ? new Problem('too-many-tries', 429, null) : new Problem('no-connection', 0, null))
  })
  await box.confirm(key, { j1: 'aa' }, true)
  await box.seal({ ...WHERE, competitor: 'c2' }, '{}', null, null)
  box.flush()
  await settle()
  expect(tried).toContain('c2')
})
