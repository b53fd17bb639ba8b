// Signatures to and from the server.
import { call, get, path, Problem } from '../api'
import { languageTag } from '../i18n/index.svelte'
import { newKey } from '../ids'
import { readDrawing, type Drawing } from './ink'

export interface Where {
  competition: string
  skill: string
  token: string | null
}

export async function drawingOf(where: Where, number: number): Promise<Drawing | null> {
  const url = path('competitions', where.competition, 'skills', where.skill, 'signings', String(number), 'drawing')
  return readDrawing(await get<unknown>(url, where.token, languageTag()))
}

// An act of sign-off. Sent again after a lost answer, the same act is done once.
export class Acts {
  private last = { body: '', key: '' }

  async send(where: Where, act: Record<string, unknown>): Promise<void> {
    const body = JSON.stringify(act)
    if (body !== this.last.body) this.last = { body, key: newKey() }
    const url = path('competitions', where.competition, 'skills', where.skill, 'signings')
    try {
      await call(url, { method: 'POST', token: where.token, body, key: this.last.key, language: languageTag() })
    } catch (error) {
      if (error instanceof Problem && error.status >= 400 && error.status < 500) this.last = { body: '', key: '' }
      throw error
    }
    this.last = { body: '', key: '' }
  }
}
