/** Which counts the page shows. Texts are empty where they narrow nothing. */
export interface UsageFilter {
  /** First and last day (UTC) as `2026-11-20`; the first is not after the last. */
  readonly from: string
  readonly to: string
  /** What the client's name begins with. */
  readonly client: string
  /** What the operation's name begins with. */
  readonly operation: string
  /** Coordinate of a field that the operation asks for. */
  readonly field: string
}

const dayMs = 86_400_000
const defaultDays = 14

/** The filter that an address says; the last 14 days where it says nothing of days. */
export function filterFrom(search: string, now: Date): UsageFilter {
  const given = new URLSearchParams(search)
  const text = (name: string): string => (given.get(name) ?? '').trim().slice(0, 300)
  return inOrder({
    from: dayIn(given.get('from')) ?? dayText(now.getTime() - (defaultDays - 1) * dayMs),
    to: dayIn(given.get('to')) ?? dayText(now.getTime()),
    client: text('client').slice(0, 100),
    operation: text('operation').slice(0, 100),
    field: text('field'),
  })
}

/** The address of a filter, without what it leaves open. */
export function searchOf(filter: UsageFilter): string {
  const { from, to, client, operation, field } = filter
  const said = Object.entries({ from, to, client, operation, field }).filter(([, value]) => value !== '')
  return `?${new URLSearchParams(said).toString()}`
}

/** The filter as the graph takes it. */
export function whereOf({ from, to, client, operation, field }: UsageFilter): Readonly<Record<string, unknown>> {
  return {
    from: `${from}T00:00:00.000Z`,
    until: new Date(Date.parse(to) + dayMs).toISOString(),
    ...(client === '' ? {} : { client: { startsWith: client } }),
    ...(operation === '' ? {} : { operationName: { startsWith: operation } }),
    ...(field === '' ? {} : { field }),
  }
}

/** Every day of the filter, in order, as `2026-11-20`; at most 400. */
export function daysOf({ from, to }: Pick<UsageFilter, 'from' | 'to'>): readonly string[] {
  const count = Math.min(400, Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1)
  return Array.from({ length: count }, (_, index) => dayText(Date.parse(to) - (count - 1 - index) * dayMs))
}

function dayIn(text: string | null): string | null {
  return text !== null && /^[1-9]\d{3}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? dayText(Date.parse(text)) : null
}

function dayText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

function inOrder(filter: UsageFilter): UsageFilter {
  return filter.from <= filter.to ? filter : { ...filter, from: filter.to, to: filter.from }
}
