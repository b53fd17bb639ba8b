// Keys of what was asked and not answered: pressed again, it goes with the key that it had, so that
// where only the answer was lost it is not done twice.
import { Problem } from '../shared/api'
import { newKey } from '../shared/ids'
import { isWeather } from '../shared/outbox'

export class Pressed {
  private readonly keys = new Map<string, string>()

  // `what`: all that makes it the same, also the version that it changes.
  async once<T>(what: string, ask: (key: string) => Promise<T>): Promise<T> {
    const key = this.keys.get(what) ?? newKey()
    this.keys.set(what, key)
    try {
      const answer = await ask(key)
      this.keys.delete(what)
      return answer
    } catch (error) {
      if (error instanceof Problem && !isWeather(error)) this.keys.delete(what)
      throw error
    }
  }
}
