import type { TenantTx } from '@iommi/shared/database'
import { enterInbox } from '@iommi/shared/event-inbox'
import { textFilter, type TextConditions } from '@iommi/shared/filters'
import { idFromUuid, uuidFromId } from '@iommi/shared/ids'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, count, eq, exists, gte, inArray, lt, notExists, sql } from 'drizzle-orm'
import { operationFields, operationUsage } from '../tables.ts'
import type { OperationKey, OperationUsageRecord } from './operation-usage.ts'

/** Counts of an operation that are to be added. */
export interface ReportedUsage extends OperationUsageRecord {
  /** Coordinates, each as `Type.field`. */
  readonly fields: readonly string[]
}

/** A field that an operation asks for. */
export interface OperationField extends OperationKey {
  readonly coordinate: string
}

/** Which counts; every condition given must hold. */
export interface UsageFilter {
  readonly client: TextConditions | null
  readonly operationName: TextConditions | null
  /** A coordinate. */
  readonly field: string | null
  /** The first day. */
  readonly from: Date | null
  /** Days that begin before this instant. */
  readonly until: Date | null
}

/** Notes a report as taken, in the transaction that adds its counts; false when it was taken before. */
export async function enterReport(tx: TenantTx, reportId: string, now: Date): Promise<boolean> {
  const entry = { id: idFromUuid('event', uuidFromId('report', reportId)) }
  return (await enterInbox(tx, { name: 'operation-usage' }, [entry], now)).size > 0
}

/** Adds counts to those of their day, client and operation. Each may be named once; given in one order everywhere, no two calls lock each other up. */
export async function addUsage(tx: TenantTx, usages: readonly OperationUsageRecord[]): Promise<void> {
  if (usages.length === 0) return
  const { tenantId, day, client, operationId, operationName } = operationUsage
  await tx
    .insert(operationUsage)
    .values([...usages])
    .onConflictDoUpdate({
      target: [tenantId, day, client, operationId, operationName],
      set: {
        requests: sql`${operationUsage.requests} + excluded.requests`,
        errors: sql`${operationUsage.errors} + excluded.errors`,
        cost: sql`${operationUsage.cost} + excluded.cost`,
        isRegistered: sql`excluded.is_registered`,
      },
    })
}

// Whose operations, on which day.
type ClientDay = Pick<OperationUsageRecord, 'day' | 'client'>

/** How many operations that are not registered are counted of a client on a day. */
export async function countUnregistered(tx: TenantTx, { day, client }: ClientDay): Promise<number> {
  const isOfClient = and(eq(operationUsage.client, client), eq(operationUsage.day, day), eq(operationUsage.isRegistered, false))
  const [row] = await tx.select({ found: count() }).from(operationUsage).where(isOfClient)
  return row?.found ?? 0
}

/** Those operations of the documents that are counted of a client on a day. */
export async function findCounted(
  tx: TenantTx,
  { day, client }: ClientDay,
  operationIds: readonly string[],
): Promise<readonly OperationKey[]> {
  const { operationId, operationName } = operationUsage
  const isOfClient = and(eq(operationUsage.client, client), eq(operationUsage.day, day))
  return await tx
    .select({ operationId, operationName })
    .from(operationUsage)
    .where(and(isOfClient, inArray(operationId, [...operationIds])))
}

/** Those of the operations whose fields are known. */
export async function findDescribed(tx: TenantTx, operationIds: readonly string[]): Promise<readonly OperationKey[]> {
  const { operationId, operationName } = operationFields
  return await tx
    .selectDistinct({ operationId, operationName })
    .from(operationFields)
    .where(inArray(operationId, [...operationIds]))
}

/** Writes fields of operations; those that are there stay. */
export async function insertFields(tx: TenantTx, fields: readonly OperationField[]): Promise<void> {
  if (fields.length === 0) return
  await tx
    .insert(operationFields)
    .values([...fields])
    .onConflictDoNothing()
}

/** The fields that the operations of these documents ask for, by coordinate. */
export async function findFields(tx: TenantTx, operationIds: readonly string[]): Promise<readonly OperationField[]> {
  const { operationId, operationName, coordinate } = operationFields
  return await tx
    .select({ operationId, operationName, coordinate })
    .from(operationFields)
    .where(inArray(operationId, [...operationIds]))
    .orderBy(coordinate)
}

/** One page of counts as `keyset` limits it: the newest day first, on it the most requests. */
export async function findUsagePage(tx: TenantTx, filter: UsageFilter, page: PageRequest): Promise<readonly OperationUsageRecord[]> {
  const { day, requests, client, operationId, operationName } = operationUsage
  const { where, orderBy, limit } = keyset(page, [day, requests, client, operationId, operationName], 'desc')
  const asksFor = (coordinate: string) =>
    exists(
      tx
        .select({ found: sql`1` })
        .from(operationFields)
        .where(
          and(
            eq(operationFields.coordinate, coordinate),
            eq(operationFields.operationId, operationId),
            eq(operationFields.operationName, operationName),
          ),
        ),
    )
  const rows = await tx
    .select()
    .from(operationUsage)
    .where(
      and(
        filter.client === null ? undefined : textFilter(client)(filter.client, 'where.client'),
        filter.operationName === null ? undefined : textFilter(operationName)(filter.operationName, 'where.operationName'),
        filter.field === null ? undefined : asksFor(filter.field),
        filter.from === null ? undefined : gte(day, filter.from),
        filter.until === null ? undefined : lt(day, filter.until),
        where,
      ),
    )
    .orderBy(...orderBy)
    .limit(limit)
  return rows.map(({ tenantId: _tenantId, ...usage }) => usage)
}

/** Deletes the tenant's counts of days before, and what is known of operations that are counted on no day any more. */
export async function forgetUsage(tx: TenantTx, before: Date): Promise<void> {
  await tx.delete(operationUsage).where(lt(operationUsage.day, before))
  const isCounted = tx
    .select({ found: sql`1` })
    .from(operationUsage)
    .where(
      and(eq(operationUsage.operationId, operationFields.operationId), eq(operationUsage.operationName, operationFields.operationName)),
    )
  await tx.delete(operationFields).where(notExists(isCounted))
}
