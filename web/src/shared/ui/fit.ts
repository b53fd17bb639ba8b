// Text that must be read whole: full size where it fits the box around it, else smaller in one
// line, else in several lines. Measured, never guessed, and never cut in the middle of a
// character. The box has a height of its own; the text has none, so that its lines can be
// measured (scrollHeight would count what glyphs reach beyond their line, too).
interface Fit {
  text: string
  wrapFrom?: number // share of the full size from which on more than one line is allowed
  least?: number // smallest share of the full size
}

const STEPS = 24

function fits(node: HTMLElement): boolean {
  const room = node.parentElement?.clientHeight ?? 0
  return node.scrollWidth <= node.clientWidth + 1 && node.offsetHeight <= room + 1
}

function settle(node: HTMLElement, { wrapFrom = 0.72, least = 0.4 }: Fit): void {
  node.style.whiteSpace = 'nowrap'
  node.style.fontSize = ''
  if (fits(node)) return
  for (let step = 0; step <= STEPS; step += 1) {
    const share = 1 - ((1 - least) * step) / STEPS
    node.style.fontSize = step === 0 ? '' : `${(share * 100).toFixed(1)}%`
    node.style.whiteSpace = 'nowrap'
    if (fits(node)) return
    if (share > wrapFrom) continue
    node.style.whiteSpace = 'normal'
    if (fits(node)) return
  }
}

export function fitText(node: HTMLElement, fit: Fit): { update(next: Fit): void; destroy(): void } {
  let now = fit
  let frame = 0
  const again = () => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => settle(node, now))
  }
  // Only the room decides: the size of the text itself is our own doing.
  const observer = new ResizeObserver(again)
  observer.observe(node.parentElement ?? node)
  void document.fonts?.ready.then(again)
  return {
    update(next) {
      const same = next.text === now.text
      now = next
      if (!same) again()
    },
    destroy() {
      cancelAnimationFrame(frame)
      observer.disconnect()
    },
  }
}
