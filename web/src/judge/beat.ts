// Says to those who look after the devices that this one is here, and how much it has not sent yet.
// Nothing depends on it: a refusal or a cut line is no news to the judge.
import { call, path } from '../shared/api'

export const BEAT_MS = 30_000

interface Battery {
  level: number
}

async function percent(): Promise<number | undefined> {
  const known = navigator as { getBattery?: () => Promise<Battery> }
  try {
    const battery = await known.getBattery?.()
    return battery ? Math.round(battery.level * 100) : undefined
  } catch {
    return undefined
  }
}

export async function beat(token: string | null, unsent: number): Promise<void> {
  if (!token) return
  const battery = await percent()
  const body = JSON.stringify({ unsent, ...(battery === undefined ? {} : { battery }) })
  try {
    await call(path('beat'), { method: 'POST', token, body })
  } catch {
    return
  }
}
