// A dialogue stands in the hall itself: the board under it may be grey, the dialogue is not.
export function portal(node: HTMLElement): { destroy(): void } {
  node.closest('.hall')?.append(node)
  return { destroy: () => node.remove() }
}
