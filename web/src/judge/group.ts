// A marking group: who has to confirm a sheet of its seat, and with what.
import { confirm, confirmedHeader } from '../shared/confirmation'
import type { Entry } from '../shared/outbox'
import type { Access, Member, Seat } from '../shared/types'

export function membersOf(access: Access | null, { part, seat }: Pick<Seat, 'part' | 'seat'>): Member[] {
  return access?.seats?.find((each) => each.part === part && each.seat === seat)?.members ?? []
}

// Who is there, and has not confirmed the sheet yet.
export function missingOf(members: Member[], entry: Pick<Entry, 'confirmed'>): Member[] {
  return members.filter(({ judge, absent }) => absent === undefined && !(judge in (entry.confirmed ?? {})))
}

// Of those who are there: whoever the chief judge has recorded as absent meanwhile is not asked for.
export function headerOf(access: Access | null, entry: Entry): string | undefined {
  const here = membersOf(access, entry).filter(({ absent }) => absent === undefined)
  return confirmedHeader(entry, here.length > 0 ? here.map(({ judge }) => judge) : undefined)
}

export function confirmAs(access: Access | null, entry: Entry, judge: string, pin: string): Record<string, string> {
  return { [judge]: confirm(entry, judge, pin, access?.confirm_key ?? '') }
}

// The sheets whose last missing member has been recorded as absent since: once for each list of
// those who are there (`goneAs`: as whose a sheet went last).
export function dueOf(access: Access | null, competition: string, entries: Entry[], goneAs: Map<string, string>): Entry[] {
  return entries.filter((entry) => {
    if (entry.state !== 'waits' || entry.competition !== competition) return false
    const members = membersOf(access, entry)
    const here = members.filter(({ absent }) => absent === undefined).map(({ judge }) => judge).join()
    if (here === '' || missingOf(members, entry).length > 0 || (entry.fault && goneAs.get(entry.key) === here)) return false
    goneAs.set(entry.key, here)
    return true
  })
}
