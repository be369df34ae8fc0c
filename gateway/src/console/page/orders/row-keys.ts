const pageRows = 10

/** The index of the row that a key leads to from row `from` (-1: none) of `count`; null for keys that lead nowhere. */
export function nextRow(key: string, from: number, count: number): number | null {
  if (count === 0) return null
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + pageRows,
    PageUp: from - pageRows,
    Home: 0,
    End: count - 1,
  }
  const wanted = moves[key]
  return wanted === undefined ? null : Math.min(Math.max(wanted, 0), count - 1)
}
