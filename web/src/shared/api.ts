// HTTP: one function, one kind of failure. Whatever goes wrong is a Problem with a name.
import { newKey } from './ids'
import type { ProblemDocument } from './types'

export class Problem extends Error {
  constructor(
    readonly slug: string,
    readonly status: number,
    readonly document: ProblemDocument | null,
    readonly retryAfterMs: number | null = null,
  ) {
    super(document?.detail ?? document?.title ?? slug)
  }
}

export interface Answer {
  status: number
  etag: string | null
  json: unknown
}
export interface Ask {
  method?: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  token?: string | null
  body?: string | Blob // a text is JSON
  key?: string
  ifMatch?: string | undefined
  rules?: string | undefined // the rules by which a sheet was marked
  signature?: string | undefined // of the tablet that sealed it
  confirmed?: string | undefined // of the members of a marking group
  language?: string
  timeoutMs?: number
}

export const API = '/api/v1'

// Cookies go along on pages where somebody signs in; never on a wall, whatever browser shows it.
let credentials: RequestCredentials = 'omit'

export function withSession(): void {
  credentials = 'same-origin'
}

export function path(...segments: string[]): string {
  return `${API}/${segments.map(encodeURIComponent).join('/')}`
}

function headersOf(ask: Ask): Headers {
  const headers = new Headers()
  if (ask.language) headers.set('Accept-Language', ask.language)
  if (ask.token) headers.set('Authorization', `Bearer ${ask.token}`)
  if (ask.body !== undefined) {
    headers.set('Content-Type', typeof ask.body === 'string' ? 'application/json' : ask.body.type)
  }
  if (ask.body !== undefined || ask.method === 'DELETE') {
    headers.set('Idempotency-Key', ask.key ?? newKey())
  }
  if (ask.rules) headers.set('Jinbang-Rules', ask.rules)
  if (ask.signature) headers.set('Jinbang-Signature', ask.signature)
  if (ask.confirmed) headers.set('Jinbang-Confirmed', ask.confirmed)
  if (ask.ifMatch) headers.set('If-Match', `"${ask.ifMatch}"`)
  return headers
}

function retryAfter(headers: Headers): number | null {
  const seconds = Number(headers.get('Retry-After') ?? NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 60) * 1000 : null
}

function mediaType(response: Response): string {
  return (response.headers.get('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

async function problemOf(response: Response): Promise<Problem> {
  const wait = retryAfter(response.headers)
  if (mediaType(response) !== 'application/problem+json') {
    return new Problem('foreign-answer', response.status, null, wait)
  }
  const document = (await response.json()) as ProblemDocument
  const name = String(document.type ?? '').replace(/^.*\/problems\//, '') || 'unnamed'
  return new Problem(name, response.status, document, wait)
}

// A good answer, read by `read` within the same deadline: a body that never ends must not hold
// the outbox. A redirect is never followed: only something between us and the server sends one.
export async function exchange<T>(
  url: string,
  ask: Ask,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), ask.timeoutMs ?? 15_000)
  try {
    const response = await fetch(url, {
      method: ask.method ?? 'GET',
      headers: headersOf(ask),
      ...(ask.body === undefined ? {} : { body: ask.body }),
      cache: 'no-store',
      credentials,
      redirect: 'error',
      signal: stop.signal,
    })
    if (!response.ok) throw await problemOf(response)
    return await read(response)
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('no-connection', 0, null)
  } finally {
    clearTimeout(timer)
  }
}

async function readJson(response: Response): Promise<Answer> {
  const etag = response.headers.get('ETag')?.replace(/^W\//, '').replace(/"/g, '') ?? null
  if (mediaType(response) !== 'application/json') {
    throw new Problem('foreign-answer', response.status, null)
  }
  const text = await response.text()
  try {
    return { status: response.status, etag, json: JSON.parse(text) }
  } catch {
    throw new Problem('foreign-answer', response.status, null)
  }
}

export function call(url: string, ask: Ask = {}): Promise<Answer> {
  return exchange(url, ask, readJson)
}

export async function get<T>(url: string, token: string | null, language: string): Promise<T> {
  return (await call(url, { token, language })).json as T
}

// With its headers: a cache on the way says there how old the answer is.
export interface Aged<T> {
  headers: Pick<Headers, 'get'>
  json: T
}

export function getAged<T>(url: string, language: string): Promise<Aged<T>> {
  return exchange(url, { language }, async (response) => ({ headers: response.headers, json: (await readJson(response)).json as T }))
}
