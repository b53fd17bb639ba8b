// Ways into a seat other than a link: the code of a printed card, or a code that this screen shows
// until somebody lets it in.
import { call, path } from '../shared/api'
import { languageTag } from '../shared/i18n/index.svelte'
import { newKey } from '../shared/ids'
import { codeSigns, grouped } from '../shared/paircode'
import type { Name } from '../shared/types'

export interface LetIn {
  competition: string
  judge: string
  token: string
  name: Name
}

// The same key for the same code, so that an answer lost on the way is given again.
const keys = new Map<string, string>()

export async function claimCard(signs: string, signer: string | null): Promise<LetIn> {
  const key = keys.get(signs) ?? newKey()
  keys.set(signs, key)
  const answer = await call(path('cards', 'claim'), {
    method: 'POST', body: JSON.stringify({ code: grouped(signs), ...(signer ? { key: signer } : {}) }), key, language: languageTag(),
  })
  return answer.json as LetIn
}

export interface Pairing {
  code: string
  token: string
  name: Name
  expires_ms: number
}

export async function askForCode(signer: string | null): Promise<Pairing> {
  const answer = await call(path('pairings'), { method: 'POST', body: JSON.stringify(signer ? { key: signer } : {}), language: languageTag() })
  return answer.json as Pairing
}

// The card's code in the address that its picture holds; empty where the text is something else.
export function cardIn(text: string): string {
  const found = /[#&]card=([^&]+)/.exec(text)?.[1]
  return found ? codeSigns(decodeURIComponent(found)) : ''
}

// It leaves the page's own address at once.
function cardInAddress(): string {
  const signs = cardIn(location.hash)
  if (signs) history.replaceState(null, '', location.pathname + location.search)
  return signs
}

// Read as the page loads, before anybody else looks at the address.
export const scanned = cardInAddress()
