import { beforeEach, expect, test, vi } from 'vitest'
import 'fake-indexeddb/auto'
import { Problem, type Answer } from '../src/shared/api'
import { Backoff } from '../src/shared/backoff'
import { digest } from '../src/shared/digest'
import { Outbox, type Entry, type Shelf } from '../src/shared/outbox'
import { Cupboard } from '../src/shared/shelf'
import type { ProblemDocument, Receipt, Sheet } from '../src/shared/types'

const WHERE = { competition: 'x', judge: 'j1', part: 'p', competitor: 'c1', seat: 'J1' }

class MemoryShelf implements Shelf {
  readonly kept = new Map<string, Entry>()
  all = async () => [...this.kept.values()].map((entry) => ({ ...entry }))
  put = async (entry: Entry) => void this.kept.set(entry.key, { ...entry })
  drop = async (key: string) => void this.kept.delete(key)
}

type Reply = (entry: Entry, ifMatch: string | null) => Answer | Problem | Promise<Answer>

let shelf: MemoryShelf
let sent: { key: string; body: string; ifMatch: string | null; rules?: string | null | undefined }[]
let replies: Reply[]
let timers: (() => void)[]
let entries: Entry[]
let current: Sheet | Problem | null

function receipt(number: number, body: string): Receipt {
  return { number, digest: digest(body), chain: 'sha-256:0', time: '2026-05-01T00:00:00Z' }
}

function sealed(number: number): Reply {
  return (entry) => ({ status: 201, etag: String(number), json: { receipt: receipt(number, entry.body) } })
}

function problem(slug: string, status: number, more: Partial<ProblemDocument> = {}): Reply {
  return () => new Problem(slug, status, { type: `/problems/${slug}`, title: slug, status, ...more })
}

const cut: Reply = () => new Problem('no-connection', 0, null)

function open(on: Shelf = shelf, sign?: (entry: Entry) => string | null): Outbox {
  return new Outbox({
    ...(sign ? { sign } : {}),
    shelf: on,
    changed: (all) => (entries = all),
    backoff: new Backoff(1, 1, () => 1),
    later: (run) => void timers.push(run),
    courier: {
      async put(entry, ifMatch) {
        sent.push({ key: entry.key, body: entry.body, ifMatch, rules: entry.rules })
        const answer = await (replies.shift() ?? cut)(entry, ifMatch)
        if (answer instanceof Problem) throw answer
        return answer
      },
      async current() {
        if (!current || current instanceof Problem) throw current ?? new Problem('no-connection', 0, null)
        return current
      },
    },
  })
}

// Lets all that is under way come to rest.
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
}

async function retry(): Promise<void> {
  timers.splice(0).forEach((run) => run())
  await settle()
}

beforeEach(() => {
  shelf = new MemoryShelf()
  sent = []
  replies = []
  timers = []
  entries = []
  current = null
})

test('a sheet is on the shelf before anything is sent', async () => {
  const order: string[] = []
  const slow: Shelf = {
    all: shelf.all, drop: shelf.drop,
    put: async (entry) => {
      order.push(`shelf ${entry.state}`)
      await shelf.put(entry)
    },
  }
  replies = [(entry) => {
    order.push('wire')
    return sealed(1)(entry, null) as Answer
  }]
  await open(slow).seal(WHERE, '{"a":1}', null)
  await settle()
  expect(order).toEqual(['shelf kept', 'shelf sent', 'wire', 'shelf sealed'])
})

test('a receipt with the digest of what was sent seals the sheet', async () => {
  replies = [sealed(7)]
  await open().seal(WHERE, '{"a":1}', null)
  await settle()
  expect(entries[0]).toMatchObject({ state: 'sealed', receipt: { number: 7 } })
})

test('a receipt for other bytes never seals, and the sheet goes again', async () => {
  replies = [() => ({ status: 201, etag: null, json: { receipt: receipt(7, 'other') } }), sealed(8)]
  await open().seal(WHERE, '{"a":1}', null)
  await settle()
  expect(entries[0]).toMatchObject({ state: 'kept', fault: { slug: 'foreign-answer' } })
  await retry()
  expect(entries[0]).toMatchObject({ state: 'sealed', receipt: { number: 8 } })
})

test('a 200 without a receipt never seals', async () => {
  for (const json of [null, {}, { ok: true }, { receipt: {} }, 'welcome']) {
    replies.push(() => ({ status: 200, etag: null, json }))
  }
  await open().seal(WHERE, '{"a":1}', null)
  for (let turn = 0; turn < 6; turn += 1) await retry()
  expect(entries[0]?.state).toBe('kept')
})

test('a cut line and a 503 are tried again with the same key and the same bytes', async () => {
  replies = [cut, problem('redis-unreachable', 503), sealed(3)]
  await open().seal(WHERE, '{"a":1}', null)
  await settle()
  await retry()
  await retry()
  expect(entries[0]?.state).toBe('sealed')
  expect(new Set(sent.map((each) => `${each.key} ${each.body}`)).size).toBe(1)
  expect(sent).toHaveLength(3)
})

test('what the server refuses stays with its words and is not sent again', async () => {
  replies = [problem('mark-out-of-range', 422, { detail: '超出范围', errors: [{ pointer: '/marks/0/value', detail: '应在 0 与 10 之间' }] })]
  await open().seal(WHERE, '{"a":99}', null)
  await settle()
  expect(entries[0]).toMatchObject({
    state: 'refused', fault: { words: '超出范围', details: ['应在 0 与 10 之间'] },
  })
  expect(timers).toHaveLength(0)
})

test('a refused sheet does not hold up the next one', async () => {
  replies = [problem('mark-off-step', 422), sealed(2)]
  const outbox = open()
  await outbox.seal(WHERE, '{"a":0.3}', null)
  await outbox.seal({ ...WHERE, competitor: 'c2' }, '{"a":1}', null)
  await settle()
  expect(entries.map((entry) => entry.state)).toEqual(['refused', 'sealed'])
})

test('412 shows the current sheet', async () => {
  const other: Sheet = { part: 'p', competitor: 'c1', seat: 'J1', etag: '9', receipt: receipt(9, 'other'), body: { marks: [] } }
  replies = [problem('stale-version', 412, { current: other })]
  await open().seal(WHERE, '{"a":1}', '4')
  await settle()
  expect(sent[0]?.ifMatch).toBe('4')
  expect(entries[0]).toMatchObject({ state: 'stale', current: { etag: '9' } })
})

test('an amendment of a sheet that a restored server has not goes as the first one, and what came after it follows', async () => {
  replies = [problem('stale-version', 412), sealed(3), sealed(4)]
  current = new Problem('no-sheet', 404, null)
  const outbox = open()
  await outbox.seal(WHERE, '{"a":2,"reason":"r"}', '5')
  await settle()
  expect(entries[0]).toMatchObject({ state: 'kept', ifMatch: null, isResent: true })
  await outbox.seal(WHERE, '{"a":3,"reason":"r"}', '5')
  await retry()
  expect(sent.map(({ ifMatch }) => ifMatch)).toEqual(['5', null, '3'])
  expect(entries.map(({ state, receipt: got }) => [state, got?.number])).toContainEqual(['sealed', 4])
})

test('412 with our own bytes on the other side is a receipt', async () => {
  const own: Sheet = { part: 'p', competitor: 'c1', seat: 'J1', etag: '9', receipt: receipt(9, '{"a":1}'), body: {} }
  replies = [problem('stale-version', 412, { current: own })]
  await open().seal(WHERE, '{"a":1}', '4')
  await settle()
  expect(entries[0]).toMatchObject({ state: 'sealed', receipt: { number: 9 } })
})

test('428 asks for the current sheet and shows it', async () => {
  current = { part: 'p', competitor: 'c1', seat: 'J1', etag: '5', receipt: receipt(5, 'other'), body: {} }
  replies = [problem('precondition-required', 428)]
  await open().seal(WHERE, '{"a":1}', null)
  await settle()
  expect(entries[0]).toMatchObject({ state: 'stale', current: { etag: '5' } })
})

test('an amendment before anything was sent replaces the sheet', async () => {
  let release: (answer: Answer) => void = () => undefined
  replies = [() => new Promise((done) => (release = done)), sealed(2)]
  const outbox = open()
  const busy = await outbox.seal({ ...WHERE, competitor: 'c0' }, '{}', null)
  await settle()
  await outbox.seal(WHERE, '{"a":1}', '4')
  await outbox.seal(WHERE, '{"a":2}', '4')
  release(sealed(1)(busy, null) as Answer)
  await settle()
  expect(sent.map(({ body, ifMatch }) => [body, ifMatch])).toEqual([['{}', null], ['{"a":2}', '4']])
  expect([...shelf.kept.values()].map((entry) => entry.state)).toEqual(['sealed', 'sealed'])
})

test('an amendment of a sheet on its way waits for its receipt as version', async () => {
  replies = [cut, sealed(11), sealed(12)]
  const outbox = open()
  await outbox.seal(WHERE, '{"a":1}', null)
  await settle()
  await outbox.seal(WHERE, '{"a":2}', null)
  await settle()
  await retry()
  expect(entries.map((entry) => entry.receipt?.number)).toEqual([11, 12])
  expect(sent.map((each) => each.ifMatch)).toEqual([null, null, '11'])
})

test('an unsent sheet survives a reload in IndexedDB and is sent afterwards', async () => {
  const first = await Cupboard.open('reload')
  await open(first).seal(WHERE, '{"a":1}', null)
  await new Promise((done) => setTimeout(done, 30))
  first.close()
  replies = [sealed(5)]
  const second = await Cupboard.open('reload')
  await open(second).open()
  await new Promise((done) => setTimeout(done, 30))
  expect(entries[0]).toMatchObject({ state: 'sealed', receipt: { number: 5 }, body: '{"a":1}' })
  expect(new Set(sent.map((each) => each.key)).size).toBe(1)
  second.close()
})

test('a sealed sheet that the server lost goes again with its first key', async () => {
  replies = [sealed(5), sealed(2)]
  const outbox = open()
  await outbox.seal(WHERE, '{"a":1}', null)
  await settle()
  expect(await outbox.reconcile('x', 'j1', [], Date.now() + 1000)).toBe(1)
  await settle()
  expect(sent.map((each) => each.key)).toEqual([entries[0]?.key, entries[0]?.key])
  expect(entries[0]).toMatchObject({ state: 'sealed', receipt: { number: 2 } })
})

test('a sheet that goes again is known as such until it is sealed, and afterwards until the page is opened anew', async () => {
  replies = [sealed(5), cut, sealed(2)]
  const outbox = open()
  await outbox.seal(WHERE, '{"a":1}', null)
  await settle()
  expect(entries[0]?.isResent).toBeFalsy()
  await outbox.reconcile('x', 'j1', [], Date.now() + 1000)
  await settle()
  expect(entries[0]).toMatchObject({ state: 'kept', isResent: true })
  await open().open()
  expect(entries[0]).toMatchObject({ isResent: true })
  await settle()
  expect(entries[0]).toMatchObject({ state: 'sealed', isResent: true })
  await open().open()
  expect(entries[0]).toMatchObject({ state: 'sealed', isResent: false })
})

test('the number of our receipt on another sheet is that of another journal: ours goes again and both are compared', async () => {
  replies = [sealed(5), problem('precondition-required', 428)]
  const outbox = open()
  await outbox.seal(WHERE, '{"a":1}', null)
  await settle()
  const other: Sheet = { part: 'p', competitor: 'c1', seat: 'J1', body: { marks: [] }, receipt: receipt(5, '{"a":2}') }
  current = other
  expect(await outbox.reconcile('x', 'j1', [other], Date.now() + 1000)).toBe(1)
  await settle()
  expect(sent[1]).toMatchObject({ ifMatch: null, body: '{"a":1}' })
  expect(entries[0]).toMatchObject({ state: 'stale', current: { receipt: { number: 5 } } })
})

test('a lower number there is amended again only where it is the sheet that ours amended; another under it is compared', async () => {
  const mine = '{"a":1}'
  const there = (number: number, body: string): Sheet => ({ part: 'p', competitor: 'c1', seat: 'J1', body: { marks: [] }, receipt: receipt(number, body) })
  for (const [number, body, ifMatch, state] of [[5, mine, '5', 'sealed'], [5, '{"a":7}', null, 'stale'], [3, '{"a":7}', null, 'stale']] as const) {
    shelf = new MemoryShelf()
    sent = []
    current = there(number, body)
    replies = [sealed(5), sealed(9), ifMatch ? sealed(6) : problem('precondition-required', 428)]
    const outbox = open()
    await outbox.seal(WHERE, mine, null)
    await outbox.seal(WHERE, '{"a":2}', null) // while the first is on its way
    await settle()
    expect(sent.map((each) => each.ifMatch)).toEqual([null, '5'])
    expect(await outbox.reconcile('x', 'j1', [current], Date.now() + 1000)).toBe(1)
    await settle()
    expect(sent[2]).toMatchObject({ ifMatch, body: '{"a":2}' })
    expect(entries[1]?.state).toBe(state)
  }
})

test('our sheet under another number, as somebody has sent it anew, is sealed under that one; a higher number of another sheet has replaced it', async () => {
  replies = [sealed(5)]
  const outbox = open()
  await outbox.seal(WHERE, '{"a":1}', null)
  await settle()
  const there = (number: number, body: string): Sheet => ({ part: 'p', competitor: 'c1', seat: 'J1', body: { marks: [] }, receipt: receipt(number, body) })
  expect(await outbox.reconcile('x', 'j1', [there(9, '{"a":1}')], Date.now() + 1000)).toBe(0)
  expect(entries[0]).toMatchObject({ state: 'sealed', receipt: { number: 9 } })
  expect(await outbox.reconcile('x', 'j1', [there(12, '{"a":2}')], Date.now() + 9000)).toBe(0)
  expect([entries[0]?.state, sent.length]).toEqual(['sealed', 1])
})

test('a list asked for before the receipt came proves nothing', async () => {
  replies = [sealed(5)]
  const outbox = open()
  const asOf = Date.now() - 1000
  await outbox.seal(WHERE, '{"a":1}', null)
  await settle()
  expect(await outbox.reconcile('x', 'j1', [], asOf)).toBe(0)
  expect(entries[0]?.state).toBe('sealed')
})

test('back-off grows with full jitter and has a roof', () => {
  const backoff = new Backoff(500, 15_000, () => 1)
  expect(Array.from({ length: 7 }, () => backoff.next())).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000])
  backoff.reset()
  expect(backoff.next()).toBe(500)
  expect(new Backoff(500, 15_000, () => 0).next()).toBeGreaterThan(0)
})

test('a sheet says by which rules it was marked, however late it is sent; other rules refuse it in words', async () => {
  const outbox = open()
  replies = [cut, problem('rules-changed', 409, { detail: 'look again' }), sealed(9)]
  await outbox.seal(WHERE, '{}', null, 'aaaa')
  await settle()
  await retry()
  expect(sent.map((each) => each.rules)).toEqual(['aaaa', 'aaaa'])
  expect(entries[0]?.state).toBe('refused')
  expect(entries[0]?.fault).toMatchObject({ slug: 'rules-changed', words: 'look again' })
  await outbox.seal(WHERE, '{"a":1}', null, 'bbbb')
  await settle()
  expect(sent[2]).toMatchObject({ rules: 'bbbb', ifMatch: null })
  expect(entries.map((entry) => entry.state)).toEqual(['sealed'])
})

test('a sheet is signed as it is sealed, once, and the signature is kept with it', async () => {
  let count = 0
  const outbox = open(shelf, ({ key }) => `signed ${key} ${(count += 1)}`)
  replies = [cut, sealed(5)]
  const entry = await outbox.seal(WHERE, '{}', null)
  expect((await shelf.all())[0]?.signature).toBe(`signed ${entry.key} 1`)
  await vi.waitFor(() => expect(timers.length).toBeGreaterThan(0))
  outbox.flush()
  await vi.waitFor(() => expect(entries[0]?.state).toBe('sealed'))
  expect([count, entries[0]?.signature]).toEqual([1, `signed ${entry.key} 1`])
})

test('a sheet sealed before there was a key is signed as it goes', async () => {
  let isKnown = false
  const outbox = open(shelf, () => (isKnown ? 'signed' : null))
  replies = [cut, sealed(5)]
  await outbox.seal(WHERE, '{}', null)
  await vi.waitFor(() => expect(timers.length).toBeGreaterThan(0))
  expect(entries[0]?.signature).toBeNull()
  isKnown = true
  outbox.flush()
  await vi.waitFor(() => expect(entries[0]).toMatchObject({ state: 'sealed', signature: 'signed' }))
})

test.each(['signature-missing', 'signer-unknown'])('%s waits until the tablet is paired again; nothing is refused', async (slug) => {
  const outbox = open()
  replies = [problem(slug, 403), sealed(5)]
  await outbox.seal(WHERE, '{}', null)
  await vi.waitFor(() => expect(timers.length).toBeGreaterThan(0))
  expect(entries[0]).toMatchObject({ state: 'kept', fault: { slug } })
  outbox.flush()
  await vi.waitFor(() => expect(entries[0]?.state).toBe('sealed'))
})

test('a signature that does not fit is refused in words', async () => {
  const outbox = open()
  replies = [problem('signature-wrong', 422)]
  await outbox.seal(WHERE, '{}', null)
  await vi.waitFor(() => expect(entries[0]).toMatchObject({ state: 'refused', fault: { slug: 'signature-wrong' } }))
})
