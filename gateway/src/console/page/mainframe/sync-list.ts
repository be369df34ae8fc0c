/** Where a profile stands on its way. */
export type SyncState = 'PENDING' | 'SENT' | 'SYNCED' | 'PARKED'

/** A profile on its way, as the list shows it. */
export interface SyncRow {
  readonly customer: { readonly id: string; readonly name: string }
  readonly state: SyncState
  readonly desiredVersion: number
  readonly ackedVersion: number
}

/** A step of a profile, as the stream tells it. */
export interface SyncChange {
  readonly __typename: string
  readonly cursor: string
  /** Null while nobody knows its customer. */
  readonly customer: { readonly id: string; readonly name: string } | null
  readonly state: SyncState
  readonly desiredVersion: number
  readonly ackedVersion: number
}

/** How many profiles are listed at most. */
export const rowsMax = 50

/** The list after a change: its profile comes first, once; what is too much falls off the end. */
export function withChange(rows: readonly SyncRow[], { customer, state, desiredVersion, ackedVersion }: SyncChange): readonly SyncRow[] {
  if (customer === null) return rows
  const others = rows.filter((row) => row.customer.id !== customer.id)
  return [{ customer, state, desiredVersion, ackedVersion }, ...others].slice(0, rowsMax)
}

/** The list with what a page read: profiles that the stream told of already stay as it told them, the others come behind. */
export function withPage(rows: readonly SyncRow[], page: readonly SyncRow[]): readonly SyncRow[] {
  const known = new Set(rows.map(({ customer }) => customer.id))
  return [...rows, ...page.filter(({ customer }) => !known.has(customer.id))].slice(0, rowsMax)
}

/** A stretch of time for people: `45 s`, `3 min`, `2 h`; a dash for none. */
export function lagText(seconds: number | null): string {
  if (seconds === null) return '–'
  if (seconds < 120) return `${String(seconds)} s`
  return seconds < 7_200 ? `${String(Math.floor(seconds / 60))} min` : `${String(Math.floor(seconds / 3_600))} h`
}
