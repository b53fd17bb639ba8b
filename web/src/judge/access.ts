// Whose tablet this is: tokens by competition, kept on the device, never in the address bar.
import { recall, remember } from '../shared/i18n/index.svelte'

const TOKENS = 'jinbang.judge.tokens'
const LAST = 'jinbang.judge.competition'

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
