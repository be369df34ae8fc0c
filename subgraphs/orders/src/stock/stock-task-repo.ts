import type { TenantTx, WorkerTx } from '@iommi/shared/database'
import { newId } from '@iommi/shared/ids'
import { and, asc, eq, isNull, lt } from 'drizzle-orm'
import type { OrdersContext } from '../context.ts'
import { stockTasks } from '../tables.ts'
import type { StockLine } from './stock-service.ts'

/** Something the catalogue has to be told about an order's stock. Its id is the key under which it may be told again. */
export interface StockTask {
  readonly id: string
  readonly orderId: string
  readonly kind: 'RELEASE' | 'SHIP'
  readonly lines: readonly StockLine[]
}

/** Writes the task with the change it belongs to: it will be done if, and only if, the change commits. */
export async function addStockTask(tx: TenantTx, context: Pick<OrdersContext, 'now'>, task: Omit<StockTask, 'id'>): Promise<void> {
  await tx.insert(stockTasks).values({ id: newId('shipment'), ...task, createdAt: context.now() })
}

/** The order's open tasks, oldest first. */
export async function findOpenTasks(tx: TenantTx, orderId: string): Promise<readonly StockTask[]> {
  return await tx
    .select({ id: stockTasks.id, orderId: stockTasks.orderId, kind: stockTasks.kind, lines: stockTasks.lines })
    .from(stockTasks)
    .where(and(eq(stockTasks.orderId, orderId), isNull(stockTasks.doneAt)))
    .orderBy(asc(stockTasks.createdAt))
}

/** Closes a task. */
export async function markTaskDone(tx: TenantTx, id: string, at: Date): Promise<void> {
  await tx.update(stockTasks).set({ doneAt: at }).where(eq(stockTasks.id, id))
}

/** Orders of all tenants in one Postgres schema with tasks open since before `before`. */
export async function findOrdersWithOpenTasks(
  tx: WorkerTx,
  before: Date,
): Promise<readonly { readonly tenantId: string; readonly orderId: string }[]> {
  return await tx
    .selectDistinct({ tenantId: stockTasks.tenantId, orderId: stockTasks.orderId })
    .from(stockTasks)
    .where(and(isNull(stockTasks.doneAt), lt(stockTasks.createdAt, before)))
    .limit(100)
}
