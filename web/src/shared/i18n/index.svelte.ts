// Words. Languages are files; zh.json is the one that others must match key by key.
import type { Name } from '../types'
import en from './en.json'
import zh from './zh.json'

export type Key = keyof typeof zh
export type Language = 'zh' | 'en'
const WORDS: Record<Language, Record<Key, string>> = { zh, en }
const STORED = 'jinbang.language'

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null // private windows may forbid it; then the page simply forgets
  }
}

export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name)
    else localStorage.setItem(name, value)
  } catch {
    return
  }
}

function first(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? recall(STORED)
  if (asked === 'zh' || asked === 'en') return asked
  const wishes = navigator.languages ?? [navigator.language]
  const known = wishes.map((wish) => wish.slice(0, 2).toLowerCase())
  return known.find((wish): wish is Language => wish === 'zh' || wish === 'en') ?? 'en'
}

let own = $state<Language>(first())
let lent = $state<Language | null>(null)
const chosen = $derived(lent ?? own)
mark()

function mark(): void {
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en'
}

export function language(): Language {
  return chosen
}

// As servers want it in Accept-Language.
export function languageTag(): string {
  return chosen === 'zh' ? 'zh-CN' : 'en'
}

export function speak(next: Language): void {
  own = next
  remember(STORED, next)
  mark()
}

// A scene's language, as long as it hangs; null: the page's own again. Nobody chose it here, so nothing is remembered.
export function speakFor(scene: Language | null): void {
  lent = scene
  mark()
}

export function t(key: Key, fill: Record<string, string | number> = {}): string {
  return WORDS[chosen][key].replace(/\{(\w+)\}/g, (whole, word: string) =>
    word in fill ? String(fill[word]) : whole,
  )
}

export function named(name: Name | undefined, otherwise = ''): string {
  return (chosen === 'en' ? name?.en || name?.zh : name?.zh || name?.en) || otherwise
}

// Things in a sentence: "甲、乙" or "A, B".
export function listed(things: string[]): string {
  return things.join(chosen === 'zh' ? '、' : ', ')
}

export function minuteTime(ms: number): string {
  return clockTime(ms).slice(0, 5)
}

export function clockTime(ms: number): string {
  const two = (figure: number) => String(figure).padStart(2, '0')
  const at = new Date(ms)
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}
