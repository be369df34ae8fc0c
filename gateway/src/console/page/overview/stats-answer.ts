import type { Money, OrderStatus } from '../orders/order-record.ts'
import { addMoney, type Revenue } from './revenue.ts'

/** What `orderStats` answers. */
export interface StatsAnswer {
  readonly asOf: string
  readonly rows: readonly StatsRow[]
}

/** Orders of one status and currency; `from` says which stretch of time they were placed in, where there are several. */
export interface StatsRow {
  readonly from?: string
  readonly status: OrderStatus
  readonly orderCount: number
  readonly revenue: Money
}

/** All orders of an answer, whenever they were placed, and what those of them are worth that were not cancelled. */
export interface Total {
  readonly orders: number
  readonly revenue: Revenue
}

/** Adds up the rows of an answer. */
export function totalOf({ rows }: StatsAnswer): Total {
  return rows.reduce<Total>(
    (total, { status, orderCount, revenue }) => ({
      orders: total.orders + orderCount,
      revenue: addMoney(total.revenue, status === 'CANCELLED' ? null : revenue),
    }),
    { orders: 0, revenue: {} },
  )
}
