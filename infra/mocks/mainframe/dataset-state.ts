import type { StoredProfile } from './apply-batch.ts'
import type { SetFault } from './fault-play.ts'
import { isFaultName, type FaultName } from './fault-table.ts'
import type { AckPlan, EntryOf, JournalEntry } from './journal-entry.ts'
import type { WindowMode } from './window.ts'

/** A customer in the index of the master file. */
export interface IndexedProfile extends StoredProfile {
  /** Number of the record in the master file, from 0. */
  readonly slot: number
}

/** A batch that was processed, and the ack that a repetition gets again. */
export interface ProcessedBatch {
  readonly tenant: string
  readonly ackN: number
}

/** A batch that waits for the one before it, or for the operator. */
export interface HeldBatch {
  readonly file: string
  readonly tenant: string
  readonly seq: number
  readonly by: EntryOf<'held'>['by']
}

/** An ack that has yet to be written. */
export interface DueAck extends AckPlan {
  readonly batch: string
  readonly n: number
  /** Whether writing it has failed, and the journal says so. */
  readonly hasFailed: boolean
}

/** A file that was taken: where in the journal, whether it was held before, and what became of it. */
export interface FileInWork {
  readonly takenAt: number
  readonly isReleased: boolean
  readonly outcome: 'pending' | 'held' | 'done'
}

/** Everything the mainframe knows, which is what follows from its journal and from nothing else. */
export interface DatasetState {
  /** Of the last entry of the journal; 0 before the first. */
  position: number
  /** By tenant, then by customer. */
  index: Map<string, Map<string, IndexedProfile>>
  /** Records in the master file, those that were replaced included. */
  slots: number
  readonly nextSeqs: Map<string, number>
  readonly processed: Map<string, ProcessedBatch>
  /** The highest n given out, by batch. */
  readonly ackNs: Map<string, number>
  readonly dueAcks: Map<string, DueAck>
  /** The last attempt that faults have struck, by their subject. */
  readonly attempts: Map<string, number>
  readonly held: Map<string, HeldBatch>
  readonly work: Map<string, FileInWork>
  readonly faults: Map<FaultName, SetFault>
  windowMode: WindowMode
}

/** The state before anything happened. */
export function emptyState(): DatasetState {
  return {
    position: 0,
    index: new Map(),
    slots: 0,
    nextSeqs: new Map(),
    processed: new Map(),
    ackNs: new Map(),
    dueAcks: new Map(),
    attempts: new Map(),
    held: new Map(),
    work: new Map(),
    faults: new Map(),
    windowMode: 'auto',
  }
}

/** The sequence number a tenant's next batch must have. */
export function nextSeqOf(state: DatasetState, tenant: string): number {
  return state.nextSeqs.get(tenant) ?? 1
}

/** Carries the state over one entry. `history` gives all entries so far: a restored master file is made from them. */
export function applyEntry(state: DatasetState, entry: JournalEntry, history: () => readonly JournalEntry[]): void {
  state.position = entry.position
  applyToRecords(state, entry, history)
  applyToFiles(state, entry)
  applyToAcks(state, entry)
  applyToOperator(state, entry)
}

function applyToRecords(state: DatasetState, entry: JournalEntry, history: () => readonly JournalEntry[]): void {
  if (entry.kind === 'stored') {
    state.slots += 1
    indexRecord(state.index, entry)
  }
  if (entry.kind === 'processed') {
    state.nextSeqs.set(entry.tenant, entry.seq + 1)
    state.processed.set(entry.batch, { tenant: entry.tenant, ackN: entry.ackN })
  }
  if (entry.kind === 'restored') state.index = indexAt(history(), entry.to)
}

/** The index as it was when this entry had been written. */
export function indexAt(entries: readonly JournalEntry[], position: number): DatasetState['index'] {
  const restored = entries.findLast((entry) => entry.position <= position && entry.kind === 'restored')
  const index: DatasetState['index'] = restored?.kind === 'restored' ? indexAt(entries, restored.to) : new Map()
  for (const entry of entries) {
    if (entry.kind === 'stored' && entry.position <= position && entry.position > (restored?.position ?? 0)) indexRecord(index, entry)
  }
  return index
}

function indexRecord(index: DatasetState['index'], { tenant, customer, version, hash, slot }: EntryOf<'stored'>): void {
  const customers = index.get(tenant) ?? new Map<string, IndexedProfile>()
  customers.set(customer, { version, hash, slot })
  index.set(tenant, customers)
}

function applyToFiles(state: DatasetState, entry: JournalEntry): void {
  if (!('file' in entry) || entry.kind === 'ack-written') return
  const { kind, file, position } = entry
  const isReleased = kind === 'released'
  if (isReleased || kind === 'taken') state.work.set(file, { takenAt: position, isReleased, outcome: 'pending' })
  else state.work.set(file, { takenAt: position, isReleased, ...state.work.get(file), outcome: kind === 'held' ? 'held' : 'done' })
  if (isReleased) state.held.delete(file)
  if (kind === 'held') state.held.set(file, { file, tenant: entry.tenant, seq: entry.seq, by: entry.by })
}

function applyToAcks(state: DatasetState, entry: JournalEntry): void {
  if (!('n' in entry)) return
  const key = `${entry.batch} ${String(entry.n)}`
  const due = state.dueAcks.get(key)
  state.ackNs.set(entry.batch, Math.max(entry.n, state.ackNs.get(entry.batch) ?? 0))
  if (entry.kind === 'ack-planned') state.dueAcks.set(key, { ...entry, hasFailed: false })
  if (entry.kind === 'ack-written') state.dueAcks.delete(key)
  if (entry.kind === 'ack-failed' && due !== undefined) state.dueAcks.set(key, { ...due, hasFailed: true })
}

function applyToOperator(state: DatasetState, entry: JournalEntry): void {
  if (entry.kind === 'window-set') state.windowMode = entry.mode
  if (entry.kind === 'faults-set') setFaults(state, entry.faults)
  if (entry.kind !== 'fault') return
  state.attempts.set(entry.subject, entry.attempt)
  countFault(state, entry.fault)
}

function setFaults(state: DatasetState, faults: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(faults)) {
    if (!isFaultName(name)) continue
    if (value === 'off') state.faults.delete(name)
    else state.faults.set(name, { value, used: 0 })
  }
}

function countFault(state: DatasetState, name: string): void {
  const set = isFaultName(name) ? state.faults.get(name) : undefined
  if (set !== undefined && isFaultName(name)) state.faults.set(name, { ...set, used: set.used + 1 })
}
