// Whose tablet this is: tokens by competition, kept on the device, never in the address bar.
// Twice: where it is read at once, and on the shelf, which alone is on the disk when a battery is empty.
import { recall, remember } from '../shared/i18n/index.svelte'
import type { Cupboard } from '../shared/shelf'

const TOKENS = 'jinbang.judge.tokens'
const LAST = 'jinbang.judge.competition'

interface Keys {
  tokens: Record<string, string>
  last: string | null
}
let shelf: Cupboard | null = null

// What the shelf has comes before what the browser has, which may have forgotten the newest.
export async function openTokens(cupboard: Cupboard): Promise<void> {
  shelf = cupboard
  const kept = await cupboard.recall<Keys>('tokens')
  if (kept) remember(TOKENS, JSON.stringify({ ...tokens(), ...kept.tokens }))
  if (kept?.last) remember(LAST, kept.last)
  else shelve()
}

function shelve(): void {
  void shelf?.remember('tokens', { tokens: tokens(), last: lastCompetition() } satisfies Keys)
}

function tokens(): Record<string, string> {
  try {
    return JSON.parse(recall(TOKENS) ?? '{}') as Record<string, string>
  } catch {
    return {}
  }
}

export function tokenFor(competition: string): string | null {
  return tokens()[competition] ?? null
}

export function keepToken(competition: string, token: string | null): void {
  const all = tokens()
  if (token === null) delete all[competition]
  else all[competition] = token
  remember(TOKENS, JSON.stringify(all))
  if (token !== null) remember(LAST, competition)
  shelve()
}

export function lastCompetition(): string | null {
  return recall(LAST)
}

// What the address brought. The token leaves the address at once: screens are photographed.
export function fromAddress(): { competition: string | null; token: string | null } {
  const competition = new URLSearchParams(location.search).get('c')
  const token = tokenIn(location.hash)
  if (location.hash) history.replaceState(null, '', location.pathname + location.search)
  return { competition, token }
}

// A token as pasted: bare, or inside the whole link.
export function tokenIn(text: string): string | null {
  const found = /(?:^|[#&?])token=([^&\s]+)/.exec(text)
  if (found?.[1]) return decodeURIComponent(found[1])
  return null
}

export function pasted(text: string): { competition: string | null; token: string | null } {
  const whole = text.trim()
  const token = tokenIn(whole) ?? (/^[\w.~+/=-]+$/.test(whole) ? whole : null)
  const competition = /[?&]c=([^&#\s]+)/.exec(whole)?.[1]
  return { competition: competition ? decodeURIComponent(competition) : null, token }
}
