import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { GREY_MS, Link, truth, type BoardView } from '../src/shared/link'
import { hashPicture } from '../src/shared/picture'
import type { BoardState, Row } from '../src/shared/types'

const BOARD = 'c/s/final/top12'
const STATE: BoardState = { exposure: 'name', published: false, total: 1, ranked: 1, done: 1, expected: 2 }
const ROW: Row = { id: 'c1', place: 1, shared: false, total: '9', modules: [], done: 1, expected: 2, complete: false }
const NEXT: Row = { ...ROW, total: '10', done: 2, complete: true }

class FakeSocket {
  static all: FakeSocket[] = []
  readyState = 1
  said: Record<string, unknown>[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: (() => void) | null = null
  onerror: (() => void) | null = null
  constructor() {
    FakeSocket.all.push(this)
  }
  send(text: string): void {
    this.said.push(JSON.parse(text) as Record<string, unknown>)
  }
  close(): void {
    this.readyState = 3
  }
  hear(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
}

let view: BoardView | undefined
let connected: boolean
let link: Link

const snapshot = (seq = 1, rows = [ROW], hash = hashPicture(rows, STATE)) => ({
  type: 'snapshot', board: BOARD, seq, token: `t${seq}`, hash, sealed_us: 0, state: STATE, rows,
})
const delta = (from: number, hash = hashPicture([NEXT], STATE)) => ({
  type: 'delta', board: BOARD, from, to: from + 1, token: `t${from + 1}`, hash, sealed_us: 0,
  upsert: [{ at: 0, row: NEXT }], order: ['c1'],
})
const last = () => FakeSocket.all[FakeSocket.all.length - 1] as FakeSocket

function greet(): FakeSocket {
  last().onopen?.()
  last().hear({ type: 'welcome', epoch: 'e', resumed: false, token: 't0', heartbeat_ms: 10_000, retry_ms: 0 })
  return last()
}

beforeEach(() => {
  vi.useFakeTimers()
  FakeSocket.all = []
  view = undefined
  connected = false
  link = new Link({
    url: 'ws://x', socket: () => new FakeSocket() as unknown as WebSocket,
    changed: (_, next) => (view = next), connected: (is) => (connected = is),
  })
  link.watch([BOARD])
})

afterEach(() => {
  link.close()
  vi.useRealTimers()
})

test('says hello with its boards and takes the snapshot', () => {
  const socket = greet()
  socket.hear(snapshot())
  expect(socket.said[0]).toEqual({ type: 'hello', boards: [BOARD] })
  expect(view?.picture?.rows).toEqual([ROW])
  expect(connected).toBe(true)
})

test('a delta that does not fit is answered with one resync', () => {
  const socket = greet()
  socket.hear(snapshot())
  socket.hear(delta(5))
  socket.hear(delta(6))
  expect(socket.said.filter((each) => each.type === 'resync')).toHaveLength(1)
  socket.hear({ ...snapshot(8, [NEXT]), type: 'resync', reason: 'asked' })
  expect(view?.picture).toMatchObject({ seq: 8 })
})

test('a delta with a false hash is never shown', () => {
  const socket = greet()
  socket.hear(snapshot())
  socket.hear(delta(1, '0123456789abcdef'))
  expect(view?.picture?.rows).toEqual([ROW])
  expect(socket.said.some((each) => each.type === 'resync')).toBe(true)
})

test('a heartbeat with another hash asks for a resync', () => {
  const socket = greet()
  socket.hear(snapshot())
  socket.hear({ type: 'heartbeat', board: BOARD, seq: 1, hash: 'ffffffffffffffff', age_ms: 0, time: 0 })
  expect(socket.said.some((each) => each.type === 'resync')).toBe(true)
})

test('a snapshot that got lost is asked for at the next heartbeat, and once', () => {
  const socket = greet()
  for (const _ of [1, 2]) socket.hear({ type: 'heartbeat', board: BOARD, seq: 1, hash: hashPicture([ROW], STATE), age_ms: 0 })
  expect(socket.said.slice(1)).toEqual([{ type: 'resync', board: BOARD }])
})

test('a line whose welcome got lost is begun anew, not half heard for ever', () => {
  const socket = last()
  socket.onopen?.()
  socket.hear(snapshot())
  expect(view).toBeUndefined()
  expect(socket.readyState).toBe(3)
  vi.advanceTimersByTime(20_000)
  expect(last()).not.toBe(socket)
  greet().hear(snapshot())
  expect([connected, view?.picture?.seq]).toEqual([true, 1])
})

test('comes back with the newest token after the line was cut', () => {
  const socket = greet()
  socket.hear(snapshot())
  socket.hear(delta(1))
  socket.onclose?.()
  expect(connected).toBe(false)
  vi.advanceTimersByTime(15_000)
  const again = greet()
  expect(again).not.toBe(socket)
  expect(again.said[0]).toMatchObject({ type: 'hello', resume: 't2' })
})

test('a silent line is given up', () => {
  greet().hear(snapshot())
  vi.advanceTimersByTime(GREY_MS + 16_000)
  expect(FakeSocket.all.length).toBeGreaterThan(1)
})

test('boards that were chosen between hello and welcome are asked for, and those that were left are not', () => {
  const socket = last()
  socket.onopen?.()
  link.watch(['c/s/final/page2'])
  expect(socket.said.map(({ type }) => type)).toEqual(['hello'])
  socket.hear({ type: 'welcome', resumed: false, token: '', heartbeat_ms: 10_000 })
  expect(socket.said.slice(1)).toEqual([
    { type: 'unsubscribe', board: BOARD },
    { type: 'subscribe', board: 'c/s/final/page2' },
  ])
})

test('waits as long as the server asks in its goodbye', () => {
  greet().hear({ type: 'bye', reason: 'restart', retry_after_ms: 60_000 })
  vi.advanceTimersByTime(59_000)
  expect(FakeSocket.all).toHaveLength(1)
  vi.advanceTimersByTime(2000)
  expect(FakeSocket.all).toHaveLength(2)
})

test('comes back after the pause of its own that the server has told it, on top of what the goodbye says', () => {
  greet().hear({ type: 'welcome', resumed: false, token: 't0', heartbeat_ms: 10_000, retry_ms: 4000 })
  last().hear({ type: 'bye', reason: 'restart', retry_after_ms: 1000 })
  vi.advanceTimersByTime(5000)
  expect(FakeSocket.all).toHaveLength(1)
  vi.advanceTimersByTime(500)
  expect(FakeSocket.all).toHaveLength(2)
})

test('text that is no frame ends the line, not the page', () => {
  const socket = greet()
  socket.onmessage?.({ data: '<html>' })
  expect(connected).toBe(false)
})

test('a picture is live, amber after two missed heartbeats, grey after thirty seconds', () => {
  const seen: BoardView = { picture: null, currentAt: 1000, problem: null }
  expect(truth(undefined, true, 0)).toBe('waiting')
  expect(truth(seen, true, 1000 + 24_999)).toBe('live')
  expect(truth(seen, true, 1000 + 25_000)).toBe('amber')
  expect(truth(seen, true, 1000 + GREY_MS)).toBe('grey')
  expect(truth(seen, false, 1001)).toBe('amber')
})

test('two heartbeats are those of this server, and slow ones do not grey a board between two beats', () => {
  const seen: BoardView = { picture: null, currentAt: 1000, problem: null }
  expect(truth(seen, true, 1000 + 999, 400)).toBe('live')
  expect(truth(seen, true, 1000 + 1000, 400)).toBe('amber')
  expect(truth(seen, true, 1000 + 60_000, 60_000)).toBe('live')
  expect(truth(seen, true, 1000 + 180_000, 60_000)).toBe('grey')
  last().onopen?.()
  last().hear({ type: 'welcome', resumed: false, token: '', heartbeat_ms: 400 })
  expect(link.heartbeatMs).toBe(400)
})

test('the age that the server admits counts as age', () => {
  const socket = greet()
  socket.hear(snapshot())
  vi.advanceTimersByTime(20_000)
  socket.hear({ type: 'heartbeat', board: BOARD, seq: 1, hash: hashPicture([ROW], STATE), age_ms: 26_000, time: 0 })
  expect(truth(view, true, Date.now())).toBe('live')
  vi.advanceTimersByTime(6000)
  expect(truth(view, true, Date.now())).toBe('amber')
})
