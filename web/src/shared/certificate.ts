// The server's certificate as the server tells of it, to anyone: GET /api/v1/trust.
import { get, path } from './api'
import { languageTag } from './i18n/index.svelte'

export interface Certificate {
  tls: boolean
  known?: boolean // devices trust it as they are
  installable?: boolean // there is a root to install
  fingerprint?: string
  sha1?: string
  names?: string[]
  until?: string
  days_left?: number
  soon?: boolean
}

export function certificate(): Promise<Certificate> {
  return get<Certificate>(path('trust'), null, languageTag())
}
