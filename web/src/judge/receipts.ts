// The receipts that a tablet holds, as the file that `jinbang verify --receipts` takes: whoever
// keeps it can prove later that the journal was not changed.
import type { Entry } from '../shared/outbox'
import type { Receipt, Sheet } from '../shared/types'

interface Line {
  competition: string
  part: string
  competitor: string
  seat: string
  receipt: Receipt
}

// One JSON line a receipt, in the order of the journal; those of sheets that were amended since, too.
export function receiptLines(competition: string, entries: Entry[], sheets: Sheet[]): string {
  const lines = new Map<number, Line>()
  const held = entries.flatMap((entry) => (entry.state === 'sealed' && entry.receipt ? [{ ...entry, receipt: entry.receipt }] : []))
  for (const { part, competitor, seat, receipt } of [...sheets, ...held]) {
    lines.set(receipt.number, { competition, part, competitor, seat, receipt })
  }
  return [...lines.values()].sort((a, b) => a.receipt.number - b.receipt.number).map((line) => `${JSON.stringify(line)}\n`).join('')
}
