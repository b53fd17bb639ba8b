// A picture of the photo wall, as the public sees it; what more is said of it is for those who hang it.
export interface PhotoCard {
  width: number
  height: number
  zh?: string
  en?: string
  turn?: number
  shows_competitor?: boolean
  gone?: boolean
  bytes?: number
}
export interface Photo {
  id: string
  version?: number
  card: PhotoCard
}

// So many hang side by side: few of them fill the wall, many take turns.
export function hung(count: number): number {
  return count >= 6 ? 6 : Math.min(count, 4)
}

// What hangs at the n-th look: one place after the other gets the next picture in line, so that what hangs is always the last of the
// line, and never one twice.
export function hanging<T>(photos: T[], look: number): T[] {
  const places = hung(photos.length)
  return Array.from({ length: places }, (_, place) => {
    const since = (((look - 1 - place) % places) + places) % places // looks since this place got its own
    return photos[(places + look - since - 1) % photos.length] as T
  })
}
