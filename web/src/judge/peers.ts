// What this seat has given the others of the field: taken places, ticks that are left.
import { parse } from '../shared/decimal'
import { called } from '../shared/lookup'
import type { SheetBody } from '../shared/types'
import type { Task } from './desk.svelte'
import type { Given } from './entry/options'
import type { Values } from './entry/values'
import { valuesOf } from './sheet'

export interface Peer {
  place: string
  who: string
  values: Values
}

export function bodyOfTask(task: Pick<Task, 'entry' | 'sheet'>): SheetBody | undefined {
  return task.entry ? (JSON.parse(task.entry.body) as SheetBody) : task.sheet?.body
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
