// Finding people at the check-in, and the draw worked out again.
import { describe, expect, test } from 'vitest'
import { fits, isLastFour, loadSaid, type Line } from '../src/console/desk'
import { batches, holds, lotOrder } from '../src/shared/draw'

const line = (name: string, more: Partial<Line> = {}): Line => ({ id: 'c001', skill: 's', name, has_id: false, version: 0, state: 'expected', ...more })

describe('finding a person', async () => {
  const said = await loadSaid()
  test.each([
    ['单雄信', 'shanxx'], ['单雄信', 'dan'], ['仇英', 'qiuying'], ['曾国强', 'zgq'], ['欧阳修远', 'ouyang'], ['阿依古丽·买买提', 'aygl'],
    ['王磊', '王'], ['王磊', 'WANG L'], ['王磊', 'wa'], ['吕芳', 'lvf'],
  ])('%s is found by %s', (name, text) => expect(fits(line(name), text, said)).toBe(true))
  test.each([['王磊', 'wangli'], ['王磊', 'zhang'], ['王磊', 'ei'], ['李明', '王']])('%s is not found by %s', (name, text) =>
    expect(fits(line(name), text, said)).toBe(false))
  test('also by second name, unit and id, and by name before the dictionary is here', () => {
    const one = line('麦麦提', { second_name: 'Memet', delegation: '西宁特钢' })
    for (const text of ['memet', '特钢', 'C001', '麦']) expect(fits(one, text, null)).toBe(true)
    expect(fits(line('王磊'), 'wl', null)).toBe(false)
  })
  test('four digits, or three and an X, are the end of an ID', () => {
    expect(['1234', '123X', '123x', '１２３４'].map(isLastFour)).toEqual([true, true, true, true])
    expect(['123', '12345', '12X4', 'abcd', ''].map(isLastFour)).toEqual([false, false, false, false, false])
  })
})

describe('a draw', () => {
  const seed = Array.from({ length: 32 }, (_, i) => i.toString(16).padStart(2, '0')).join('')
  const list = Array.from({ length: 20 }, (_, i) => `c${i}`)
  // The same as in tests/live/lot_test.c, from Python.
  const order = [6, 17, 3, 8, 2, 7, 19, 4, 11, 14, 0, 12, 5, 15, 1, 16, 10, 18, 9, 13].map((i) => `c${i}`)

  test('is worked out as the server does', () => {
    expect(lotOrder(seed, '金榜', list)).toEqual(order)
    expect(batches(order, 8).map((each) => each.length)).toEqual([7, 7, 6])
  })
  test('holds only with its own commitment, seed, word and places', () => {
    const good = {
      skill: 's', stations: 8,
      committed: { number: 1, at: 0, commitment: '630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd', list },
      drawn: { number: 2, at: 0, by: 'x', how: 'machine' as const, seed, word: '金榜', batches: batches(order, 8).map((batch) => batch.map((id) => ({ id }))) },
    }
    expect(holds(good)).toBe(true)
    expect(holds({ ...good, drawn: { ...good.drawn, word: '金' } })).toBe(false)
    expect(holds({ ...good, stations: 6 })).toBe(false)
    expect(holds({ ...good, committed: { ...good.committed, commitment: '0'.repeat(64) } })).toBe(false)
  })
})
