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

/** A page of profiles; whole when there are no others of its states. */
export interface SyncPage<Row extends SyncRow = SyncRow> {
  readonly nodes: readonly Row[]
  readonly pageInfo: { readonly hasNextPage: boolean }
}

/** What was read at one time: the profiles that are parked, and those that are pending or sent. */
export interface SyncPages {
  readonly parked: SyncPage
  readonly underWay: SyncPage
}

/** How many profiles are listed at most. */
export const rowsMax = 50

/** The list after a change: its profile comes first, once; what is too much falls off the end. */
export function withChange(rows: readonly SyncRow[], { customer, state, desiredVersion, ackedVersion }: SyncChange): readonly SyncRow[] {
  if (customer === null) return rows
  const others = rows.filter((row) => row.customer.id !== customer.id)
  return [{ customer, state, desiredVersion, ackedVersion }, ...others].slice(0, rowsMax)
}

/**
 * The list with what was just read. Profiles that the stream told of meanwhile (`told`, by customer) stay as it told them. The others
 * become what they were read as; those that should have been read and were not are in another state by now, and leave. Profiles under
 * way that are new here come behind.
 */
export function withPage(rows: readonly SyncRow[], { parked, underWay }: SyncPages, told: ReadonlySet<string>): readonly SyncRow[] {
  const read = new Map([...parked.nodes, ...underWay.nodes].map((row) => [row.customer.id, rowOf(row)]))
  const kept = rows.flatMap((row) => {
    if (told.has(row.customer.id)) return [row]
    const isOutdated = row.state !== 'SYNCED' && !(row.state === 'PARKED' ? parked : underWay).pageInfo.hasNextPage
    return read.get(row.customer.id) ?? (isOutdated ? [] : [row])
  })
  const known = new Set([...told, ...rows.map(({ customer }) => customer.id)])
  return [...kept, ...underWay.nodes.filter(({ customer }) => !known.has(customer.id)).map(rowOf)].slice(0, rowsMax)
}

function rowOf({ customer, state, desiredVersion, ackedVersion }: SyncRow): SyncRow {
  return { customer, state, desiredVersion, ackedVersion }
}

/** A stretch of time for people: `45 s`, `3 min`, `2 h`; a dash for none. */
export function lagText(seconds: number | null): string {
  if (seconds === null) return '–'
  if (seconds < 120) return `${String(seconds)} s`
  return seconds < 7_200 ? `${String(Math.floor(seconds / 60))} min` : `${String(Math.floor(seconds / 3_600))} h`
}
