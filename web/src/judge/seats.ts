// Seats that come to a paired tablet and go, as the organiser or the chief judge changes what it may.
import type { Entry } from '../shared/outbox'
import type { Access } from '../shared/types'
import { sittersOf, type Sitter } from './sitters.svelte'

export interface Moves {
  come: Sitter[]
  gone: Sitter[]
}

// Whether the judge sits there with what this tablet was let in with; nothing is known before the server was heard once.
export function hasSeat(access: Access | null, { judge, part, seat }: Pick<Entry, 'judge' | 'part' | 'seat'>): boolean {
  if (access === null) return true
  return (access.seats ?? []).some((each) => (each.judge ?? access.judge) === judge && each.part === part && each.seat === seat)
}

// Whether there is a seat now that was not there before.
export function hasMore(before: Access | null, after: Access): boolean {
  return (after.seats ?? []).some((each) => !hasSeat(before, { ...each, judge: each.judge ?? after.judge ?? '' }))
}

// Who came and who went between two looks at the same competition; null: nobody.
export function movesOf(competition: string | null, before: Access | null, after: Access): Moves | null {
  if (!competition || !before?.device || before.device.id !== after.device?.id) return null
  const [old, now] = [sittersOf(before), sittersOf(after)]
  const without = (all: Sitter[], others: Sitter[]) => all.filter(({ judge }) => !others.some((each) => each.judge === judge))
  const [come, gone] = [without(now, old), without(old, now)]
  return come.length + gone.length > 0 ? { come, gone } : null
}
