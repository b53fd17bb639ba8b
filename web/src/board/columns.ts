// Batches in columns of a wall, a heading and a line for each person: none stands half outside, none is left out.
export interface Piece<T> {
  batch: number // from 1
  from: number // the first one's station, from 1
  who: T[]
}

export function columnsOf<T>(batches: T[][], lines: number): Piece<T>[][] {
  const columns: Piece<T>[][] = []
  let free = 0
  for (const [at, batch] of batches.entries()) {
    for (let from = 0; from < batch.length; from += lines - 1) {
      const piece = { batch: at + 1, from: from + 1, who: batch.slice(from, from + lines - 1) }
      if (piece.who.length + 1 > free) {
        columns.push([])
        free = lines
      }
      columns[columns.length - 1]?.push(piece)
      free -= piece.who.length + 1
    }
  }
  return columns
}
