import { READER, registerWorker } from '../shared/worker'
import { askToStay } from './storage.svelte'

const SHELF = 'jinbang-judge-1'
const HELD = '/judge.html/held' // public/sw.js reads it

let holding: Promise<void> = Promise.resolve()

// While something is unsent this version of the page stays, whatever the server has by then. One
// after the other: what was said last must be what stays.
export function holdVersion(isHeld: boolean): Promise<void> {
  holding = holding.then(() => hold(isHeld))
  return holding
}

async function hold(isHeld: boolean): Promise<void> {
  if (!('caches' in globalThis)) return
  try {
    const shelf = await caches.open(SHELF)
    if (isHeld) await shelf.put(HELD, new Response(''))
    else await shelf.delete(HELD)
  } catch {
    return // no room, or no cache here: then no version is kept either
  }
}

// Keeps the page itself on the tablet and asks that its storage stay, where the browser has that.
// Assets that this page already loaded are fetched once more, so that the shelf has them from the
// first visit on, and so is what the camera will need. False where the page would not open again without a network.
export async function stayOffline(): Promise<boolean> {
  try {
    void askToStay()
    if (!('serviceWorker' in navigator)) return false
    await registerWorker()
    await navigator.serviceWorker.ready
    const shelf = await caches.open(SHELF)
    const loaded = performance
      .getEntriesByType('resource')
      .map((entry) => entry.name)
      .filter((name) => new URL(name).pathname.startsWith('/assets/'))
    await Promise.all(
      [...loaded, READER].map(async (name) => (await shelf.match(name)) ?? shelf.add(name)),
    )
    return true
  } catch {
    return false // marking, keeping and sending work all the same
  }
}
