import { svelte } from '@sveltejs/vite-plugin-svelte'
import { readdirSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

// Every letter beyond ASCII that the pages themselves say, for the server to cut a web font of.
const letters = {
  name: 'letters',
  generateBundle(this: { emitFile(file: object): void }) {
    const source = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((name) => `src/${name}`)
    const files = [...source, ...readdirSync('.')].filter((name) => /\.(json|ts|svelte|html)$/.test(name))
    const said = new Set(files.flatMap((name) => [...readFileSync(name, 'utf8')]).filter((letter) => letter > '\u007f'))
    this.emitFile({ type: 'asset', fileName: 'letters.txt', source: [...said].sort().join('') })
  },
}

// One page a face. Assets carry their hash and live under /assets/, so the server may let
// browsers keep them for ever; nothing is inlined, because the pages' CSP allows no data: scripts.
export default defineConfig({
  plugins: [svelte(), letters],
  build: {
    target: ['chrome87', 'safari14'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: ['index.html', 'judge.html', 'board.html', 'console.html', 'trust.html', 'print.html'],
    },
  },
  server: {
    proxy: { '/api': { target: process.env.JINBANG_URL ?? 'http://127.0.0.1:8080', ws: true } },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
})
