// CSV as spreadsheets write it (RFC 4180, also with ; or tab), and as it comes from Windows in
// China: UTF-8 with or without a mark, else GB18030.

export function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

// An Excel file (xlsx is a zip, xls an older container) is not text.
export function isWorkbook(bytes: ArrayBuffer): boolean {
  const [a, b] = new Uint8Array(bytes.slice(0, 2))
  return (a === 0x50 && b === 0x4b) || (a === 0xd0 && b === 0xcf)
}

function separatorOf(text: string): string {
  const line = text.slice(0, text.search(/[\r\n]|$/))
  const counts = [',', ';', '\t'].map((each) => ({ each, n: line.split(each).length }))
  return counts.sort((a, b) => b.n - a.n)[0]?.each ?? ','
}

export interface Line {
  line: number // in the file, from 1; a quoted cell may span several
  cells: string[]
}

// Lines of nothing but separators, as spreadsheets leave them at the end, are not lines.
export function parseCsv(text: string): Line[] {
  const source = text.replace(/^\ufeff/, '')
  const separator = separatorOf(source)
  const lines: Line[] = []
  let cells: string[] = []
  let number = 1
  let begun = 1
  let cell = ''
  let quoted = false
  const endCell = () => {
    cells.push(cell)
    cell = ''
  }
  const endLine = () => {
    endCell()
    if (cells.some((each) => each.trim() !== '')) lines.push({ line: begun, cells })
    cells = []
    number += 1
    begun = number
  }
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] ?? ''
    if (quoted && char === '"' && source[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (quoted) {
      if (char === '"') quoted = false
      else cell += char
      if (char === '\n') number += 1
    } else if (char === '"' && cell === '') quoted = true
    else if (char === separator) endCell()
    else if (char === '\n' || char === '\r') {
      if (char === '\r' && source[at + 1] === '\n') at += 1
      endLine()
    } else cell += char
  }
  if (cell !== '' || cells.length > 0) endLine()
  return lines
}
