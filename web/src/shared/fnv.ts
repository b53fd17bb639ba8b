// FNV-1a 64 in two halves of 32 bits: BigInt would be slow for a wall that checks every frame.
const PRIME_LOW = 0x1b3 // the prime is 2^40 + 0x1b3

export function fnv1a64(bytes: Uint8Array): string {
  let high = 0xcbf29ce4
  let low = 0x84222325
  for (const byte of bytes) {
    low = (low ^ byte) >>> 0
    const product = low * PRIME_LOW
    const carry = Math.floor(product / 2 ** 32)
    high = (Math.imul(high, PRIME_LOW) + carry + (low << 8)) >>> 0
    low = product >>> 0
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
}
