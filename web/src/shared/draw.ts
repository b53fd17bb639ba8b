// A draw as everybody may see it, and how it is checked again. server/api/README.md says the rule.
import { blake2b } from '@noble/hashes/blake2.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

export interface Drawn {
  number: number
  at: number
  by: string
  how: 'machine' | 'hand'
  seed?: string
  word?: string
  batches: { id: string; code?: string; name?: string; delegation?: string }[][]
}
export interface Draw {
  skill: string
  stations?: number
  times?: number
  reason?: string
  hidden?: boolean // stations are behind codes: a batch is in the order of its ids
  committed?: { number: number; at: number; commitment: string; list: string[] }
  drawn?: Drawn
}

// Numbers of 64 bits from BLAKE2b of a counter; what would make one remainder likelier is thrown away.
function* stream(key: Uint8Array): Generator<bigint> {
  for (let counter = 0n; ; counter++) {
    const text = new Uint8Array(8)
    new DataView(text.buffer).setBigUint64(0, counter, true)
    const block = blake2b(text, { key, dkLen: 64 })
    const view = new DataView(block.buffer, block.byteOffset, 64)
    for (let i = 0; i < 8; i++) yield view.getBigUint64(8 * i, true)
  }
}

export function lotOrder(seed: string, word: string, list: string[]): string[] {
  const numbers = stream(blake2b(concatBytes(hexToBytes(seed), utf8ToBytes(word)), { dkLen: 32 }))
  const order = [...list]
  for (let i = order.length; i > 1; i--) {
    const bound = BigInt(i)
    const rest = (1n << 64n) % bound
    let number = 0n
    do number = numbers.next().value as bigint
    while (number >= (1n << 64n) - rest)
    const other = Number(number % bound)
    const kept = order[i - 1] as string
    order[i - 1] = order[other] as string
    order[other] = kept
  }
  return order
}

export function batches(order: string[], stations: number): string[][] {
  const count = Math.ceil(order.length / stations)
  let at = 0
  return Array.from({ length: count }, (_, index) => {
    const size = Math.floor(order.length / count) + (index < order.length % count ? 1 : 0)
    at += size
    return order.slice(at - size, at)
  })
}

// Whether the machine's draw is what its commitment, seed, word and list give.
export function holds(draw: Draw): boolean {
  const { committed, drawn, stations } = draw
  if (!committed || !drawn?.seed || !stations) return false
  const drawnNow = batches(lotOrder(drawn.seed, drawn.word ?? '', committed.list), stations)
  const again = draw.hidden ? drawnNow.map((batch) => [...batch].sort()) : drawnNow
  return (
    bytesToHex(sha256(hexToBytes(drawn.seed))) === committed.commitment &&
    JSON.stringify(again) === JSON.stringify(drawn.batches.map((batch) => batch.map(({ id }) => id)))
  )
}

export const inGroups = (hex: string): string => (hex.match(/.{1,8}/g) ?? []).join(' ')
