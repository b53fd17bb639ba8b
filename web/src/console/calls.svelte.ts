// The calls of judges in this competition, asked for everywhere in the console: a badge must show
// on whatever page the chief judge is.
import type { Call } from '../shared/panels'
import type { Office } from './office.svelte'

const EVERY_MS = 5_000

class Calls {
  list = $state.raw<Call[]>([])
  readonly open: number = $derived(this.list.filter(({ state }) => state === 'open').length)

  follow(office: Office): () => void {
    const ask = () => void this.load(office).catch(() => undefined)
    const timer = setInterval(ask, EVERY_MS)
    return () => clearInterval(timer)
  }

  async load(office: Office): Promise<void> {
    if (office.phase !== 'ready' || !office.competition || !office.may('GET', 'calls')) return
    this.list = (await office.send<{ calls: Call[] }>('GET', undefined, ...office.here('calls'))).calls
  }
}

export const calls = new Calls()
