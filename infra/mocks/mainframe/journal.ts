import { openAppendOnly } from './append-only-file.ts'
import { parseEntry, type JournalEntry, type JournalEvent } from './journal-entry.ts'

/** Everything that happened, one JSON object a line, the oldest first. */
export interface Journal {
  /** Those that were there when it was opened. */
  readonly recovered: readonly JournalEntry[]
  /**
   * Writes events as one unit, which is there as a whole or, after a crash, not at all; returns its entries. On the disk when `isDurable`,
   * otherwise with the next unit that is. Throws, with nothing written, when the disk is full.
   */
  readonly append: (
    events: readonly JournalEvent[],
    options: { readonly nowMs: number; readonly isDurable: boolean },
  ) => readonly JournalEntry[]
  /** Every entry, read from the file. */
  readonly readAll: () => readonly JournalEntry[]
  readonly close: () => void
}

/** Opens the journal; a unit that a crash left unfinished at its end is cut off. Throws when a line before that is no entry. */
export function openJournal(path: string): Journal {
  const file = openAppendOnly(path)
  const { entries: recovered, bytes } = parseJournal(file.read(0, file.bytes()))
  if (bytes < file.bytes()) file.truncate(bytes)
  let position = recovered.at(-1)?.position ?? 0
  return {
    recovered,
    append: (events, { nowMs, isDurable }) => {
      const unit = position + events.length
      const at = new Date(nowMs).toISOString()
      const entries = events.map((event, index): JournalEntry => ({ position: position + index + 1, unit, at, ...event }))
      file.append(Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')), { isDurable })
      position = unit
      return entries
    },
    readAll: () => parseJournal(file.read(0, file.bytes())).entries,
    close: file.close,
  }
}

/** The entries of all finished units in these bytes, and how many bytes those are. Throws when a line is no entry. */
export function parseJournal(data: Buffer): { readonly entries: readonly JournalEntry[]; readonly bytes: number } {
  const entries: JournalEntry[] = []
  let whole = { entries: 0, bytes: 0 }
  for (let from = 0, end = data.indexOf('\n'); end !== -1; from = end + 1, end = data.indexOf('\n', from)) {
    const entry = parseEntry(data.toString('utf8', from, end))
    entries.push(entry)
    if (entry.position === entry.unit) whole = { entries: entries.length, bytes: end + 1 }
  }
  return { entries: entries.slice(0, whole.entries), bytes: whole.bytes }
}
