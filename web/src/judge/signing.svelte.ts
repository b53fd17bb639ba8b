// This tablet's own key: it signs each sheet that it seals, so that the journal can prove which
// tablet a sheet came from. The secret never leaves the tablet.
import { call, path, Problem } from '../shared/api'
import { newSecret, publicOf, signatureOf } from '../shared/ed25519'
import type { Entry } from '../shared/outbox'
import type { Access } from '../shared/types'

export interface SecretShelf {
  remember(name: string, value: unknown): Promise<void>
  recall<T>(name: string): Promise<T | undefined>
}

const SECRET = 'signing/secret'
const REGISTERED = 'signing/registered'

// As the server writes it anew from the request (server/wire/signature.h).
export function signedText({ competition, part, competitor, seat, digest, key }: Entry): string {
  return `jinbang-sheet/1\n${[competition, part, competitor, seat, digest.replace('sha-256:', ''), key].join('\n')}\n`
}

export class Signing {
  // The server knows another key of this device: the browser's data was cleared.
  isLost = $state(false)
  key: string | null = null // public; null where the tablet can keep no secret
  private secret: string | null = null
  private registered: Record<string, string> = {} // by competition: the key that the server knows

  constructor(private readonly register: (key: string, token: string) => Promise<void> = registerKey) {}

  // A key that is not on the disk for certain is none: the next page would sign with another.
  async open(shelf: SecretShelf): Promise<void> {
    const secret = (await shelf.recall<string>(SECRET)) ?? newSecret()
    await shelf.remember(SECRET, secret)
    if ((await shelf.recall<string>(SECRET)) !== secret) return
    this.secret = secret
    this.key = publicOf(secret)
    this.registered = (await shelf.recall<Record<string, string>>(REGISTERED)) ?? {}
  }

  // What the server says of this device; one that was paired without a key gives it now. True: it
  // knows this tablet's key, and did not before.
  async heed(shelf: SecretShelf, competition: string, { device }: Access, token: string): Promise<boolean> {
    let known = device?.key
    if (device && !known && this.key) {
      try {
        await this.register(this.key, token)
        known = this.key
      } catch {
        return false // with the next look
      }
    }
    this.isLost = known !== undefined && known !== this.key
    if (this.registered[competition] === known) return false
    const { [competition]: _, ...others } = this.registered
    this.registered = known === undefined ? others : { ...others, [competition]: known }
    await shelf.remember(REGISTERED, this.registered)
    return known !== undefined && known === this.key
  }

  // The value of the header; null where the server does not know this tablet's key.
  sign(entry: Entry): string | null {
    if (!this.secret || !this.key || this.registered[entry.competition] !== this.key) return null
    return `ed25519 ${this.key} ${signatureOf(signedText(entry), this.secret)}`
  }
}

async function registerKey(key: string, token: string): Promise<void> {
  await call(path('key'), { method: 'PUT', token, body: JSON.stringify({ key }) })
}

// The sheet waits, as for a network: once the tablet has been paired again it is taken.
export function waitsForKey(problem: Problem): boolean {
  return problem.slug === 'signature-missing' || problem.slug === 'signer-unknown'
}
