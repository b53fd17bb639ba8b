// This page's workers. Where scripts must come from a named policy (Trusted Types), this one lets
// them through and nothing else; a page may make a policy of that name once.
import READER from './scan/reader.ts?worker&url'

interface Policies {
  createPolicy(name: string, rules: object): { createScriptURL(url: string): string }
}

export { READER }
const OFFLINE = '/sw.js'
const WORKERS = [OFFLINE, READER]
let policy: { createScriptURL(url: string): string } | null = null

function trusted(url: string): string {
  const policies = (window as { trustedTypes?: Policies }).trustedTypes
  const createScriptURL = (asked: string): string => {
    if (!WORKERS.includes(asked)) throw new TypeError(asked)
    return asked
  }
  policy ??= policies ? policies.createPolicy('jinbang-worker', { createScriptURL }) : { createScriptURL }
  return policy.createScriptURL(url)
}

// Rejected where the browser has no workers here, or does not trust the address.
export async function registerWorker(): Promise<void> {
  await navigator.serviceWorker.register(trusted(OFFLINE))
}

// Reads codes in pictures, beside the page (scan/reader.ts).
export function readerWorker(): Worker {
  return new Worker(trusted(READER))
}
