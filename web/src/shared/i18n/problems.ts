// Problems in words: the server's own where it sent some, ours where nobody answered.
import type { Problem } from '../api'
import type { Fault } from '../outbox'
import { listed, t } from './index.svelte'

function own(slug: string, status: number): string {
  if (slug === 'no-connection') return t('problem.no-connection')
  if (slug === 'not-open') return t('problem.not-open')
  if (slug === 'foreign-answer') return t('problem.foreign-answer')
  if (slug === 'photo-unknown') return t('photos.unknown')
  return t('problem.other', { slug, status })
}

export function words(problem: Problem): string {
  const { document, slug, status } = problem
  const said = document?.detail ?? document?.title ?? own(slug, status)
  const details = (document?.errors ?? []).map((error) => error.detail)
  return details.length > 0 ? `${said} ${listed([...new Set(details)])}` : said
}

export function faultWords(fault: Fault): string {
  const said = fault.words || own(fault.slug, fault.status)
  return fault.details.length > 0 ? `${said} ${listed(fault.details)}` : said
}
