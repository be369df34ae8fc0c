import { ownCustomerId } from '@iommi/shared/authorize'
import { withTenant } from '@iommi/shared/database'
import { connectionLoader, keyedLoader } from '@iommi/shared/loaders'
import type { Connection, PageRequest } from '@iommi/shared/pagination'
import type { RequestContext } from '@iommi/shared/request-context'
import DataLoader from 'dataloader'
import { findHistoryPages } from './order-history-repo.ts'
import { findLinePages } from './order-line-repo.ts'
import { readCustomerOrders, type OrderListArgs, type OrderPage } from './find-orders.ts'
import { findOrdersById } from './order-repo.ts'
import type { OrderHistoryRecord, OrderLineRecord, OrderRecord } from './order.ts'

/** What one request reads together: never shared between requests. */
export interface OrderLoaders {
  /** An order the actor may see, or null. */
  readonly order: (id: string) => Promise<OrderRecord | null>
  readonly lines: (orderId: string, request: PageRequest) => Promise<Connection<OrderLineRecord>>
  readonly history: (orderId: string, request: PageRequest) => Promise<Connection<OrderHistoryRecord>>
  /** The same page of orders of every customer asked for together. */
  readonly customerOrders: (customerId: string, args: OrderListArgs) => Promise<OrderPage>
}

/** Loaders for one request. */
export function orderLoaders(context: RequestContext & { readonly cursorKey: string }): OrderLoaders {
  const customerOrders = new Map<string, DataLoader<string, OrderPage>>()
  const orders = keyedLoader(
    (ids) => withTenant(context, (tx) => findOrdersById(tx, ids, ownCustomerId(context))),
    ({ id }) => id,
  )
  return {
    order: (id) => orders.load(id),
    lines: connectionLoader<OrderLineRecord>({
      fetch: (ids, request) => withTenant(context, (tx) => findLinePages(tx, ids, request)),
      parentOf: ({ orderId }) => orderId,
      sortValues: ({ position }) => [position],
    }),
    history: connectionLoader<OrderHistoryRecord>({
      fetch: (ids, request) => withTenant(context, (tx) => findHistoryPages(tx, ids, request)),
      parentOf: ({ orderId }) => orderId,
      sortValues: ({ version }) => [version],
    }),
    customerOrders: (customerId, args) => {
      const key = JSON.stringify(args)
      const loader = customerOrders.get(key) ?? new DataLoader<string, OrderPage>((ids) => readCustomerOrders(context, ids, args))
      customerOrders.set(key, loader)
      return loader.load(customerId)
    },
  }
}
