// CSV as spreadsheets write it (RFC 4180, also with ; or tab), and as it comes from Windows in
// China: UTF-8 with or without a mark, else GB18030.

export function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function separatorOf(text: string): string {
  const line = text.slice(0, text.search(/[\r\n]|$/))
  const counts = [',', ';', '\t'].map((each) => ({ each, n: line.split(each).length }))
  return counts.sort((a, b) => b.n - a.n)[0]?.each ?? ','
}

export function parseCsv(text: string): string[][] {
  const source = text.replace(/^\ufeff/, '')
  const separator = separatorOf(source)
  const lines: string[][] = []
  let line: string[] = []
  let cell = ''
  let quoted = false
  const endCell = () => {
    line.push(cell)
    cell = ''
  }
  const endLine = () => {
    endCell()
    if (line.some((each) => each.trim() !== '')) lines.push(line)
    line = []
  }
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] ?? ''
    if (quoted && char === '"' && source[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (quoted) {
      if (char === '"') quoted = false
      else cell += char
    } else if (char === '"' && cell === '') quoted = true
    else if (char === separator) endCell()
    else if (char === '\n' || char === '\r') {
      if (char === '\r' && source[at + 1] === '\n') at += 1
      endLine()
    } else cell += char
  }
  if (cell !== '' || line.length > 0) endLine()
  return lines
}
