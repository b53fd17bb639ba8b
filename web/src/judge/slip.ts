// A slip of paper at the door: figures that are written in the very moment in which the page goes, a
// reload or a crash of the tab, when a write to the shelf may be cut off.
import { recall, remember } from '../shared/i18n/index.svelte'
import type { Cupboard, Draft } from '../shared/shelf'

const SLIP = 'jinbang.judge.slip'

export function leaveSlip(slip: Pick<Draft, 'place' | 'values' | 'base' | 'at'>): void {
  remember(SLIP, JSON.stringify(slip))
}

// At the next opening it goes to the shelf, unless something newer is there. Where that is full it
// stays: there may be room the next time.
export async function takeSlip(shelf: Cupboard): Promise<void> {
  const text = recall(SLIP)
  if (!text) return
  const slip = JSON.parse(text) as Draft
  const kept = await shelf.draft(slip.place)
  const isSealed = (await shelf.all()).some(({ place, at }) => place === slip.place && at >= slip.at)
  if (!isSealed && (kept?.at ?? 0) < slip.at) {
    await shelf.keepDraft({ ...kept, ...slip, isDirty: true })
    if ((await shelf.draft(slip.place))?.at !== slip.at) return
  }
  remember(SLIP, null)
}
