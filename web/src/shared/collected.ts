// What is said of who collects an award for somebody else, or that he is not here.
import type { StagePerson } from './ceremony'
import { t } from './i18n/index.svelte'

export function noted(person: StagePerson): string {
  if (person.by) return t('ceremony.by', { who: person.by })
  if (person.unread) return t('ceremony.by.other')
  return person.absent ? t('ceremony.absent') : ''
}
