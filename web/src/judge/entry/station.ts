// The station log as the engine reads it (scoring/station.c): what may follow, and the net time.
import { parse, print } from '../../shared/decimal'
import type { LogEvent, LogKind } from '../../shared/types'

export const LOG_KINDS: readonly LogKind[] = [
  'start', 'hand', 'leave', 'return', 'fault_own', 'fault_venue', 'stop', 'resume', 'added', 'warning',
  'offence', 'sealed',
]
export const EVENTS_MAX = 200

export interface Station {
  started: boolean
  ended: boolean
  stopped: boolean
  away: boolean
  net: bigint // millionths of a second up to the moment asked about
  added: bigint
  counts: Partial<Record<LogKind, number>>
}

export function readLog(text: string | undefined): LogEvent[] {
  try {
    const events: unknown = JSON.parse(text || '[]')
    return Array.isArray(events) ? (events as LogEvent[]) : []
  } catch {
    return []
  }
}

function at(event: LogEvent | undefined): bigint {
  return parse(event?.at ?? '') ?? 0n
}

// How things stand at `now` (millionths after the start), or at the last event.
export function stationAt(events: LogEvent[], now?: bigint): Station {
  const state: Station = {
    started: false, ended: false, stopped: false, away: false, net: 0n, added: 0n, counts: {},
  }
  let since = 0n
  const runs = () => state.started && !state.stopped && !state.ended
  const halt = (moment: bigint) => {
    if (runs()) state.net += moment - since
  }
  for (const event of events) {
    state.counts[event.event] = (state.counts[event.event] ?? 0) + 1
    if (event.event === 'start') [state.started, since] = [true, at(event)]
    if (event.event === 'added') state.added += parse(event.seconds ?? '') ?? 0n
    if (event.event === 'leave' || event.event === 'return') state.away = event.event === 'leave'
    if (event.event === 'stop' || event.event === 'fault_venue') {
      halt(at(event))
      state.stopped = true
    }
    if (event.event === 'resume') [state.stopped, since] = [false, at(event)]
    if (event.event === 'sealed') {
      halt(at(event))
      state.ended = true
    }
  }
  const last = at(events[events.length - 1])
  halt(now !== undefined && now > last ? now : last)
  return state
}

export function mayFollow(state: Station, kind: LogKind): boolean {
  if (state.ended || state.started === (kind === 'start')) return false
  if (kind === 'leave') return !state.away
  if (kind === 'return') return state.away
  if (kind === 'stop') return !state.stopped
  if (kind === 'resume') return state.stopped
  return true
}

// When the clock was started, by the server's clock: the start event carries it as its note.
export function origin(events: LogEvent[]): number | null {
  const moment = Date.parse(events[0]?.note ?? '')
  return Number.isFinite(moment) ? moment : null
}

// Seconds after the start, in thousandths, never before the last event.
export function moment(events: LogEvent[], nowMs: number): string {
  const start = origin(events)
  const since = start === null ? 0n : BigInt(Math.max(0, Math.round(nowMs - start))) * 1000n
  const last = at(events[events.length - 1])
  return print(since > last ? since : last)
}

export function withEvent(
  events: LogEvent[], kind: LogKind, nowMs: number, more: Pick<LogEvent, 'seconds' | 'by'> = {},
): LogEvent[] {
  if (!mayFollow(stationAt(events), kind) || events.length >= EVENTS_MAX) return events
  if (kind === 'start') return [{ event: 'start', at: '0', note: new Date(nowMs).toISOString(), ...more }]
  return [...events, { event: kind, at: moment(events, nowMs), ...more }]
}
