// After a build: every text of web/dist once more as .gz and .br beside it. The server sends
// them as they are and compresses nothing itself.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const LEAST = 512
const dist = new URL('../dist/', import.meta.url)

for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(html|js|css|svg|json|webmanifest|txt)$/.test(name)) continue
  const plain = readFileSync(new URL(name, dist))
  if (plain.length < LEAST) continue
  writeFileSync(new URL(`${name}.gz`, dist), gzipSync(plain, { level: 9 }))
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }
  writeFileSync(new URL(`${name}.br`, dist), brotliCompressSync(plain, { params }))
}
