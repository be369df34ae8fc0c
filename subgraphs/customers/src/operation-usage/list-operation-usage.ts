import { withTenant } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import type { TextConditions } from '@iommi/shared/filters'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CustomersContext } from '../context.ts'
import { requireStaff } from '../customers/customer-access.ts'
import { findUsagePage, type UsageFilter } from './operation-usage-repo.ts'
import { dayOf, type OperationUsageRecord } from './operation-usage.ts'

type Optional<Value> = Value | null | undefined

/** Which counts; every condition given must hold. */
export interface OperationUsageWhere {
  readonly client?: Optional<TextConditions>
  readonly operationName?: Optional<TextConditions>
  /** A coordinate, `Type.field`. */
  readonly field?: Optional<string>
  /** Beginning with the day that this instant lies in. */
  readonly from?: Optional<Date>
  /** Days that begin before this instant. */
  readonly until?: Optional<Date>
}

/** Which counts, which page. */
export interface ListOperationUsageArgs extends ConnectionArgs {
  readonly where?: Optional<OperationUsageWhere>
}

const endOfTime = new Date('9999-12-31T00:00:00.000Z')

/** A page of the tenant's usage: the newest day first, on it the operations with most requests. Counts of a day that is not over move. */
export async function listOperationUsage(
  context: CustomersContext,
  { where, ...args }: ListOperationUsageArgs,
): Promise<Connection<OperationUsageRecord>> {
  requireStaff(context, 'usage:read')
  const request = readPageRequest(args, 'operation usage')
  const filter = filterOf(where ?? {})
  const rows = await withTenant(context, (tx) => findUsagePage(tx, filter, request))
  return toConnection(request, rows, ({ day, requests, client, operationId, operationName }) => [
    day,
    requests,
    client,
    operationId,
    operationName,
  ])
}

function filterOf({ client, operationName, field, from, until }: OperationUsageWhere): UsageFilter {
  return {
    client: client ?? null,
    operationName: operationName ?? null,
    field: coordinateOf(field),
    from: from ? dayOf(from) : null,
    // Days are compared with days: one that begins before the instant begins before the midnight that follows it.
    until: until && until <= endOfTime ? dayAfter(until) : null,
  }
}

function coordinateOf(field: Optional<string>): string | null {
  if (field === null || field === undefined) return null
  if (/^\w{1,255}\.\w{1,255}$/.test(field)) return field
  throw new AppError('BAD_USER_INPUT', 'where.field: the coordinate of a field is expected, for example `Order.number`.')
}

function dayAfter(instant: Date): Date {
  const day = dayOf(instant)
  return day.getTime() === instant.getTime() ? day : dayOf(new Date(day.getTime() + 86_400_000))
}
