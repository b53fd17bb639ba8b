// Light, dark or high contrast: as the device says, or as was chosen.
export const THEMES = ['auto', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof THEMES)[number]

export function applyTheme(theme: Theme): void {
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches
  const needsMore = matchMedia('(prefers-contrast: more)').matches
  const auto = needsMore ? 'contrast' : isDark ? 'dark' : 'light'
  document.documentElement.dataset.theme = theme === 'auto' ? auto : theme
}

export function onDeviceTheme(changed: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener?.('change', changed)
}
