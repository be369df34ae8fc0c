import { serveEvents } from '@iommi/shared/event-log'
import { currencyExponent } from '@iommi/shared/money'
import { readPageRequest } from '@iommi/shared/pagination'
import type { Complete } from '@iommi/shared/resolver-types'
import type {
  CustomerResolvers,
  MoneyResolvers,
  MutationResolvers,
  OrderConnectionResolvers,
  OrderHistoryEntryResolvers,
  OrderLineResolvers,
  OrderResolvers,
  QueryResolvers,
} from '../graphql.generated.ts'
import { cancelImportedLines } from '../imports/cancel-imported-lines.ts'
import { importOrders } from '../imports/import-orders.ts'
import { placeOrder } from '../placing/place-order.ts'
import { cancelOrder } from './cancel-order.ts'
import { completeOrder } from './complete-order.ts'
import { confirmOrder } from './confirm-order.ts'
import { readOrderStats } from './count-orders.ts'
import { deliverOrder } from './deliver-order.ts'
import { listCustomerOrders, listOrders, readOrder, type OrderPage } from './find-orders.ts'
import { fulfillOrder } from './fulfill-order.ts'
import { lineTotal, nextFulfillments, nextStatuses, type OrderHistoryRecord, type OrderLineRecord, type OrderRecord } from './order.ts'

export const Query: QueryResolvers = {
  order: (_root, { id }, context) => readOrder(context, id),
  orders: (_root, args, context) => listOrders(context, args),
  orderStats: (_root, args, context) => readOrderStats(context, args),
  _events: (_root, args, context) => serveEvents(context, args),
}

export const Mutation: MutationResolvers = {
  placeOrder: (_root, { input }, context) => placeOrder(context, input),
  confirmOrder: (_root, { input }, context) => confirmOrder(context, input),
  fulfillOrder: (_root, { input }, context) => fulfillOrder(context, input),
  deliverOrder: (_root, { input }, context) => deliverOrder(context, input),
  completeOrder: (_root, { input }, context) => completeOrder(context, input),
  cancelOrder: (_root, { input }, context) => cancelOrder(context, input),
  _importOrders: (_root, { input }, context) => importOrders(context, input),
  _cancelImportedLines: (_root, { input }, context) => cancelImportedLines(context, input),
}

export const Order: Complete<OrderResolvers, OrderRecord> = {
  __resolveReference: ({ id }, context) => context.loaders.order(id),
  customer: ({ customerId }) => ({ id: customerId }),
  lines: ({ id }, args, context) => context.loaders.lines(id, readPageRequest(args, 'order:lines')),
  history: ({ id }, args, context) => context.loaders.history(id, readPageRequest(args, 'order:history')),
  availableTransitions: (order, _args, context) => nextStatuses(order, context.actor),
  availableFulfillmentTransitions: (order, _args, context) => nextFulfillments(order, context.actor),
}

export const OrderConnection: Complete<OrderConnectionResolvers, OrderPage> = {
  totalCount: ({ count }) => count(),
}

export const OrderLine: Complete<OrderLineResolvers, OrderLineRecord> = {
  variant: ({ variantId }) => (variantId === null ? null : { id: variantId }),
  total: lineTotal,
}

export const OrderHistoryEntry: Complete<OrderHistoryEntryResolvers, OrderHistoryRecord> = {
  actor: ({ actorKind, actorId, actorName }, _args, { actor }) => ({
    kind: actorKind,
    name: (actor.kind === 'client' || actor.kind === 'partner') && actorId !== actor.id ? null : actorName,
  }),
}

export const Customer: Complete<CustomerResolvers, { readonly id: string }> = {
  __resolveReference: ({ id }) => ({ id }),
  orders: ({ id }, args, context) => listCustomerOrders(context, id, args),
}

export const Money: MoneyResolvers = {
  exponent: ({ currency }) => currencyExponent(currency),
}
