// Whether a parcel is what a tablet of its judge sealed: first here, then the server, which knows the key.
import { call, path, Problem } from './api'
import { languageTag, t } from './i18n/index.svelte'
import { words } from './i18n/problems'
import { unpack, type Parcel } from './parcel'

export interface Checked {
  parcel: Parcel
  name: string
}

// The words say why not.
export async function check(text: string, competition: string, token: string | null): Promise<Checked | string> {
  const opened = unpack(text)
  if (opened === 'unreadable') return t('parcel.unreadable')
  if (opened === 'altered') return t('parcel.altered')
  const { parcel, digest, mac } = opened
  if (parcel.competition !== competition) return t('parcel.elsewhere')
  try {
    const body = JSON.stringify({ judge: parcel.judge, digest, mac })
    const answer = await call(path('competitions', competition, 'handovers'), { method: 'POST', token, body, language: languageTag() })
    return { parcel, name: (answer.json as { name?: string }).name ?? parcel.judge }
  } catch (error) {
    return error instanceof Problem ? words(error) : t('problem.no-connection')
  }
}
