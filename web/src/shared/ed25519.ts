// Ed25519 (RFC 8032) from a library: crypto.subtle is missing on http:// with a host name, and knows
// no Ed25519 in the oldest browsers. Bytes as hex in lower case.
import { etc, getPublicKey, sign } from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

etc.sha512Sync = (...pieces) => sha512(etc.concatBytes(...pieces))

export function newSecret(): string {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
}

export function publicOf(secret: string): string {
  return bytesToHex(getPublicKey(hexToBytes(secret)))
}

export function signatureOf(text: string, secret: string): string {
  return bytesToHex(sign(utf8ToBytes(text), hexToBytes(secret)))
}
