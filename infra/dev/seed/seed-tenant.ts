import type { TenantRow } from '@iommi/shared/migrate'
import type { ServiceOperation } from '@iommi/shared/service-client'
import { z } from 'zod'
import { bulkTarget, type BulkTarget, type OrderRow } from '../import/bulk-target.ts'
import { isRefusal, sendRows } from '../import/send-rows.ts'
import type { ToolsClient } from '../import/tools-client.ts'
import { seedCustomers } from './seed-customers.ts'
import { lastSeedReference, seedOrders, type SeedOrder } from './seed-orders.ts'
import { seedProducts } from './seed-products.ts'

const findOrder: ServiceOperation<{ readonly orders: { readonly nodes: readonly unknown[] } }> = {
  document:
    'query SeededOrder($reference: String!) { orders(first: 1, where: { externalReference: { in: [$reference] } }) { nodes { id } } }',
  answer: z.object({ orders: z.object({ nodes: z.array(z.unknown()) }) }),
}

/**
 * Gives a tenant its made-up products, customers and orders; false when it has them. What an interrupted seed brought is kept and completed.
 * `today` is a midnight in UTC.
 */
export async function seedTenant(client: ToolsClient, tenant: TenantRow, today: Date): Promise<boolean> {
  const { orders } = await client.call('orders', findOrder, { reference: lastSeedReference })
  if (orders.nodes.length > 0) return false
  await sendSeed(bulkTarget(client), tenant, today)
  return true
}

async function sendSeed(target: BulkTarget, tenant: TenantRow, today: Date): Promise<void> {
  const products = seedProducts(tenant)
  const customers = seedCustomers(tenant, today)
  const [variants, buyers] = await Promise.all([sendAll(products, target.importProducts), sendAll(customers, target.importCustomers)])
  const variantIds = new Map(products.map(({ sku }, index) => [sku, variants[index]?.variantId ?? '']))
  const customerIds = new Map(customers.map(({ importKey }, index) => [importKey, buyers[index]?.customerId ?? '']))
  const customerKeys = customers.map(({ importKey }) => importKey)
  const orders = seedOrders(tenant, today, { products, customerKeys })
  // One call after the other: the last order comes last.
  await sendAll(
    orders.map((order) => toRow(order, { variantIds, customerIds })),
    target.importOrders,
  )
}

interface Ids {
  readonly variantIds: ReadonlyMap<string, string>
  readonly customerIds: ReadonlyMap<string, string>
}

function toRow({ customerKey, lines, ...order }: SeedOrder, { variantIds, customerIds }: Ids): OrderRow {
  return {
    ...order,
    customerId: customerIds.get(customerKey) ?? '',
    lines: lines.map(({ product, quantity, unitPriceMinor }) => ({
      variantId: variantIds.get(product.sku) ?? '',
      sku: product.sku,
      title: product.name,
      quantity,
      unitPriceMinor,
    })),
  }
}

async function sendAll<Row, Result extends object>(
  rows: readonly Row[],
  send: (rows: readonly Row[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const results = await sendRows(rows, send)
  return results.map((result) => {
    if (isRefusal(result)) throw new Error(`a subgraph refuses what the seed makes up: ${result.refusal}`)
    return result
  })
}
