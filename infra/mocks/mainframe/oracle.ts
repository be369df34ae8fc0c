import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StoredProfile } from './apply-batch.ts'
import { datasetFiles } from './dataset.ts'
import { applyEntry, emptyState } from './dataset-state.ts'
import { dropAt } from './drop.ts'
import { parseJournal } from './journal.ts'
import type { JournalEntry } from './journal-entry.ts'
import { recordBytes } from './layouts.ts'

/** A customer as the master file has it. */
export interface StoredCustomer extends StoredProfile {
  /** The 500 bytes on file. */
  readonly record: Buffer
}

/** Everything the mainframe in this directory has committed so far, the oldest first. Reads the file only, also while the process runs. */
export function readJournal(directory: string): readonly JournalEntry[] {
  return parseJournal(readIfThere(join(dropAt(directory).dataset, datasetFiles.journal))).entries
}

/** What the mainframe in this directory has on file of a tenant, by customer. Reads the files only, also while the process runs. */
export function readCustomers(directory: string, tenant: string): ReadonlyMap<string, StoredCustomer> {
  const state = emptyState()
  const entries = readJournal(directory)
  for (const entry of entries) applyEntry(state, entry, () => entries)
  // Read after the journal: what that tells of is there.
  const master = readIfThere(join(dropAt(directory).dataset, datasetFiles.master))
  const customers = Array.from(state.index.get(tenant) ?? [], ([customer, { version, hash, slot }]): [string, StoredCustomer] => [
    customer,
    { version, hash, record: master.subarray(slot * recordBytes, (slot + 1) * recordBytes) },
  ])
  return new Map(customers)
}

function readIfThere(path: string): Buffer {
  return existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
}
