// PINs of a tablet that serves several seats. They are kept on the tablet alone, so that a seat comes
// back without a network too; what they keep out is a colleague's finger, not somebody who takes the
// tablet apart: that one finds its token, and the chief judge revokes the device. A token of its own
// has PINs of its own: who has forgotten one is let in anew.
import { scrypt } from '@noble/hashes/scrypt.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

export interface Pin {
  salt: string
  hash: string
  wrong: number // tries in a row
  at: number // of the last wrong one
}
export const DIGITS = /^\d{4,8}$/
export const FREE_TRIES = 3
const WAIT_MS = 2000
const WAIT_MAX_MS = 15 * 60_000
const COST = { N: 2 ** 12, r: 8, p: 1, dkLen: 32 }

function hashOf(digits: string, salt: string): string {
  return bytesToHex(scrypt(utf8ToBytes(digits), hexToBytes(salt), COST))
}

export function makePin(digits: string): Pin {
  const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(16)))
  return { salt, hash: hashOf(digits, salt), wrong: 0, at: 0 }
}

// Until the next try; it doubles with each wrong one. A clock that was set back waits anew, at most once.
export function waitMs(pin: Pin, now: number): number {
  if (pin.wrong < FREE_TRIES) return 0
  const wait = Math.min(WAIT_MAX_MS, WAIT_MS * 2 ** (pin.wrong - FREE_TRIES))
  return Math.min(wait, Math.max(0, pin.at + wait - now))
}

// The PIN as it is kept afterwards: without wrong tries when it fits. Ask waitMs first.
export function tryPin(pin: Pin, digits: string, now: number): { fits: boolean; pin: Pin } {
  const fits = hashOf(digits, pin.salt) === pin.hash
  return { fits, pin: fits ? { ...pin, wrong: 0, at: 0 } : { ...pin, wrong: pin.wrong + 1, at: now } }
}
