// The judge page's worker. Where scripts must come from a named policy (Trusted Types), this one
// lets the worker through and nothing else; a page may make a policy of that name once.
interface Policies {
  createPolicy(name: string, rules: object): { createScriptURL(url: string): string }
}

const WORKER = '/sw.js'
let address: string | null = null

function trusted(): string {
  const policies = (window as { trustedTypes?: Policies }).trustedTypes
  const rules = { createScriptURL: () => WORKER }
  return policies ? policies.createPolicy('jinbang-worker', rules).createScriptURL(WORKER) : WORKER
}

// Rejected where the browser has no workers here, or does not trust the address.
export async function registerWorker(): Promise<void> {
  address ??= trusted()
  await navigator.serviceWorker.register(address)
}
