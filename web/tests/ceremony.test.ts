import { describe, expect, it } from 'vitest'
import { digest } from '../src/shared/digest'
import { besideOf, grouped, headOf, isAsPromised, itemSent, linesOf, moved, planned, pressOf, proposed, waiting, type RunSheet, type StageStep } from '../src/shared/ceremony'

const name = (zh: string) => ({ zh, en: zh })
const step = (n: number, ids: string[]): StageStep => ({
  n, skill: 's', skill_name: name('焊工'), honour: 'h', honour_name: name('状元'), mode: 'one',
  people: ids.map((id, place) => ({ id, name: id, place: place + 1 })),
})

describe('a ceremony', () => {
  it('is proposed skill by skill, from the last honour to the first', () => {
    const offer = (skill: string, honour: string, people: number) => ({ skill, honour, honour_name: name(honour), people })
    const items = proposed([offer('a', '1', 1), offer('a', '2', 3), offer('a', '3', 4), offer('b', '1', 1)])
    expect(items.map((each) => [each.skill, each.honour, each.mode])).toEqual([
      ['a', '3', 'batch'], ['a', '2', 'one'], ['a', '1', 'one'], ['b', '1', 'one'],
    ])
  })

  it('is planned with the medals of a skill on one podium, or an honour of all skills in batches', () => {
    const offers = ['a', 'b'].flatMap((skill) => ['1', '2'].map((honour) => ({ skill, honour, honour_name: name(honour), people: 1 })))
    const told = (items: ReturnType<typeof planned>) => items.map((each) => `${each.joins ? '+' : ''}${each.skill}${each.honour} ${each.mode}`)
    expect(told(planned('medals', offers))).toEqual(['a2 medals', '+a1 medals', 'b2 medals', '+b1 medals'])
    expect(told(planned('batches', offers))).toEqual(['a2 batch', '+b2 batch', 'a1 batch', '+b1 batch'])
    expect(told(grouped([{ skill: 'a', honour: '2', mode: 'batch', batch: 6, joins: true }, { skill: 'b', honour: '2', mode: 'one', joins: true }]))).toEqual(['a2 batch', '+b2 batch'])
  })

  it('says above what all people of a step share, and the rest beside each', () => {
    const person = (id: string, skill: string, honour: string) => ({ id, skill, skill_name: name(skill), honour, honour_name: name(honour) })
    const podium: StageStep = { n: 1, mode: 'medals', people: [person('x', 's', '1'), person('y', 's', '2')] }
    expect(headOf(podium)).toEqual({ skill: name('s'), honour: undefined })
    expect(podium.people.map((each) => besideOf(podium, each))).toEqual([[name('1')], [name('2')]])
    const batch: StageStep = { n: 1, mode: 'batch', people: [person('x', 's', '1'), person('y', 't', '1')] }
    expect(headOf(batch)).toEqual({ skill: undefined, honour: name('1') })
    expect(besideOf(step(1, ['a']), { id: 'a' })).toEqual([])
  })

  it('reads the list line by line', () => {
    expect(linesOf('1\ts\th\t2.5\tc1\n2\ts\ti\t1\tc2\n')).toEqual([
      { item: '1', skill: 's', honour: 'h', place: '2.5', id: 'c1' }, { item: '2', skill: 's', honour: 'i', place: '1', id: 'c2' },
    ])
  })

  it('moves an item by one, and none beyond the ends', () => {
    expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b'])
  })

  it('sends no empty texts, and a batch only for batches', () => {
    expect(itemSent({ skill: 's', honour: 'h', mode: 'one', batch: 8, host: ' ', music: ' 曲 ' })).toEqual({ skill: 's', honour: 'h', mode: 'one', music: '曲' })
    expect(itemSent({ skill: 's', honour: 'h', mode: 'batch' })).toEqual({ skill: 's', honour: 'h', mode: 'batch', batch: 8 })
  })

  it('is run by keys: on, back and pause, never beyond its ends', () => {
    const at = (where: number, more: Partial<RunSheet> = {}): RunSheet => ({
      state: 'open', prepared: true, offers: [], frozen: [], at: where, steps: [step(1, ['a']), step(2, ['b'])], ...more,
    })
    expect(pressOf(' ', at(0))).toEqual({ act: 'step', to: 1 })
    expect(pressOf('ArrowRight', at(2))).toBeNull()
    expect(pressOf('ArrowLeft', at(2))).toEqual({ act: 'step', to: 1 })
    expect(pressOf('ArrowLeft', at(0))).toBeNull()
    expect(pressOf('Escape', at(1))).toEqual({ act: 'pause', on: true })
    expect(pressOf('Escape', at(1, { paused: true }))).toEqual({ act: 'pause', on: false })
    expect(pressOf(' ', at(0, { state: 'ended' }))).toBeNull()
    expect(pressOf('x', at(0))).toBeNull()
  })

  it('is checked against the hash that was made known before it', () => {
    const list = '1\ts\th\t1\tc1\n'
    const hash = digest(`ab\n${list}`).slice('sha-256:'.length)
    expect(isAsPromised({ state: 'ended', hash, salt: 'ab', list })).toBe(true)
    expect(isAsPromised({ state: 'ended', hash, salt: 'ab', list: list.replace('c1', 'c2') })).toBe(false)
    expect(isAsPromised({ state: 'open', hash })).toBe(false)
  })

  it('lists those who wait by name, each once, without a rank', () => {
    const [only] = waiting([step(1, ['c', 'a']), step(2, ['b', 'c'])])
    expect(only?.people.map((each) => each.id)).toEqual(['a', 'b', 'c'])
  })
})
