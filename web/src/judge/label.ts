// What a field is called, and each figure of it.
import { named, t } from '../shared/i18n/index.svelte'
import { faultKey, lostKey, targetKey } from './entry/values'
import type { Field } from './sheet'

export function labelOf(field: Field): string {
  if (field.name) return named(field.name)
  if (field.word === 'scale') return t('declare.scale', { grade: field.grade ?? '' })
  return field.word ? t(`declare.${field.word}`) : field.id
}

export function slotLabel(field: Field, key: string): string {
  const what = labelOf(field)
  if (key === lostKey(field.id)) return t('entry.lost.of', { what })
  if (key === targetKey(field.id)) return t('entry.target.of', { what })
  const fault = field.aspect?.faults?.find(({ id }) => key === faultKey(field.id, id))
  return fault ? `${what} · ${named(fault.name)}` : what
}
