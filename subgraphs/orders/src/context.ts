import type { RequestContext } from '@iommi/shared/request-context'
import type { CustomerDirectory } from './placing/customer-directory.ts'
import type { OrderLoaders } from './orders/order-loaders.ts'
import type { StockService } from './stock/stock-service.ts'

/** The other services that orders talk to. */
export interface OrderPorts {
  readonly stock: StockService
  readonly customers: CustomerDirectory
}

/** What orders code may use. Tests build one by hand; main.ts builds the real one. */
export interface OrdersContext extends RequestContext, OrderPorts {
  /** Key of the cursors of the event stream, hexadecimal. */
  readonly cursorKey: string
  readonly loaders: OrderLoaders
  /** How long a repeat waits for the answer of the request it repeats, milliseconds. */
  readonly repeatWaitMs: number
}
