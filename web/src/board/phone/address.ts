// The address of what is seen, to be given to others: board, competitor and language.
export interface Seen {
  competition: string
  skill: string
  stage: string
  lang: string
  who?: string | null
}

export function addressOf(origin: string, { competition, skill, stage, lang, who }: Seen): string {
  const search = new URLSearchParams({ c: competition, skill, stage })
  if (who) search.set('who', who)
  search.set('lang', lang)
  return `${origin}/board.html?${search.toString()}`
}

// The page's own address follows, so that a browser's own way of sharing gives the same.
export function showInAddress(who: string | null): void {
  const search = new URLSearchParams(location.search)
  if (who) search.set('who', who)
  else search.delete('who')
  history.replaceState(history.state, '', `${location.pathname}?${search.toString()}`)
}

export function whoOf(search: string): string | null {
  const who = new URLSearchParams(search).get('who')
  return who && /^[A-Za-z0-9_][\w.-]{0,63}$/.test(who) ? who : null
}
