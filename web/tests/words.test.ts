import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import en from '../src/shared/i18n/en.json'
import zh from '../src/shared/i18n/zh.json'

const SOURCE = new URL('../src', import.meta.url).pathname
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(svelte|ts)$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(SOURCE, name), 'utf8') }))
const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()

test('both languages have the same keys, in the same order', () => {
  expect(Object.keys(en)).toEqual(Object.keys(zh))
})

test('both languages fill the same holes, and none is empty', () => {
  for (const [key, text] of Object.entries(zh)) {
    const other = en[key as keyof typeof en]
    expect(new Set(holes(other)), key).toEqual(new Set(holes(text)))
    expect(text.trim(), key).not.toBe('')
    expect(other.trim(), key).not.toBe('')
  }
})

test('every word is used somewhere', () => {
  const all = files.map((file) => file.text).join('\n')
  const stems = new Set([...all.matchAll(/`([a-z.]+\.)\$\{/g)].map((found) => found[1] ?? ''))
  for (const key of Object.keys(zh)) {
    const isNamed = all.includes(`'${key}'`) || [...stems].some((stem) => key.startsWith(stem))
    expect(isNamed, key).toBe(true)
  }
})

test('no page has Chinese words of its own', () => {
  const allowed = new Set(['console/roster.ts', 'shared/decimal.ts', 'shared/ui/LanguageSwitch.svelte'])
  for (const { name, text } of files) {
    if (allowed.has(name)) continue
    const plain = text.replace(/^\s*\/\/.*$/gm, '').replace('虚构演示数据 · Fictional demo data', '')
    expect(/[\u4e00-\u9fff]/.test(plain.replace(/"甲、乙"|'、'/g, '')), name).toBe(false)
  }
})

test('no page has a number field, a style attribute or an inline handler', () => {
  for (const { name, text } of files.filter((file) => file.name.endsWith('.svelte'))) {
    expect(/type="number"/.test(text), name).toBe(false)
    expect(/\sstyle=/.test(text), name).toBe(false)
    expect(/\son\w+="/.test(text), name).toBe(false)
  }
})
