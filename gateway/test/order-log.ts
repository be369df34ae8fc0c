import { idFromUuid } from '@iommi/shared/ids'
import type postgres from 'postgres'

/** A change of an order as the owner's event log has it. */
export interface LoggedChange {
  readonly seq: number
  readonly eventId: string
  readonly orderId: string
  readonly customerId: string
  readonly fromStatus: string | null
  readonly toStatus: string
}

/** Where a tenant's log lies: the schema of the orders subgraph, and the tenant's id. */
export interface LogPlace {
  readonly schema: string
  readonly tenantId: string
}

/** Reads the truth about a tenant's order events, in order, behind a number. Throws unless it is without a gap from there on. */
export async function readOrderLog(admin: postgres.Sql, { schema, tenantId }: LogPlace, afterSeq = 0): Promise<readonly LoggedChange[]> {
  const rows = await admin`
    select seq::int as seq, event_id, aggregate_id, data from ${admin(schema)}.event_log
    where tenant_id = ${tenantId} and topic = 'order-events' and seq > ${afterSeq} order by seq`
  return rows.map(({ seq, event_id: eventId, aggregate_id: orderId, data }, index) => {
    if (seq !== afterSeq + index + 1) throw new Error(`the log has no number ${String(afterSeq + index + 1)}`)
    const { customerId, fromStatus, toStatus } = data as { customerId: string; fromStatus: string | null; toStatus: string }
    return {
      seq: Number(seq),
      eventId: idFromUuid('event', String(eventId)),
      orderId: String(orderId),
      customerId,
      fromStatus,
      toStatus,
    }
  })
}

/** How many order events a tenant's log holds. */
export async function countOrderLog(admin: postgres.Sql, { schema, tenantId }: LogPlace): Promise<number> {
  const [row] = await admin`
    select count(*)::int as count from ${admin(schema)}.event_log where tenant_id = ${tenantId} and topic = 'order-events'`
  return Number(row?.['count'])
}

/** Whether every change that was committed is in the log, whichever tenant's of the schema it is. */
export async function isOutboxEmpty(admin: postgres.Sql, { schema }: Pick<LogPlace, 'schema'>): Promise<boolean> {
  const waiting = await admin`select 1 from ${admin(schema)}.outbox where published_at is null and kind = 'event' limit 1`
  return waiting.length === 0
}

/** Where two lists of event ids part, in words; null where they are the same. */
export function findDifference(seen: readonly string[], expected: readonly string[]): string | null {
  const length = Math.max(seen.length, expected.length)
  for (let index = 0; index < length; index += 1) {
    if (seen[index] === expected[index]) continue
    const known = expected.indexOf(seen[index] ?? '')
    const what =
      seen[index] === undefined ? 'nothing more' : known === -1 ? 'an event that is not its' : `the event of place ${String(known)}`
    return `${String(seen.length)} of ${String(expected.length)} events; at place ${String(index)} came ${what}`
  }
  return null
}
