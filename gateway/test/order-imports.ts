import type { TenantRow } from '@iommi/shared/migrate'
import { bulkTarget } from '@iommi/infra/dev/import/bulk-target'
import { connectTools } from '@iommi/infra/dev/import/tools-client'
import type { Random } from '@iommi/infra/dev/seed/random'
import type { Stack } from '@iommi/infra/dev/stack'

/** Orders taken over in bulk: the fastest honest way to many changes. */
export interface OrderImports {
  readonly customerIds: readonly string[]
  readonly variantId: string
  /** Imports so many orders of a tenant, each one change; what fails for a while is tried again. */
  readonly importOrders: (count: number) => Promise<void>
  readonly close: () => Promise<void>
}

/** What the orders look like. */
export interface ImportShape {
  readonly customers: number
  readonly linesPerOrder: number
  readonly random: Random
}

const statuses = ['PLACED', 'CONFIRMED', 'COMPLETED', 'CANCELLED'] as const
const at = new Date('2026-11-02T08:00:00.000Z')

/** Prepares a tenant's customers and its one product. References of orders, and the product's name, begin with the tenant's slug. */
export async function openOrderImports(stack: Stack, tenant: TenantRow, shape: ImportShape): Promise<OrderImports> {
  const { slug, defaultCurrency: currency } = tenant
  const client = connectTools(stack.running, tenant, { giveUpAfterMs: 30_000 })
  const target = bulkTarget(client)
  const customers = Array.from({ length: shape.customers }, (_, index) => ({
    importKey: `buyer-${String(index)}`,
    name: `Buyer ${String(index)} of ${slug}`,
  }))
  const customerIds = (await target.importCustomers(customers)).map(({ customerId }) => customerId)
  const sku = 'BULK-1'
  const [product] = await target.importProducts([
    {
      importKey: sku,
      sku,
      name: `${slug} McGuffin`,
      kind: 'GOOD',
      prices: [{ currency, amountMinor: 250 }],
      onHand: 100_000,
      status: 'PUBLISHED',
    },
  ])
  if (product === undefined) throw new Error('a product was imported')
  const { variantId } = product
  const line = { variantId, sku, title: `McGuffin, as new, with the usual scratches, sold by ${slug}`, quantity: 1, unitPriceMinor: 250 }
  let last = 0
  const order = () => ({
    importKey: `bulk-${String((last += 1))}`,
    externalReference: `${slug}-${String(last)}`,
    customerId: shape.random.pick(customerIds),
    placedAt: at,
    currency,
    status: shape.random.pick(statuses),
    fulfillmentStatus: 'UNFULFILLED' as const,
    lines: Array.from({ length: shape.linesPerOrder }, () => line),
  })
  return {
    customerIds,
    variantId,
    importOrders: async (count) => void (await target.importOrders(Array.from({ length: count }, order))),
    close: async () => await client.close(),
  }
}
