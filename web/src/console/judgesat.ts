// Who sits on a seat, by name.
import { placeOf } from '../shared/lookup'
import type { Office } from './office.svelte'

export function judgesAt(office: Office, part: string, seat: string): string {
  const place = office.view ? placeOf(office.view.definition, part) : undefined
  return office.judges
    .filter((judge) =>
      judge.seats.some(
        (right) =>
          right.seat === seat &&
          (!right.skill || right.skill === '*' || right.skill === place?.skill.id) && // the server names parts
          (!right.stage || right.stage === place?.stage.id) &&
          (!right.part || right.part === part),
      ),
    )
    .map((judge) => judge.name)
    .join(' ')
}
