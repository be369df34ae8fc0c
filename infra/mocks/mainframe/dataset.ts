import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openAppendOnly, type AppendOnlyFile } from './append-only-file.ts'
import { hashOf } from './checksum.ts'
import { applyEntry, emptyState, type DatasetState } from './dataset-state.ts'
import { openJournal } from './journal.ts'
import type { JournalEntry, JournalEvent } from './journal-entry.ts'
import { recordBytes } from './layouts.ts'
import { writeWhole } from './drop.ts'

/** The files of the dataset, below its directory. */
export const datasetFiles = { master: 'CUSTMAST.dat', journal: 'journal.jsonl', acks: 'acks' } as const

/** What the mainframe keeps: the master file, the journal, and the acks as they were first written. */
export interface Dataset {
  readonly state: Readonly<DatasetState>
  /**
   * Makes events true, with the records that the `stored` ones among them speak of: all or nothing, also when the process is killed meanwhile.
   * With `isDurable` they are on the disk before this returns. Throws, with nothing changed, when the disk is full.
   */
  readonly commit: (
    events: readonly JournalEvent[],
    options?: { readonly records?: readonly Buffer[]; readonly isDurable?: boolean },
  ) => void
  /** Keeps an ack for the times it is asked for again; to be called before the commit that names it. */
  readonly saveAck: (batch: string, n: number, bytes: Buffer) => void
  readonly readAck: (batch: string, n: number) => Buffer
  readonly journal: () => readonly JournalEntry[]
  readonly close: () => void
}

/**
 * Opens the dataset as the last commit left it: what a killed process had not finished is cut off. Throws when the files contradict each
 * other, as after a change by hand.
 */
export function openDataset(directory: string, now: () => number): Dataset {
  mkdirSync(join(directory, datasetFiles.acks), { recursive: true })
  const journal = openJournal(join(directory, datasetFiles.journal))
  const master = openAppendOnly(join(directory, datasetFiles.master))
  const state = emptyState()
  for (const entry of journal.recovered) applyEntry(state, entry, () => journal.recovered)
  recoverMaster(master, state)
  const ackPath = (batch: string, n: number): string => join(directory, datasetFiles.acks, `${batch}.${String(n)}.dat`)
  return {
    state,
    commit: (events, { records = [], isDurable = false } = {}) => {
      if (events.length === 0) return
      // First the records, then the journal: it alone says which records count.
      if (master.bytes() > state.slots * recordBytes) master.truncate(state.slots * recordBytes)
      if (records.length > 0) master.append(Buffer.concat(records), { isDurable })
      for (const entry of journal.append(events, { nowMs: now(), isDurable })) applyEntry(state, entry, journal.readAll)
    },
    saveAck: (batch, n, bytes) => {
      writeWhole(ackPath(batch, n), bytes)
    },
    readAck: (batch, n) => readFileSync(ackPath(batch, n)),
    journal: journal.readAll,
    close: () => {
      journal.close()
      master.close()
    },
  }
}

function recoverMaster(master: AppendOnlyFile, state: DatasetState): void {
  const bytes = state.slots * recordBytes
  if (master.bytes() < bytes)
    throw new Error(`${datasetFiles.master} has ${String(master.bytes())} bytes, its journal tells of ${String(bytes)}.`)
  if (master.bytes() > bytes) master.truncate(bytes)
  for (const customers of state.index.values()) {
    for (const [customer, { slot, hash }] of customers) {
      if (hashOf(master.read(slot * recordBytes, recordBytes)) !== hash) {
        throw new Error(`Record ${String(slot)} of ${datasetFiles.master} (${customer}) is not the one its journal tells of.`)
      }
    }
  }
}
