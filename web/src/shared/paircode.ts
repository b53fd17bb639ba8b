// Codes that a person types, as the server writes them.
// No 0 O, no 1 I L.
export const SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
export const CARD_SIGNS = 10
export const SCREEN_SIGNS = 8
export const KEEPER_SIGNS = 28
const GROUP = 4

// What was typed or scanned, as signs of a code alone: full-width ones and small letters as meant.
export function codeSigns(text: string): string {
  return [...text.normalize('NFKC').toUpperCase()].filter((sign) => SIGNS.includes(sign)).join('')
}

export function grouped(signs: string): string {
  return (signs.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join('-')
}

// The last sign checks the others: whether the code can have been typed right.
export function isCode(signs: string, length: number): boolean {
  if (signs.length !== length) return false
  const values = [...signs].map((sign) => SIGNS.indexOf(sign))
  const check = values.pop() ?? 0
  const sum = values.reduce((total, value, at) => total + (at + 2) * value, check)
  return values.every((value) => value >= 0) && sum % SIGNS.length === 0
}
