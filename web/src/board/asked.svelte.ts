// What a picture asks for by plain HTTP, and how old the last answer is: a question without an answer makes it
// amber, and grey after a while, as a board is whose heartbeat has stopped.
import type { Aged } from '../shared/api'
import { lag } from '../shared/lag'
import { truth, type Truth } from '../shared/link'

const ORDER: Truth[] = ['live', 'amber', 'waiting', 'grey']

export class Asked {
  at = $state(0) // when what hangs was true: its question was asked, less its age then; 0: there was no answer yet
  missed = $state(false) // the last question had no answer

  private last = 0 // questions so far
  private taken = 0 // which of them was answered last

  constructor(readonly everyMs: number) {}

  // Gives what went wrong, or null. An answer to an older question than the one that hangs is thrown away.
  async ask<T>(question: () => Promise<Aged<T>>, take: (answer: T) => void): Promise<unknown> {
    const asked = Date.now()
    const turn = ++this.last
    try {
      const { headers, json } = await question()
      if (turn < this.taken) return null
      this.taken = turn
      this.at = asked - lag.ageOf(headers, performance.now())
      this.missed = false
      take(json)
      return null
    } catch (problem) {
      if (turn > this.taken) this.missed = true
      return problem
    }
  }

  truth(now: number): Truth {
    const view = { picture: null, currentAt: this.at, problem: null }
    return truth(view, !this.missed, now, this.everyMs)
  }
}

export function worst(truths: Truth[]): Truth {
  return ORDER[Math.max(0, ...truths.map((each) => ORDER.indexOf(each)))] ?? 'waiting'
}
