// A wall does not go to sleep: the lock is lost whenever the page was out of sight.
export function stayAwake(): () => void {
  let isOver = false
  let lock: WakeLockSentinel | null = null
  const take = async () => {
    if (isOver || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    try {
      lock = await navigator.wakeLock.request('screen')
    } catch {
      lock = null // low battery, or no right to: the screen's own settings decide
    }
  }
  document.addEventListener('visibilitychange', take)
  void take()
  return () => {
    isOver = true
    document.removeEventListener('visibilitychange', take)
    void lock?.release()
  }
}
