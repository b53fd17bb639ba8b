// Light, dark or high contrast: as the device says, or as was chosen.
export const THEMES = ['auto', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof THEMES)[number]
const DARK = '(prefers-color-scheme: dark)'
const MORE = '(prefers-contrast: more)'

export function applyTheme(theme: Theme): void {
  const isDark = matchMedia(DARK).matches
  const needsMore = matchMedia(MORE).matches
  const auto = needsMore ? 'contrast' : isDark ? 'dark' : 'light'
  document.documentElement.dataset.theme = theme === 'auto' ? auto : theme
}

// Gives what ends it.
export function onDeviceTheme(changed: () => void): () => void {
  const queries = [DARK, MORE].map((each) => matchMedia(each))
  for (const each of queries) each.addEventListener?.('change', changed)
  return () => {
    for (const each of queries) each.removeEventListener?.('change', changed)
  }
}
