// After a build: nothing in web/dist may need more than Chrome 87 or Safari 14, or more than the
// pages' CSP allows. The syntax is the build target's business; these are the calls and rules
// that no build lowers.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const dist = new URL('../dist/', import.meta.url)
const assets = new URL('assets/', dist)

const CALLS = [
  [/\.at\(-?\d/, '.at()'],
  [/\bObject\.hasOwn\(/, 'Object.hasOwn'],
  [/\.findLast(?:Index)?\(/, 'findLast'],
  [/\.(?:toSorted|toReversed|toSpliced)\(/, 'toSorted and the like'],
  [/\bstructuredClone\(/, 'structuredClone'],
  [/\bcrypto\.(?:randomUUID|subtle)\b/, 'crypto only for https'],
  [/\bAbortSignal\.(?:timeout|any)\(/, 'AbortSignal.timeout'],
  [/\bPromise\.withResolvers\b/, 'Promise.withResolvers'],
  [/\bnew Function\(|[^.\w]eval\(/, 'code from text'],
]
// Calls that libraries make only where the browser has them, or never with what we give them:
// uuid asks whether randomUUID is there, Svelte clones dates, which no state of ours holds, noble's
// Ed25519 has an asynchronous half, which nobody calls, and this is what it would say.
const GUARDED = [
  /`crypto\.subtle must be defined`/g,
  /crypto\.randomUUID(?:\.bind|\b(?=[^(]))/g,
  /getTime\(\),structuredClone\(\w+\)/g,
  /try\{return structuredClone\(\w+\)\}catch/g,
]

const faults = []
function fault(file, what) {
  faults.push(`${file}: ${what}`)
}

for (const name of readdirSync(assets).filter((each) => !/\.(gz|br)$/.test(each))) {
  let text = readFileSync(new URL(name, assets), 'utf8')
  if (name.endsWith('.js')) {
    for (const guarded of GUARDED) text = text.replace(guarded, '')
    for (const [pattern, what] of CALLS) {
      const found = pattern.exec(text)
      if (found) fault(name, `${what}: …${text.slice(Math.max(0, found.index - 60), found.index + 60)}…`)
    }
  }
  if (name.endsWith('.css')) {
    for (const [, rule = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
      if (/display:(?:inline-)?flex/.test(rule) && /(?:^|;)(?:row-|column-)?gap:/.test(rule)) {
        fault(name, `gap in a flex row, unknown to Safari 14.0: {${rule}}`)
      }
      if (/aspect-ratio:|accent-color:|\d(?:dvh|svh)\b|:has\(/.test(rule)) fault(name, `too new: {${rule}}`)
    }
  }
}
for (const name of readdirSync(dist).filter((each) => each.endsWith('.html'))) {
  const text = readFileSync(new URL(name, dist), 'utf8')
  if (/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=/.test(text)) fault(name, 'inline script or style')
  if (/https?:\/\//.test(text)) fault(name, 'an address outside')
}
if (faults.length > 0) {
  console.error(`${fileURLToPath(dist)} does not keep to the oldest browsers or the CSP:\n${faults.join('\n')}`)
  process.exit(1)
}
console.log('browsers: dist keeps to Chrome 87, Safari 14 and the CSP')
