// Which rows stand on which sheet of paper.

// Rows of these heights on pages with `room` for rows; the last page has `tail` left for what is
// signed. A tail never stands alone: it takes the last rows of a full page with it.
export function paginate(heights: number[], room: number, tail: number): number[] {
  const counts: number[] = []
  let used = 0
  let count = 0
  for (const height of heights) {
    if (count > 0 && used + height > room) {
      counts.push(count)
      used = 0
      count = 0
    }
    used += height
    count += 1
  }
  counts.push(count)
  if (used + tail <= room || heights.length === 0) return counts
  const taken = Math.min(KEPT_WITH_TAIL, Math.floor(count / 2))
  if (taken === 0) return tail === 0 ? counts : [...counts, 0]
  counts[counts.length - 1] = count - taken
  return [...counts, taken]
}

const KEPT_WITH_TAIL = 3

// So many columns at a time, in bands of nearly the same width.
export function bands<T>(columns: T[], most: number): T[][] {
  const count = Math.max(1, Math.ceil(columns.length / most))
  const width = Math.ceil(columns.length / count)
  return Array.from({ length: count }, (_, at) => columns.slice(at * width, (at + 1) * width))
}

// "3f2a 88c1 …": the beginning of a digest, as people compare it.
export function short(digest: string): string {
  return (digest.slice(0, 16).match(/.{4}/g) ?? []).join(' ')
}
