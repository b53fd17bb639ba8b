// A draft of rules: what is added has an id that nothing else has, what is moved goes one step, and each fault has its place.
import { expect, test } from 'vitest'
import { Draft, idsOf, moved, newThing, placeOf, type Json } from '../src/console/rulebook.svelte'
import type { CompetitionView, Skill } from '../src/shared/types'

const scheme = () => ({
  format: 'jinbang-competition/1', id: 'c', name: { zh: '赛' },
  skills: [{
    id: 's', name: { zh: '工' }, exposure: { before: 'code' },
    stages: [{ id: 'f', name: { zh: '决赛' }, rounding: { total: { places: 2 } }, modules: [{ id: 'm', name: { zh: '模块' }, parts: [
      { id: 'part2', name: { zh: '件' }, seats: ['J1', 'J2', 'J3'], drop_high: 1, drop_low: 1, aspects: [{ id: 'a', name: { zh: '甲' } }, { id: 'b', name: { zh: '乙' } }] },
    ] }] }],
  }],
})
const PARTS = ['skills', 0, 'stages', 0, 'modules', 0, 'parts']

function begun(): Draft {
  const draft = new Draft()
  draft.begin({ definition: scheme(), rules: { version: 1, id: '0' } } as unknown as CompetitionView)
  return draft
}

test('what is added stands at the end, has an id of its own, takes over what its neighbour has, and goes again with one step back', () => {
  const draft = begun()
  for (const list of [PARTS, ['skills'], ['skills', 0, 'stages'], ['skills', 0, 'stages', 0, 'modules'], [...PARTS, 0, 'aspects']]) {
    const before = draft.text
    draft.add(list, (kind) => kind)
    const ids = idsOf(draft.tree)
    expect(new Set(ids).size, list.join('/')).toBe(ids.length)
    draft.undo()
    expect(draft.text).toBe(before)
    draft.redo()
  }
  const { skills } = draft.tree as unknown as { skills: (Skill & { stages: { rounding?: unknown }[] })[] }
  const part = skills[0]?.stages[0]?.modules?.[0]?.parts?.[1]
  expect(part).toMatchObject({ name: { zh: 'parts' }, seats: ['J1', 'J2', 'J3'], drop_high: 1, aspects: [{ name: { zh: 'aspects' } }] })
  expect(skills[1]).toMatchObject({ exposure: { before: 'code' }, stages: [{ rounding: { total: { places: 2 } }, modules: [{ parts: [{ seats: ['J1', 'J2', 'J3'] }] }] }] })
})

test('an id that was taken away and one that only looks alike are no obstacle, a taken one is', () => {
  expect(newThing('parts', () => 'x', undefined, ['part1', 'part2', 'part4'])).toMatchObject({ id: 'part3' })
  expect(newThing('parts', () => 'x', undefined, ['part4'], 4)).toMatchObject({ id: 'part5', aspects: [{ id: 'a1' }] })
  expect(idsOf([{ id: 1 }, { id: 'x', below: [{ id: 'y' }] }, null, 'id'] as unknown as Json)).toEqual(['x', 'y'])
})

test('a step up and a step down change two neighbours, and nothing at the ends', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
})

test('a fault is shown at the nearest thing that the form has', () => {
  const [skill] = scheme().skills as unknown as Skill[]
  const at = (pointer: string) => placeOf(skill, 0, pointer)
  expect(at('/skills/0/stages/0/modules/0/parts/0/aspects/1/max')).toBe('/skills/0/stages/0/modules/0/parts/0/aspects/1')
  expect(at('/skills/0/stages/0/modules/0/parts/0/seats/1')).toBe('/skills/0/stages/0/modules/0/parts/0')
  expect(at('/skills/0/stages/0/modules/0/weight')).toBe('/skills/0/stages/0/modules/0')
  expect(at('/skills/0/stages/0/modules')).toBe('/skills/0/stages/0')
  expect(at('/skills/0/titles/0')).toBe('/skills/0')
  expect(at('/skills/1/id')).toBeNull()
  expect(at('/name')).toBeNull()
  expect(placeOf(undefined, 0, '/skills/0')).toBeNull()
})
