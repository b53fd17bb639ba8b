// Does this device trust the server? Asked plainly: can this page fetch the same server's https.
// Asked over https: may the browser keep pages here; it refuses that to whoever only went past its
// warning.
import { registerWorker } from '../shared/worker'
import type { Certificate } from '../shared/certificate'
import { hosts, portOf } from '../shared/place'

const WAIT_MS = 6000

async function reaches(origin: string): Promise<boolean> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), WAIT_MS)
  try {
    await fetch(`${origin}/livez`, { mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal: stop.signal })
    return true
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}

// The https origin that this device trusts, or null.
export async function trustedOrigin(about: Certificate): Promise<string | null> {
  for (const host of hosts(about.names ?? [], location.hostname)) {
    const origin = `https://${host}:${portOf(location)}`
    if (await reaches(origin)) return origin
  }
  return null
}

// On https: whether the browser takes the certificate as good. A browser without service workers
// (a private window, WeChat on an iPhone) cannot say; it showed its warning by itself.
export async function isKept(): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return true
  try {
    await registerWorker()
    return true
  } catch {
    return false
  }
}
