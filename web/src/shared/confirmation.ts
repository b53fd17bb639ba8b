// How a member of a marking group confirms a sheet: his PIN and the digest of what he saw, sealed to
// the server's key (libsodium's crypto_box_seal). Only the server can open it, so that nothing on the
// tablet tells the PIN or lets it be tried out; and it stands for this sheet and this member alone.
import { blake2b } from '@noble/hashes/blake2.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import nacl from 'tweetnacl'
import type { Entry } from './outbox'

type Named = Pick<Entry, 'competition' | 'part' | 'competitor' | 'seat' | 'digest' | 'key'>

// As the server writes it anew from the request (server/wire/confirmation.h).
export function confirmedText({ competition, part, competitor, seat, digest, key }: Named, judge: string): string {
  return `jinbang-confirmation/1\n${[competition, part, competitor, seat, digest.replace('sha-256:', ''), key, judge].join('\n')}\n`
}

// `own`: the key pair of this one box.
function sealTo(server: Uint8Array, plain: Uint8Array, own = nacl.box.keyPair()): Uint8Array {
  const nonce = blake2b(concatBytes(own.publicKey, server), { dkLen: nacl.box.nonceLength })
  return concatBytes(own.publicKey, nacl.box(plain, nonce, server, own.secretKey))
}

// Hex. `key`: of the server, hex.
export function confirm(entry: Named, judge: string, pin: string, key: string, own?: nacl.BoxKeyPair): string {
  const plain = concatBytes(sha256(utf8ToBytes(confirmedText(entry, judge))), utf8ToBytes(pin))
  return bytesToHex(sealTo(hexToBytes(key), plain, own))
}

// The header; `judges`: those who are asked for, where that is known.
export function confirmedHeader({ confirmed }: Pick<Entry, 'confirmed'>, judges?: string[]): string | undefined {
  const all = Object.entries(confirmed ?? {}).filter(([judge]) => judges?.includes(judge) ?? true)
  return all.length > 0 ? all.map(([judge, box]) => `${judge} ${box}`).join(', ') : undefined
}
