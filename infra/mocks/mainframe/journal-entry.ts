interface OfFile {
  readonly file: string
}

interface OfBatch {
  readonly tenant: string
  readonly batch: string
  readonly seq: number
}

interface OfProfile extends OfBatch {
  readonly customer: string
  readonly version: number
}

interface OfAck {
  readonly batch: string
  readonly n: number
}

interface Event<K extends string> {
  readonly kind: K
}

/** A file is worked on: fresh from the drop, or after it was held. */
type FileBegun = Event<'taken' | 'released'> & OfFile

/** How that ended. */
type FileEnded =
  | (Event<'unanswered'> & OfFile & { readonly reason: string })
  | (Event<'refused'> & OfFile & OfBatch & { readonly reason: string })
  | (Event<'held'> & OfFile & OfBatch & { readonly by: 'SEQUENCE' | 'OPERATOR'; readonly expected: number })
  | (Event<'repeated'> & OfFile & OfBatch)
  | (Event<'processed'> & OfFile & OfBatch & ProcessedCounts)
  | (Event<'abend'> & OfFile & OfBatch & { readonly stored: number })
  | (Event<'extract'> & OfFile & { readonly tenant: string; readonly request: string; readonly customers: number })

interface ProcessedCounts {
  readonly returnCode: 0 | 4
  /** The n of the ack that a repetition gets again. */
  readonly ackN: number
  readonly stored: number
  readonly kept: number
  readonly rejected: number
}

/** What became of one record. `slot` is its number in the master file, from 0. */
type RecordEvent =
  | (Event<'stored'> & OfProfile & { readonly hash: string; readonly slot: number })
  | (Event<'kept'> & OfProfile & { readonly storedVersion: number; readonly hash: string })
  | (Event<'rejected'> & OfProfile & { readonly field: string; readonly reason: string })

/** The way of an ack. */
type AckEvent =
  | (Event<'ack-planned'> & OfAck & AckPlan)
  | (Event<'ack-withheld'> & OfAck)
  | (Event<'ack-written'> & OfAck & OfFile)
  | (Event<'ack-failed'> & OfAck & { readonly reason: string })

/** How an ack goes out. */
export interface AckPlan {
  /** The n of the ack whose bytes are written. */
  readonly of: number
  /** Milliseconds since 1970. */
  readonly dueAtMs: number
  /** Whether it goes out as soon as a later one has. */
  readonly behind: boolean
  /** The byte that is changed, and the length that is left; null when it is whole. */
  readonly flipAt: number | null
  readonly cutAt: number | null
}

/** What the operator did, the faults that struck, and the beginning of each process. */
type SiteEvent =
  | (Event<'started'> & { readonly seed: string; readonly recordsPerSecond: number; readonly window: string })
  | (Event<'faults-set'> & { readonly faults: Readonly<Record<string, string>> })
  | (Event<'fault'> & { readonly fault: string; readonly subject: string; readonly attempt: number; readonly detail: string })
  | (Event<'window-set'> & { readonly mode: 'auto' | 'open' | 'close' })
  | (Event<'restored'> & { readonly to: number })

/** One thing that happened, not yet written. */
export type JournalEvent = FileBegun | FileEnded | RecordEvent | AckEvent | SiteEvent

/** Where an entry stands: `position` counts from 1, entries of one `unit` (named by its last position) became true together. */
interface Place {
  readonly position: number
  readonly unit: number
  /** ISO 8601, UTC. */
  readonly at: string
}

/** One thing that happened: a line of the journal. */
export type JournalEntry = Place & JournalEvent

/** The entry of one kind. */
export type EntryOf<K extends JournalEvent['kind']> = Extract<JournalEntry, { readonly kind: K }>

const kinds: Readonly<Record<JournalEvent['kind'], true>> = {
  started: true,
  taken: true,
  released: true,
  unanswered: true,
  refused: true,
  held: true,
  repeated: true,
  processed: true,
  abend: true,
  extract: true,
  stored: true,
  kept: true,
  rejected: true,
  'ack-planned': true,
  'ack-withheld': true,
  'ack-written': true,
  'ack-failed': true,
  'faults-set': true,
  fault: true,
  'window-set': true,
  restored: true,
}

/** Reads a line of the journal. Throws, with the line's beginning, when it is none. */
export function parseEntry(line: string): JournalEntry {
  const value = parseJson(line)
  if (!isEntry(value)) throw new Error(`This is no line of the journal: ${line.slice(0, 80)}`)
  return value
}

// Nobody but the mainframe writes this file: place and kind tell a line from damage, and reading stays cheap.
function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null || !('kind' in value && 'position' in value && 'unit' in value)) return false
  const isPlaced = Number.isInteger(value.position) && Number.isInteger(value.unit)
  return isPlaced && typeof value.kind === 'string' && Object.hasOwn(kinds, value.kind)
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
