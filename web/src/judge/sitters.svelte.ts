// Who sits at a tablet that serves several seats, their PINs, and what was handed over between them.
import type { Cupboard } from '../shared/shelf'
import type { Access } from '../shared/types'
import { makePin, tryPin, waitMs, type Pin } from './pin'

export interface Sitter {
  judge: string
  name: string
  seats: string[]
}
// What a judge had done when he left; both have confirmed it by PIN.
export interface Shift {
  at: number
  from: string
  to: string
  sealed: { number: number; who: string; part: string }[]
  unsent: string[]
  begun: string[]
  key?: string // of the request; one of an older page has none and stays here
  number?: number // of the journal, once the server has it
  isRefused?: boolean
}

export function sittersOf(access: Access | null): Sitter[] {
  const found = new Map<string, Sitter>()
  for (const { judge, name } of access?.rights ?? []) {
    if (!judge || found.has(judge)) continue
    const seats = (access?.seats ?? []).filter((seat) => seat.judge === judge).map(({ seat }) => seat)
    if (seats.length > 0) found.set(judge, { judge, name: name ?? judge, seats: [...new Set(seats)] })
  }
  return [...found.values()]
}

export class PinBox {
  pins = $state.raw<Record<string, Pin>>({})
  shifts = $state.raw<Shift[]>([])
  private name = ''
  private competition = ''

  constructor(private readonly shelf: () => Cupboard | null) {}

  // `name`: of the tablet's token, so that one let in anew begins anew. Ended shifts are the
  // competition's: the server is still to hear of them when the tablet has been paired again.
  async open(name: string, competition: string): Promise<void> {
    this.name = name
    this.competition = competition
    this.pins = (await this.shelf()?.recall<Record<string, Pin>>(`pins/${name}`)) ?? {}
    this.shifts = (await this.shelf()?.recall<Shift[]>(`shifts/${competition}`)) ?? []
  }

  private async keep(judge: string, pin: Pin): Promise<void> {
    this.pins = { ...this.pins, [judge]: pin }
    await this.shelf()?.remember(`pins/${this.name}`, this.pins)
  }

  async choose(judge: string, digits: string): Promise<null> {
    await this.keep(judge, makePin(digits))
    return null
  }

  // Null: it fits. Else how many milliseconds to wait before the next try; 0: none.
  async attempt(judge: string, digits: string): Promise<number | null> {
    const pin = this.pins[judge]
    if (!pin) return 0
    const now = Date.now() // the wait is said as it is, however long this tablet takes to work it out
    const wait = waitMs(pin, now)
    if (wait > 0) return wait
    const { fits, pin: after } = tryPin(pin, digits, now)
    await this.keep(judge, after) // before it is said: a reload gives no free try
    return fits ? null : waitMs(after, now)
  }

  // What the server is still to hear of.
  unheard(): Shift[] {
    return this.shifts.filter(({ key, number, isRefused }) => key && number === undefined && !isRefused)
  }

  async settle(key: string, outcome: Pick<Shift, 'number' | 'isRefused'>): Promise<void> {
    this.shifts = this.shifts.map((shift) => (shift.key === key ? { ...shift, ...outcome } : shift))
    await this.shelf()?.remember(`shifts/${this.competition}`, this.shifts)
  }

  async record(shift: Shift): Promise<void> {
    this.shifts = [...this.shifts, shift]
    await this.shelf()?.remember(`shifts/${this.competition}`, this.shifts)
  }
}
