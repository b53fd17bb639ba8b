// What has been ruled: the same thing said again takes the place of what was said before; what happened has happened.
import { expect, test } from 'vitest'
import { replacedBy, whoOf, type Ruled, type Ruling } from '../src/console/ruled'

const all = (...rulings: Ruling[]): Ruled[] => rulings.map((ruling, i) => ({ number: 10 + i, at: 0, by: 'organiser', skill: 's', ruling }))

test('a ruling about the same thing takes the place of all before it, one about another does not', () => {
  const status = (competitor: string, stage?: string): Ruling => ({ ruling: 'status', competitor, ...(stage ? { stage } : {}), status: 'dsq' })
  const replaced = replacedBy(all(status('a'), status('b'), status('a'), status('a', 'f'), status('a')))
  expect([...replaced].sort()).toEqual([[10, 14], [12, 14]])
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
