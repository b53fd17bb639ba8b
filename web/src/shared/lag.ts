// How old an answer is when it is read, whatever lies between the server and us. A cache says how long it has kept an answer
// (`Age`, whole seconds); one that does not is found out by the server's own clock, which runs as fast as ours: an answer
// lags by as much as it came later than the freshest one did.
const RUNS_MOST = 8 // servers behind one address, and their restarts

interface Headers {
  get(name: string): string | null
}

export class Lag {
  private readonly freshest = new Map<string, number>() // by run: the least of our time minus theirs

  // `now`: ms of a clock that nobody sets (performance.now). Gives ms.
  ageOf(headers: Headers, now: number): number {
    const own = Number(headers.get('Jinbang-Age') ?? '0') || 0
    const kept = (Number(headers.get('Age') ?? '0') || 0) * 1000
    return own + Math.max(kept, this.lagOf(headers.get('Jinbang-At') ?? '', now))
  }

  private lagOf(said: string, now: number): number {
    const [run = '', ms = ''] = said.split('.')
    if (!/^\d+$/.test(ms)) return 0
    const apart = now - Number(ms)
    const least = Math.min(apart, this.freshest.get(run) ?? apart)
    this.freshest.delete(run) // the last to be used is the last to be forgotten
    this.freshest.set(run, least)
    if (this.freshest.size > RUNS_MOST) this.freshest.delete([...this.freshest.keys()][0] ?? '')
    return apart - least
  }
}

// One for all that this page asks for: what a fresh answer says of the server's clock tells the age of every other.
export const lag = new Lag()
