// What this seat has given the others of the field: taken places, ticks that are left.
import { parse } from '../shared/decimal'
import { called } from '../shared/lookup'
import type { Given } from './entry/options'
import type { Values } from './entry/values'
import { valuesOf } from './sheet'
import { bodyOfTask, type Task } from './tasks'

export interface Peer {
  place: string
  who: string
  values: Values
}

// Sealed by this seat, on this tablet or another.
export function peersOf(tasks: Task[], except: string): Peer[] {
  return tasks.flatMap((task) => {
    const body = task.place === except ? undefined : bodyOfTask(task)
    return body ? [{ place: task.place, who: called(task.competitor), values: valuesOf(body) }] : []
  })
}

// Of an aspect: each value, and who has it.
export function givenOf(peers: Peer[], aspect: string): Given {
  const given: Given = new Map()
  for (const { who, values } of peers) {
    const value = values[aspect] ?? ''
    if (value !== '') given.set(value, [...(given.get(value) ?? []), who])
  }
  return given
}

// How many of the ticks that the rules ask for are left, this sheet counted.
export function ticksLeft(callBack: number, peers: Peer[], aspect: string, own: string): number {
  const given = [...peers.map(({ values }) => values[aspect] ?? ''), own]
  return callBack - given.filter((text) => parse(text) === 1_000_000n).length
}
