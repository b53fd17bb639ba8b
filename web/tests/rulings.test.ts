// What has been ruled: the same thing said again takes the place of what was said before; what happened has happened.
import { expect, test } from 'vitest'
import { replacedBy, whoOf, type Ruled, type Ruling } from '../src/console/ruled'

const all = (...rulings: Ruling[]): Ruled[] => rulings.map((ruling, i) => ({ number: 10 + i, at: 0, by: 'organiser', skill: 's', ruling }))

test('a ruling about the same thing takes the place of all before it, one about another does not', () => {
  const status = (competitor: string, stage?: string): Ruling => ({ ruling: 'status', competitor, ...(stage ? { stage } : {}), status: 'dsq' })
  const replaced = replacedBy(all(status('a'), status('b'), status('a'), status('a', 'f'), status('a')))
  expect([...replaced].sort()).toEqual([[10, 14], [12, 14]])
})

test('each title is approved or refused for itself', () => {
  const award = (title: string | null): Ruling => ({ ruling: 'award', competitor: 'a', title, approved: true })
  expect([...replacedBy(all(award('x'), award('y'), award(null), award('x')))]).toEqual([[10, 13]])
})

test('an order stands for those whom it names until these are put in another', () => {
  const order = (...competitors: string[]): Ruling => ({ ruling: 'order', stage: 'f', competitors })
  expect([...replacedBy(all(order('a', 'b'), order('c', 'd'), order('b', 'a')))]).toEqual([[10, 12]])
})

test('a match that is recorded again the other way round is the same match', () => {
  const match = (a: string, b: string): Ruling => ({ ruling: 'match', stage: 'g', a, b, ends: [['1', '0']] })
  expect([...replacedBy(all(match('a', 'b'), match('a', 'c'), match('b', 'a')))]).toEqual([[10, 12]])
})

test('what is accepted for everybody takes the place of all that was accepted before it in its part, not the other way round', () => {
  const accept = (part: string, competitor?: string): Ruling => ({ ruling: 'accept', part, ...(competitor ? { competitor } : {}), accepted: true })
  const replaced = replacedBy(all(accept('p', 'a'), accept('q', 'a'), accept('p'), accept('p', 'a'), accept('p', 'b')))
  expect([...replaced]).toEqual([[10, 13]]) // the newest that speaks of it
})

test('a void sheet, turned cards and a return stand each for itself', () => {
  for (const ruling of ['void', 'turn', 'return']) expect(replacedBy(all({ ruling, part: 'p', competitor: 'a' }, { ruling, part: 'p', competitor: 'a' })).size).toBe(0)
})

test('a ruling names whom it is about, in every form that it has', () => {
  expect(whoOf({ ruling: 'order', competitors: ['a', 'b'] })).toEqual(['a', 'b'])
  expect(whoOf({ ruling: 'draw', groups: [['a'], ['b', 'c']] })).toEqual(['a', 'b', 'c'])
  expect(whoOf({ ruling: 'match', a: 'x', b: 'y' })).toEqual(['x', 'y'])
  expect(whoOf({ ruling: 'accept', part: 'p' })).toEqual([])
})
