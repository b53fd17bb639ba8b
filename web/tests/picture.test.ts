import { expect, test } from 'vitest'
import { checkCode } from '../src/board/save/checkcode'
import { applyDelta, fromSnapshot, hashPicture, isTrue, moves, type DeltaFrame, type Picture } from '../src/shared/picture'
import type { BoardState, Need, Row } from '../src/shared/types'

const STATE: BoardState = { exposure: 'name', published: false, total: 3, ranked: 3, done: 3, expected: 6 }

function row(id: string, place: number | null, total: string | null, done = 1): Row {
  return { id, place, shared: false, total, modules: [], done, expected: 2, complete: done === 2 }
}

const ROWS = [row('c1', 1, '9.00'), row('c2', 2, '8.00'), row('c3', 3, '7.00')]

function picture(): Picture {
  return fromSnapshot({
    type: 'snapshot', board: 'b', seq: 4, token: 't', hash: hashPicture(ROWS, STATE), sealed_us: 0, state: STATE, rows: ROWS,
  })
}

function delta(change: Partial<DeltaFrame>): DeltaFrame {
  return { type: 'delta', board: 'b', from: 4, to: 5, token: 'u', hash: '', sealed_us: 0, ...change }
}

test('places are compared where both are known, so a tie moves nobody', () => {
  const before = [row('c1', 1, '9'), row('c2', 1, '9')]
  expect(moves(before, [row('c2', 1, '9'), row('c1', 1, '9')]).size).toBe(0)
})

test('the hash covers all of every row in order, and the state', () => {
  const of = (change: Partial<Row>, state: Partial<BoardState> = {}) => hashPicture([{ ...row('c1', 1, '9'), ...change }], { ...STATE, ...state })
  const plain = of({})
  const others = [
    of({ name: '王' }), of({ second_name: 'x' }), of({ delegation: 'x' }), of({ title: 'star' }), of({ shared: true }), of({ modules: [{ id: 'a', value: '1' }] }),
    of({}, { published: true }), of({}, { exposure: 'code' }), of({}, { frozen: 7 }), of({}, { lines: [{ top: 3, title: 'star' }] }), of({}, { done: 4 }),
  ]
  expect(new Set([plain, ...others]).size).toBe(others.length + 1)
  expect(of({})).toBe(plain)
  expect(hashPicture(ROWS, STATE)).not.toBe(hashPicture([...ROWS].reverse(), STATE))
  expect(isTrue(picture())).toBe(true)
})

// The server has the same figure: tests/wire/scene_test.c.
test('letters that the server escapes are hashed as they are sent', () => {
  const name = '䶮\u2028\u007f\u0085"\\\u0001'
  const one = { id: 'c1', name, place: null, shared: false, total: null, modules: [], done: 0, expected: 0, complete: false } as unknown as Row
  expect(hashPicture([one], { exposure: 'name', published: false, total: 1, ranked: 0, done: 0, expected: 0 })).toBe('03e43a47051bbe1b')
})

test('the check code covers id, place, total, marking, what is needed and whose total it is', () => {
  const needs: Need[] = [{ place: 1, answer: 'mark', mark: '8.7', than: '8.64' }, { place: 2, answer: 'cannot', than: '9.5' }, { place: 3, answer: 'already' }]
  expect(checkCode([])).toBe('cbf29ce484222325')
  expect(checkCode([row('c1', null, null)])).toBe(checkCode([row('c1', null, '-')]))
  expect(checkCode(ROWS, 7)).not.toBe(checkCode(ROWS))
  expect(checkCode(ROWS, 7)).not.toBe(checkCode(ROWS, 8))
  expect(checkCode([{ ...row('c1', 1, '9.00'), forecast: { best: 1, worst: 3, needs } }])).toBe('87d7814e49cbeae2')
})

test('a delta moves, changes and removes rows and ends in its hash', () => {
  const risen = row('c3', 1, '9.50', 2)
  const after = [risen, row('c1', 2, '9.00')]
  const next = applyDelta(
    picture(),
    delta({
      upsert: [{ at: 0, row: risen }, { at: 1, row: row('c1', 2, '9.00') }],
      remove: ['c2'], order: ['c3', 'c1'], hash: hashPicture(after, { ...STATE, done: 4 }), state: { ...STATE, done: 4 },
    }),
  )
  expect(next?.rows.map((each) => each.id)).toEqual(['c3', 'c1'])
  expect(next).toMatchObject({ seq: 5, token: 'u', state: { done: 4 } })
})

test('a delta that only changes the state keeps the rows', () => {
  const next = applyDelta(picture(), delta({ hash: hashPicture(ROWS, { ...STATE, done: 5 }), state: { ...STATE, done: 5 } }))
  expect(next?.rows).toEqual(ROWS)
  expect(next?.state.done).toBe(5)
})

test('a delta from another sequence is not applied', () => {
  expect(applyDelta(picture(), delta({ from: 3, hash: hashPicture(ROWS, STATE) }))).toBeNull()
})

test('a delta that ends in another hash is not applied', () => {
  expect(applyDelta(picture(), delta({ hash: '0000000000000000' }))).toBeNull()
})

test('a delta that orders an unknown row is not applied', () => {
  expect(applyDelta(picture(), delta({ order: ['c1', 'c2', 'c9'], hash: hashPicture(ROWS, STATE) }))).toBeNull()
})

test('moves count places up and down, and lines where there is no place yet', () => {
  const after = [row('c3', 1, '9.50'), row('c1', 2, '9.00'), row('c2', 3, '8.00')]
  expect([...moves(ROWS, after)]).toEqual([['c3', 2], ['c1', -1], ['c2', -1]])
  const before = [row('c1', null, '9'), row('c2', null, '8')]
  expect([...moves(before, [row('c2', 1, '10'), row('c1', null, '9')])]).toEqual([['c2', 1], ['c1', -1]])
  expect(moves([], ROWS).size).toBe(0)
})
