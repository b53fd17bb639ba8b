// Those whom a phone follows. Pure.
export const FOLLOW_MAX = 12 // with the board itself, what one socket may watch

export interface Followed {
  id: string
  skill: string
  name: string // as the board called him when he was starred
}

function isFollowed(each: unknown): each is Followed {
  const { id, skill, name } = (each ?? {}) as Partial<Followed>
  return typeof id === 'string' && typeof skill === 'string' && typeof name === 'string'
}

export function readFollowed(text: string | null): Followed[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(list) ? list.filter(isFollowed).slice(0, FOLLOW_MAX) : []
  } catch {
    return [] // somebody else's text under our name
  }
}
