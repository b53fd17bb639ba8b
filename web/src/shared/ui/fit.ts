// Text that must be read whole: made smaller, then set in two lines, until it fits the box around
// it. Measured, never guessed, and never cut in the middle of a character. The box has a height
// of its own; the text has none, so that its lines can be measured (scrollHeight would count what
// glyphs reach beyond their line, too).
interface Fit {
  text: string
  least?: number // smallest share of the full size
}

const STEPS = 14

function fits(node: HTMLElement): boolean {
  const room = node.parentElement?.clientHeight ?? 0
  return node.scrollWidth <= node.clientWidth + 1 && node.offsetHeight <= room + 1
}

function settle(node: HTMLElement, least: number): void {
  node.style.whiteSpace = 'nowrap'
  node.style.fontSize = ''
  if (fits(node)) return
  const oneLine = Math.max(least, 0.72)
  for (let step = 1; step <= STEPS; step += 1) {
    const share = 1 - ((1 - least) * step) / STEPS
    const wraps = share < oneLine
    node.style.whiteSpace = wraps ? 'normal' : 'nowrap'
    node.style.fontSize = `${(share * 100).toFixed(1)}%`
    if (fits(node)) return
  }
}

export function fitText(node: HTMLElement, fit: Fit): { update(next: Fit): void; destroy(): void } {
  let now = fit
  let frame = 0
  const again = () => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => settle(node, now.least ?? 0.45))
  }
  const observer = new ResizeObserver(again)
  observer.observe(node)
  again()
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
