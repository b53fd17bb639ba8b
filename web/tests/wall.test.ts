import { expect, test } from 'vitest'
import { plan, slot, span, WINDOW } from '../src/board/layout'
import { FIRST_PAGE_MS, PAGE_MS, Pager, swiped, turnOf } from '../src/board/pager.svelte'
import type { Row } from '../src/shared/types'

function rows(places: (number | null)[]): Row[] {
  return places.map((place, at) => ({
    id: `c${at}`, place, shared: false, total: '1', modules: [], done: 1, expected: 1, complete: place !== null,
  }))
}
const upTo = (count: number) => rows(Array.from({ length: count }, (_, at) => at + 1))

test('rows of a page fill the window and never stand half outside, whatever their number', () => {
  for (const isWide of [false, true]) {
    for (let count = 1; count <= 100; count += 1) {
      const all = upTo(count)
      const plane = plan(all, isWide)
      all.forEach((_, at) => {
        const { y, height, page } = slot(at, plane)
        expect(y + height, `${count} rows, row ${at}`).toBeLessThanOrEqual(WINDOW + 1e-9)
        expect(page).toBeLessThan(plane.pages)
      })
      const slots = all.map((_, at) => slot(at, plane)).map(({ page, y }) => `${page}/${y}`)
      const sideBySide = plane.shape === 'wide' ? 1 : 0 // the first card and the first row begin at the top
      expect(new Set(slots).size).toBeGreaterThanOrEqual(count - sideBySide)
    }
  }
})

test('twelve rows are one page; of thirteen the medals stay and nine others are on a page', () => {
  expect(plan(upTo(12)).pages).toBe(1)
  const plane = plan(upTo(13))
  expect([plane.pins, plane.onPage, plane.pages]).toEqual([3, 9, 2])
  expect(span(0, 13, plane)).toEqual([4, 12])
  expect(span(1, 13, plane)).toEqual([13, 13])
})

test('shared medals stay together, and nobody is picked out of too many equals', () => {
  expect(plan(rows([1, 1, 3, 3, ...Array.from({ length: 20 }, (_, at) => at + 5)])).pins).toBe(4)
  expect(plan(rows([1, 2, 3, 3, 3, 3, ...Array.from({ length: 20 }, (_, at) => at + 7)])).pins).toBe(0)
  expect(plan(rows(Array.from({ length: 20 }, () => null))).pins).toBe(0)
})

test('an ultra-wide wall has the medals beside twelve others', () => {
  const plane = plan(upTo(30), true)
  expect([plane.shape, plane.pins, plane.onPage, plane.pages]).toEqual(['wide', 3, 12, 3])
  expect(plan(upTo(12), true).shape).toBe('tall')
})

test('pages go round, the first is held longer, and pause holds any', () => {
  const pager = new Pager(() => false)
  pager.setPages(3)
  expect(pager.holdMs).toBe(FIRST_PAGE_MS)
  pager.next()
  expect([pager.at, pager.holdMs]).toEqual([1, PAGE_MS])
  pager.turn('back')
  pager.turn('back')
  expect(pager.at).toBe(2)
  pager.turn('next')
  expect(pager.at).toBe(0)
  pager.turn('pause')
  expect(pager.paused).toBe(true)
  pager.turn('next')
  pager.turn('first')
  expect(pager.at).toBe(0)
})

test('beyond the last page and before the first comes another skill, where there is one', () => {
  const asked: number[] = []
  const pager = new Pager((by) => asked.push(by) > 0)
  pager.setPages(2)
  pager.back()
  pager.next()
  pager.next()
  expect(asked).toEqual([-1, 1])
  expect(pager.at).toBe(0)
})

test('fewer pages than before leave no empty one on', () => {
  const pager = new Pager(() => false)
  pager.setPages(4)
  pager.turn('back')
  pager.setPages(2)
  expect(pager.at).toBe(1)
})

test('keyboards, remotes and fingers say the same', () => {
  expect(['PageDown', 'ArrowRight', 'PageUp', 'ArrowLeft', ' ', '.', 'x'].map(turnOf)).toEqual([
    'next', 'next', 'back', 'back', 'pause', 'pause', null,
  ])
  expect([swiped(-120, 10), swiped(90, -20), swiped(30, 0), swiped(100, 90)]).toEqual(['next', 'back', null, null])
})
