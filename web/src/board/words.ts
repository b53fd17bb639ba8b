// A row of a board in words.
import { named, t } from '../shared/i18n/index.svelte'
import type { Group, Row, Title } from '../shared/types'

export function figure(row: Row, module: string): string {
  return row.modules.find((each) => each.id === module)?.value ?? '—'
}

export function total(row: Row): string {
  return row.done === 0 ? '—' : (row.total ?? '—')
}

export function placeOf(row: Pick<Row, 'place' | 'half'>): string {
  return row.place === null ? '—' : `${row.place}${row.half ? '.5' : ''}`
}

export function titleOf(row: Row, titles: Title[]): string {
  const title = titles.find((each) => each.id === row.title)
  return title ? named(title.name) : (row.title ?? '')
}

// His group, with the place in it once he has one.
function groupOf(row: Row, groups: Group[]): string {
  if (!row.group) return ''
  const group = named(groups.find((each) => each.id === row.group)?.name, row.group)
  if (row.group_place === null || row.group_place === undefined) return group
  return t('board.group', { group, n: `${row.group_place}${row.group_half ? '.5' : ''}` })
}

export function beside(row: Row, groups: Group[]): string {
  const unit = row.name ? (row.delegation ?? row.code ?? '') : ''
  return [groupOf(row, groups), unit].filter(Boolean).join(' · ')
}
