import type { Money as MoneyRecord } from '@iommi/shared/money'
import type { OrderPage } from './orders/find-orders.ts'
import type { OrderHistoryRecord, OrderLineRecord, OrderRecord } from './orders/order.ts'

// Which record stands behind a GraphQL type: the exported name is the type's.
export type Order = OrderRecord
export type OrderConnection = OrderPage
export type OrderLine = OrderLineRecord
export type OrderHistoryEntry = OrderHistoryRecord
export type Customer = { readonly id: string }
export type ProductVariant = { readonly id: string }
export type Money = MoneyRecord
