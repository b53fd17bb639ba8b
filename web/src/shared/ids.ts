// Keys of requests. uuid makes version 7 from getRandomValues, which plain http has too.
import { v7 } from 'uuid'

export function newKey(): string {
  return v7()
}
