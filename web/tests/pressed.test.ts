import { expect, test } from 'vitest'
import { Problem } from '../src/shared/api'
import { Pressed } from '../src/console/pressed'

test('a change keeps its key until the server has answered it; another change and the next time have another', async () => {
  const pressed = new Pressed()
  const keys: string[] = []
  const ask = (fault: Problem | null) => (key: string) => {
    keys.push(key)
    return fault ? Promise.reject(fault) : Promise.resolve('done')
  }
  const lost = new Problem('no-connection', 0, null)
  await expect(pressed.once('a 7', ask(lost))).rejects.toBe(lost)
  await expect(pressed.once('b 7', ask(lost))).rejects.toBe(lost)
  expect(await pressed.once('a 7', ask(null))).toBe('done')
  expect(await pressed.once('a 7', ask(null))).toBe('done')
  const refused = new Problem('check-in-newer', 412, null)
  await expect(pressed.once('b 7', ask(refused))).rejects.toBe(refused)
  await expect(pressed.once('b 7', ask(refused))).rejects.toBe(refused)
  expect([keys[2] === keys[0], keys[4] === keys[1]]).toEqual([true, true])
  expect(new Set(keys).size).toBe(4)
})
