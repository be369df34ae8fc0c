import { nextSeqOf } from './dataset-state.ts'
import { findFault } from './fault-play.ts'
import { faultTable, isFaultName, type FaultName } from './fault-table.ts'
import { parseFault } from './fault-value.ts'
import type { JournalEntry } from './journal-entry.ts'
import type { Site } from './site.ts'
import type { WindowMode } from './window.ts'

/** What the operator's terminal can do. Each throws an OperatorError with one line when it is asked for what cannot be. */
export interface Operator {
  /** Switches faults on by their values, or off by `off`; those not named stay. All or none. */
  readonly setFaults: (values: Readonly<Record<string, string>>) => void
  readonly clearFaults: () => void
  readonly setWindow: (mode: WindowMode) => void
  /** Puts the master file back to where it was at this position of the journal; sequence numbers and acks stay as they are. */
  readonly restore: (position: number) => void
  /** Everything that happened to a customer's records, the oldest first. */
  readonly journalOf: (customer: string) => readonly JournalEntry[]
}

/** What the operator asked for cannot be; the message says what can. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError'
}

/** The terminal's side of the mainframe. */
export function openOperator({ dataset }: Pick<Site, 'dataset'>): Operator {
  return {
    setFaults: (values) => {
      for (const [name, value] of Object.entries(values)) checkFault(name, value)
      dataset.commit([{ kind: 'faults-set', faults: { ...values } }])
    },
    clearFaults: () => {
      const off = [...dataset.state.faults.keys()].map((name) => [name, 'off'])
      dataset.commit([{ kind: 'faults-set', faults: Object.fromEntries(off) }])
    },
    setWindow: (mode) => {
      dataset.commit([{ kind: 'window-set', mode }])
    },
    restore: (to) => {
      const { position } = dataset.state
      if (!Number.isInteger(to) || to < 0 || to > position) {
        throw new OperatorError(`A position of the journal is a whole number from 0 to ${String(position)}, not ${String(to)}.`)
      }
      dataset.commit([{ kind: 'restored', to }], { isDurable: true })
    },
    journalOf: (customer) => dataset.journal().filter((entry) => 'customer' in entry && entry.customer === customer),
  }
}

function checkFault(name: string, value: string): void {
  if (!isFaultName(name)) throw new OperatorError(`There is no fault "${name}", only ${Object.keys(faultTable).join(', ')}.`)
  try {
    parseFault(name, value)
  } catch (error) {
    throw new OperatorError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** A fault that is on. `left` is how often it will still strike, null for without end. */
export interface FaultOn {
  readonly name: FaultName
  readonly value: string
  readonly used: number
  readonly left: number | null
}

/** What the operator sees of the dataset. */
export interface DatasetStatus {
  readonly position: number
  readonly tenants: readonly { readonly tenant: string; readonly customers: number; readonly nextSeq: number }[]
  readonly held: readonly { readonly file: string; readonly tenant: string; readonly seq: number; readonly by: string }[]
  readonly acksDue: number
  readonly faults: readonly FaultOn[]
}

/** What is stored, held, due and switched on. */
export function datasetStatus({ dataset: { state } }: Pick<Site, 'dataset'>): DatasetStatus {
  const tenants = [...new Set([...state.index.keys(), ...state.nextSeqs.keys(), ...[...state.held.values()].map(({ tenant }) => tenant)])]
  return {
    position: state.position,
    tenants: tenants
      .toSorted()
      .map((tenant) => ({ tenant, customers: state.index.get(tenant)?.size ?? 0, nextSeq: nextSeqOf(state, tenant) })),
    held: [...state.held.values()],
    acksDue: state.dueAcks.size,
    faults: [...state.faults].map(([name, { value, used }]) => {
      const times = findFault(state.faults, name)?.times ?? null
      return { name, value, used, left: times === null ? null : Math.max(0, times - used) }
    }),
  }
}
