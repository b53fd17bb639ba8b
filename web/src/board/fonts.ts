// Letters for a screen that has none of its own: two style sheets of the server's, of fonts (family
// "Jinbang", last but one in every stack of theme.css) cut down to what the pages and the
// competition say. A browser takes a font only for letters that its own ones do not have.
const SOON_MS = 15_000 // the server looks anew at what is said every ten seconds
const AGAIN_MS = 300_000

const links: (HTMLLinkElement | undefined)[] = []
let timer: ReturnType<typeof setTimeout> | undefined

// The old sheet stays until the new one is there, so that nothing flickers; if it does not come (no
// network), the old one stays for good.
function wear(address: string, at: number): void {
  const link = document.createElement('link')
  const old = links[at]
  link.rel = 'stylesheet'
  link.href = address
  link.onload = () => old?.remove()
  link.onerror = () => {
    link.remove()
    if (links[at] === link) links[at] = old
  }
  links[at] = link
  document.head.append(link)
}

// Chromium keeps some words as they were shaped before their font came (seen in 156: boxes for good,
// also with another font-family). Another distance of words, too small to see, makes it shape them anew.
let turns = 0
document.fonts?.addEventListener('loadingdone', () => {
  turns += 1
  document.body.style.wordSpacing = `${turns / 1000}px`
})

// Call again when other names may be shown: at a change of competition, scene, or of what it shows. `said` names the step or scene, so
// that no cache answers with the sheet of the one before.
export function wearFonts(competition: string | null, said = '', waitMs = SOON_MS): void {
  clearTimeout(timer)
  if (!links[0]) wear('/api/v1/fonts.css', 0)
  if (competition) wear(`/api/v1/competitions/${encodeURIComponent(competition)}/fonts.css${said ? `?said=${encodeURIComponent(said)}` : ''}`, 1)
  timer = setTimeout(() => wearFonts(competition, said, AGAIN_MS), waitMs * (1 + Math.random()))
}
