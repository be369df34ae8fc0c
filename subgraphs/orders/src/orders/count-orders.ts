import { ownCustomerId, requireScope } from '@iommi/shared/authorize'
import { withTenant } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import type { Where } from '@iommi/shared/filters'
import type { Money } from '@iommi/shared/money'
import type { OrdersContext } from '../context.ts'
import { sumOrders, type OrderFields } from './order-repo.ts'
import type { OrderStatus } from './order.ts'

/** How long a stretch of time a row covers. */
export type StatsInterval = 'MINUTE' | 'HOUR' | 'DAY' | 'WEEK' | 'MONTH'

/** Orders placed in one stretch of time that are in one status and one currency. */
export interface OrderStatsRow {
  readonly from: Date
  readonly to: Date
  readonly status: OrderStatus
  readonly orderCount: number
  readonly revenue: Money
}

const rowsMax = 2_000

/** Counts the orders the actor may see by time of placing (UTC), status and currency, newest stretch first. */
export async function readOrderStats(
  context: OrdersContext,
  args: { readonly where?: Where<OrderFields> | null | undefined; readonly interval: StatsInterval },
): Promise<{ readonly asOf: Date; readonly rows: readonly OrderStatsRow[] }> {
  requireScope(context, 'orders:read')
  const selection = { where: args.where, ownerId: ownCustomerId(context) }
  const { asOf, rows } = await withTenant(context, async (tx) => {
    // Taken afterwards it would vouch for orders that were committed while the sum was made, which it does not have.
    const before = context.now()
    return { asOf: before, rows: await sumOrders(tx, selection, args.interval, rowsMax + 1) }
  })
  if (rows.length > rowsMax) {
    throw new AppError('BAD_USER_INPUT', `These are more than ${String(rowsMax)} rows: narrow where.placedAt or take a longer interval.`)
  }
  return { asOf, rows: rows.map((row) => ({ ...row, to: endOf(row.from, args.interval) })) }
}

/** When the stretch that begins at `from` ends. */
export function endOf(from: Date, interval: StatsInterval): Date {
  const end = new Date(from)
  if (interval === 'MINUTE') end.setUTCMinutes(end.getUTCMinutes() + 1)
  if (interval === 'HOUR') end.setUTCHours(end.getUTCHours() + 1)
  if (interval === 'DAY') end.setUTCDate(end.getUTCDate() + 1)
  if (interval === 'WEEK') end.setUTCDate(end.getUTCDate() + 7)
  if (interval === 'MONTH') end.setUTCMonth(end.getUTCMonth() + 1)
  return end
}
