import { withTenant } from '@iommi/shared/database'
import type { OrdersContext } from '../context.ts'
import { findOpenTasks, markTaskDone } from './stock-task-repo.ts'

/**
 * Does the order's open stock tasks, in order. Called right after the change that wrote them, and
 * again by the recovery for what is still open then: a catalogue that is away delays, loses nothing.
 */
export async function tellCatalog(context: OrdersContext, orderId: string): Promise<void> {
  try {
    for (const task of await withTenant(context, (tx) => findOpenTasks(tx, orderId))) {
      await (task.kind === 'RELEASE'
        ? context.stock.release(context, orderId)
        : context.stock.ship(context, { shipmentId: task.id, orderId, lines: task.lines }))
      await withTenant(context, (tx) => markTaskDone(tx, task.id, context.now()))
    }
  } catch (error) {
    context.log.warn({ err: error, aggregateId: orderId, requestId: context.requestId }, 'stock task postponed')
  }
}
