// What a field is called.
import { named, t } from '../shared/i18n/index.svelte'
import type { Field } from './sheet'

export function labelOf(field: Field): string {
  if (field.name) return named(field.name)
  if (field.word === 'scale') return t('declare.scale', { grade: field.grade ?? '' })
  return field.word ? t(`declare.${field.word}`) : field.id
}
