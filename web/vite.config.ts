import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

// One page a face. Assets carry their hash and live under /assets/, so the server may let
// browsers keep them for ever; nothing is inlined, because the pages' CSP allows no data: scripts.
export default defineConfig({
  plugins: [svelte()],
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
