import type { InternalClient } from '@iommi/shared/internal-client'
import type { RequestContext } from '@iommi/shared/request-context'
import { callService } from '@iommi/shared/service-client'
import { z } from 'zod'

/** Something wanted of the stock. */
export interface StockLine {
  readonly variantId: string
  readonly quantity: number
}

const refusal = z.object({
  code: z.enum(['VARIANT_NOT_FOUND', 'PRICE_NOT_FOUND', 'INSUFFICIENT_STOCK', 'RESERVATION_CLOSED']),
  variantId: z.string().nullable(),
  message: z.string(),
})

const reservation = z.object({
  /** Null when the reservation was refused. */
  currency: z.string().nullable(),
  lines: z.array(
    z.object({
      variantId: z.string(),
      sku: z.string(),
      title: z.string(),
      unitPrice: z.object({ amountMinor: z.number().int().nonnegative(), currency: z.string() }),
    }),
  ),
  userErrors: z.array(refusal),
})

/** What was reserved, as bought, or why nothing was. */
export type Reservation = z.infer<typeof reservation>

/** The catalogue's stock, as far as orders need it. Every call may be repeated; its key is the order's or shipment's id. */
export interface StockService {
  /** Reserves all lines or none and fixes sku, title and price per variant, one line for each variant. */
  reserve(
    context: RequestContext,
    request: { readonly orderId: string; readonly currency: string | null; readonly lines: readonly StockLine[] },
  ): Promise<Reservation>
  /** Gives back what the order still holds. */
  release(context: RequestContext, orderId: string): Promise<void>
  /** Takes what has left off the stock. */
  ship(
    context: RequestContext,
    shipment: { readonly shipmentId: string; readonly orderId: string; readonly lines: readonly StockLine[] },
  ): Promise<void>
}

const reserveStock = {
  document: `mutation ReserveStock($input: _ReserveStockInput!) {
    _reserveStock(input: $input) {
      currency
      lines { variantId sku title unitPrice { amountMinor currency } }
      userErrors { code variantId message }
    }
  }`,
  answer: z.object({ _reserveStock: reservation }),
}

const releaseStock = {
  document: 'mutation ReleaseStock($input: _ReleaseStockInput!) { _releaseStock(input: $input) { released } }',
  answer: z.object({ _releaseStock: z.object({ released: z.boolean() }) }),
}

const shipStock = {
  document: 'mutation ShipStock($input: _ShipStockInput!) { _shipStock(input: $input) { __typename } }',
  answer: z.object({ _shipStock: z.object({}) }),
}

/** The stock service over HTTP. */
export function stockService(client: InternalClient): StockService {
  return {
    reserve: async (context, input) => (await callService(client, { ...context, caller: 'orders' }, reserveStock, { input }))._reserveStock,
    release: async (context, orderId) => {
      await callService(client, { ...context, caller: 'orders' }, releaseStock, { input: { orderId } })
    },
    ship: async (context, input) => {
      await callService(client, { ...context, caller: 'orders' }, shipStock, { input })
    },
  }
}
