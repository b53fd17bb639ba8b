// Whose tablet this is: tokens by competition, kept on the device, never in the address bar.
// Twice, with the time: where it is read at once, and on the shelf, which alone is on the disk when a
// battery is empty. Either may be full, so the newer one counts.
import { recall, remember } from '../shared/i18n/index.svelte'
import type { Cupboard } from '../shared/shelf'

const TOKENS = 'jinbang.judge.tokens'
const LAST = 'jinbang.judge.competition'
const AT = 'jinbang.judge.tokens.at'

interface Keys {
  tokens: Record<string, string>
  last: string | null
  at?: number // when they were written; what an older page wrote has none
}
let shelf: Cupboard | null = null
let known: Keys | null = null // by this page, whether there was room for it or not

// The newer of what the shelf has and what the browser has.
export async function openTokens(cupboard: Cupboard): Promise<void> {
  shelf = cupboard
  const kept = await cupboard.recall<Keys>('tokens')
  await keep(newer(here(), kept))
}

function newer(mine: Keys, kept: Keys | undefined): Keys {
  if (!kept) return mine
  const lead = (kept.at ?? 0) - (mine.at ?? 0)
  if (lead !== 0 || mine.at) return lead > 0 ? kept : mine
  return { tokens: { ...mine.tokens, ...kept.tokens }, last: kept.last ?? mine.last }
}

// What the browser has; the time is written last, and only with the tokens that it is of.
function here(): Keys {
  return { tokens: read(), last: recall(LAST), at: Number(recall(AT) ?? 0) }
}

async function keep(keys: Keys): Promise<void> {
  known = keys
  const text = JSON.stringify(keys.tokens)
  remember(TOKENS, text)
  if (keys.last !== null) remember(LAST, keys.last)
  if (recall(TOKENS) === text) remember(AT, String(keys.at ?? 0))
  await shelf?.remember('tokens', keys)
}

function read(): Record<string, string> {
  try {
    return JSON.parse(recall(TOKENS) ?? '{}') as Record<string, string>
  } catch {
    return {}
  }
}

export function tokenFor(competition: string): string | null {
  return (known ?? here()).tokens[competition] ?? null
}

// Null: the token is forgotten. The promise is kept once it is on the shelf.
export async function keepToken(competition: string, token: string | null): Promise<void> {
  const { tokens, last, at = 0 } = known ?? here()
  const { [competition]: _, ...others } = tokens
  await keep({
    tokens: token === null ? others : { ...others, [competition]: token },
    last: token === null ? last : competition, at: Math.max(Date.now(), at + 1),
  })
}

export function lastCompetition(): string | null {
  return (known ?? here()).last
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
