// Unsent sheets handed over by another way than the network: one text, as a file or in pieces on
// codes. It carries the keys of the requests, so that a sheet that arrives both ways counts once;
// and it is sealed with what only the tablet and the server know, so that a changed one is refused.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { digest } from './digest'
import { placeText, type Entry } from './outbox'

export const FORM = 'jinbang-unsent/1'

export interface ParcelSheet {
  key: string
  part: string
  competitor: string
  seat: string
  at: number
  ifMatch: string | null
  behind: string | null
  rules: string | null
  signature?: string | null
  confirmed?: Record<string, string> | null
  body: string
}
export interface Parcel {
  form: typeof FORM
  competition: string
  judge: string
  sheets: ParcelSheet[]
}
interface Sealed {
  parcel: string // the bytes that the digest is of
  digest: string
  mac: string
}
export interface Opened {
  parcel: Parcel
  digest: string
  mac: string
}
export type ParcelFault = 'unreadable' | 'altered'

// `token`: of the tablet; the server keeps its hash, which is the key.
export function pack(competition: string, judge: string, entries: Entry[], token: string): string {
  const parcel = JSON.stringify({
    form: FORM, competition, judge,
    sheets: entries.map(({ key, part, competitor, seat, at, ifMatch, behind, rules = null, signature = null, confirmed, body }): ParcelSheet =>
      ({ key, part, competitor, seat, at, ifMatch, behind, rules, ...(signature ? { signature } : {}), ...(confirmed ? { confirmed } : {}), body })),
  } satisfies Parcel)
  const sum = digest(parcel)
  const secret = utf8ToBytes(bytesToHex(sha256(utf8ToBytes(token))))
  return JSON.stringify({ parcel, digest: sum, mac: bytesToHex(hmac(sha256, secret, utf8ToBytes(sum))) } satisfies Sealed)
}

function isSheet(sheet: ParcelSheet): boolean {
  return [sheet.key, sheet.part, sheet.competitor, sheet.seat, sheet.body].every((text) => typeof text === 'string') &&
    typeof sheet.at === 'number'
}

// What it holds, whole; whether the tablet sealed it is for the server to say.
export function unpack(text: string): Opened | ParcelFault {
  try {
    const sealed = JSON.parse(text) as Sealed
    if (typeof sealed.parcel !== 'string' || typeof sealed.digest !== 'string' || typeof sealed.mac !== 'string') return 'unreadable'
    if (digest(sealed.parcel) !== sealed.digest) return 'altered'
    const parcel = JSON.parse(sealed.parcel) as Parcel
    const isGood = parcel.form === FORM && Array.isArray(parcel.sheets) && parcel.sheets.every(isSheet)
    return isGood ? { parcel, digest: sealed.digest, mac: sealed.mac } : 'unreadable'
  } catch {
    return 'unreadable'
  }
}

// As the outbox of whoever takes it in sends them: with the first keys.
export function entriesOf({ competition, judge, sheets }: Parcel): Entry[] {
  return sheets.map((sheet) => {
    const address = { competition, judge, part: sheet.part, competitor: sheet.competitor, seat: sheet.seat }
    return {
      ...address, key: sheet.key, place: placeText(address), body: sheet.body, digest: digest(sheet.body),
      ifMatch: sheet.ifMatch, rules: sheet.rules, signature: sheet.signature ?? null, confirmed: sheet.confirmed ?? null, behind: sheet.behind, state: 'kept', attempts: 0, at: sheet.at,
      confirmedAt: null, receipt: null, fault: null, current: null,
    }
  })
}

// ---- in pieces, each for one code: JB:3f9a:2/5:…

const PIECE = 700 // bytes of a code that a tablet's camera reads from another's screen
const HEAD = /^JB:([0-9a-f]{4}):(\d{1,3})\/(\d{1,3}):([^]*)$/

export function pieces(text: string): string[] {
  const name = digest(text).slice(8, 12)
  const words = btoa(Array.from(utf8ToBytes(text), (byte) => String.fromCharCode(byte)).join('')) // plain signs only: every reader gives them back alike
  const count = Math.max(1, Math.ceil(words.length / PIECE))
  return Array.from({ length: count }, (_, at) => `JB:${name}:${at + 1}/${count}:${words.slice(at * PIECE, (at + 1) * PIECE)}`)
}

// Codes in any order, more than once, until all are there.
export class Gathering {
  private name = ''
  private found = new Map<number, string>()
  count = 0

  get have(): number {
    return this.found.size
  }

  // The whole text once all have been seen; a code that is none of ours changes nothing.
  take(code: string): string | null {
    const [, name = '', at = '', count = '', words = ''] = HEAD.exec(code) ?? []
    if (name === '') return null
    if (name !== this.name || Number(count) !== this.count) {
      this.name = name
      this.count = Number(count)
      this.found = new Map()
    }
    this.found.set(Number(at), words)
    if (this.found.size < this.count) return null
    try {
      const words = atob(Array.from({ length: this.count }, (_, index) => this.found.get(index + 1) ?? '').join(''))
      return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(words, (sign) => sign.charCodeAt(0)))
    } catch {
      return null
    }
  }
}
