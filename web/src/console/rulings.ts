// What has been ruled in words, as the page of rulings shows it.
import { listed, named, t, type Key } from '../shared/i18n/index.svelte'
import type { Skill } from '../shared/types'
import type { Ruling } from './ruled'

type Text = string | undefined

const KINDS = ['status', 'adjust', 'void', 'excuse', 'accept', 'order', 'field', 'draw', 'match', 'award', 'turn', 'return'] as const
const STATES = ['running', 'dnf', 'dns', 'dsq', 'withdrawn', 'no_show'] as const

const within = (all: readonly string[], word: Text): word is string => word !== undefined && all.includes(word)

export function kindText({ ruling }: Ruling): string {
  return within(KINDS, ruling) ? t(`ruling.${ruling}` as Key) : ruling
}

function partText(skill: Skill | undefined, id: string): string {
  const parts = (skill?.stages ?? []).flatMap((stage) => (stage.modules ?? []).flatMap((module) => module.parts ?? []))
  return named(parts.find((part) => part.id === id)?.name, id)
}

// What it decided, beyond its kind.
export function whatText(ruling: Ruling, skill: Skill | undefined, called: (id: string) => string): string {
  const { status, adjustment, times, excused, accepted, approved, title, ends, forfeit } = ruling
  const adjustments = (skill as { adjustments?: { id: string; name?: Skill['name'] }[] } | undefined)?.adjustments ?? []
  return listed([
    ruling.stage ? named(skill?.stages.find((stage) => stage.id === ruling.stage)?.name, ruling.stage) : '',
    ruling.part ? partText(skill, ruling.part) : '',
    ruling.seat ? t('judge.seat', { seat: ruling.seat }) : '',
    within(STATES, status) ? t(`ruling.status.${status}` as Key) : (status ?? ''),
    adjustment ? `${named(adjustments.find((each) => each.id === adjustment)?.name, adjustment)} × ${times ?? 1}` : '',
    excused === undefined ? '' : t(excused ? 'ruling.excused' : 'ruling.notexcused'),
    accepted === undefined ? '' : t(accepted ? 'ruling.accepted' : 'ruling.notaccepted'),
    title === undefined ? '' : title === null ? t('ruling.notitle') : named(skill?.titles?.find((each) => each.id === title)?.name, title),
    approved === undefined ? '' : t(approved ? 'ruling.approved' : 'ruling.notapproved'),
    (ends ?? []).map((end) => end.join(':')).join('  '),
    forfeit === 'a' || forfeit === 'b' ? t('ruling.forfeit', { who: called(ruling[forfeit] ?? '') }) : '',
  ].filter(Boolean))
}
