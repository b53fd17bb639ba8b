// Whom this phone follows in a competition: kept here, on this device, and nowhere else.
import { recall, remember } from '../../shared/i18n/index.svelte'
import { FOLLOW_MAX, readFollowed, type Followed } from './followed'

export class Follow {
  list = $state.raw<Followed[]>([])
  gone = $state.raw<{ who: Followed; at: number } | null>(null) // let go last, and where he stood
  isFull = $state(false) // one more was asked for
  private readonly name: string

  constructor(competition: string) {
    this.name = `jinbang.follow.${competition}`
    this.list = readFollowed(recall(this.name))
  }

  has(id: string): boolean {
    return this.list.some((each) => each.id === id)
  }

  toggle(who: Followed): void {
    const at = this.list.findIndex((each) => each.id === who.id)
    this.isFull = at < 0 && this.list.length >= FOLLOW_MAX
    if (this.isFull) return
    if (at >= 0) {
      this.gone = { who: this.list[at] ?? who, at }
      this.keep(this.list.filter((each) => each.id !== who.id))
    } else {
      this.gone = null
      this.keep([...this.list, who])
    }
  }

  undo(): void {
    if (!this.gone || this.list.length >= FOLLOW_MAX) return
    const { who, at } = this.gone
    this.gone = null
    this.keep([...this.list.slice(0, at), who, ...this.list.slice(at)])
  }

  still(): void {
    this.gone = null
    this.isFull = false
  }

  private keep(list: Followed[]): void {
    this.list = list
    remember(this.name, list.length > 0 ? JSON.stringify(list) : null)
  }
}
