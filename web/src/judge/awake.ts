// The screen stays on while the page is in view, where the browser can do that (over https).
interface Lock {
  released: boolean
}

export function stayAwake(): void {
  const keeper = (navigator as { wakeLock?: { request(kind: 'screen'): Promise<Lock> } }).wakeLock
  if (!keeper) return
  let lock: Lock | null = null
  const ask = async () => {
    if (document.hidden || (lock && !lock.released)) return
    try {
      lock = await keeper.request('screen')
    } catch {
      lock = null // a low battery may forbid it; the page works all the same
    }
  }
  document.addEventListener('visibilitychange', () => void ask())
  void ask()
}
