// SHA-256 of text, from a library: crypto.subtle is missing on http:// with a host name.
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

export function digest(text: string): string {
  return `sha-256:${bytesToHex(sha256(utf8ToBytes(text)))}`
}
