import type { ServiceOperation } from '@iommi/shared/service-client'
import { z } from 'zod'
import type { ToolsClient } from './tools-client.ts'

/** A product with one variant; its natural key is the SKU in any case. */
export interface ProductRow {
  readonly importKey: string
  readonly sku: string
  readonly name: string
  readonly kind: 'GOOD' | 'SERVICE'
  readonly description?: string
  readonly categoryNames?: readonly string[]
  readonly prices: readonly { readonly currency: string; readonly amountMinor: number }[]
  /** Units in stock; left out where nothing is counted. */
  readonly onHand?: number
  readonly status: 'DRAFT' | 'PUBLISHED' | 'ARCHIVED'
}

/** A customer under the source's key. */
export interface CustomerRow {
  readonly importKey: string
  readonly name: string
  readonly email?: string
  readonly phone?: string
  readonly createdAt?: Date
}

/** An order as it is in the source. */
export interface OrderRow {
  readonly importKey: string
  readonly externalReference?: string
  readonly customerId: string
  readonly placedAt: Date
  readonly currency: string
  readonly status: 'PLACED' | 'CONFIRMED' | 'COMPLETED' | 'CANCELLED'
  readonly fulfillmentStatus: 'UNFULFILLED' | 'PARTIALLY_FULFILLED' | 'FULFILLED' | 'DELIVERED'
  readonly lines: readonly OrderLineRow[]
}

/** A line of such an order. */
export interface OrderLineRow {
  readonly variantId: string
  readonly sku: string
  readonly title: string
  readonly quantity: number
  readonly unitPriceMinor: number
}

/** A line of a cancellation invoice. */
export interface CancellationRow {
  readonly importKey: string
  readonly customerId: string
  readonly sku: string
  readonly unitPriceMinor: number
  readonly quantity: number
  readonly occurredAt: Date
}

/** What became of a row; `isNew` is false when an earlier call had brought it. */
export interface ProductResult {
  readonly variantId: string
  readonly isNew: boolean
}

/** What became of a row. */
export interface CustomerResult {
  readonly customerId: string
  readonly isNew: boolean
}

/** What became of a row. */
export interface OrderResult {
  readonly isNew: boolean
}

/** What became of a row; `cancelledQuantity` is less than asked for when too few match. */
export interface CancellationResult {
  readonly cancelledQuantity: number
  readonly isNew: boolean
}

/** How many rows a call takes. */
export const rowsMax = 250

/**
 * Where rows go: the bulk operations of the subgraphs for one tenant. Each takes at most `rowsMax` rows and answers one result for each, in
 * their sequence. Rows are known by natural keys: every call may be repeated. A row that breaks a rule fails its whole call with BAD_USER_INPUT.
 */
export interface BulkTarget {
  readonly importProducts: (rows: readonly ProductRow[]) => Promise<readonly ProductResult[]>
  readonly importCustomers: (rows: readonly CustomerRow[]) => Promise<readonly CustomerResult[]>
  readonly importOrders: (rows: readonly OrderRow[]) => Promise<readonly OrderResult[]>
  readonly cancelLines: (rows: readonly CancellationRow[]) => Promise<readonly CancellationResult[]>
}

/** The running subgraphs as a target. */
export function bulkTarget(client: ToolsClient): BulkTarget {
  return {
    importProducts: async (products) => (await client.call('catalog', importProducts, { input: { products } }))._importProducts.results,
    importCustomers: async (customers) =>
      (await client.call('customers', importCustomers, { input: { customers } }))._importCustomers.results,
    importOrders: async (orders) => (await client.call('orders', importOrders, { input: { orders } }))._importOrders.results,
    cancelLines: async (lines) => (await client.call('orders', cancelLines, { input: { lines } }))._cancelImportedLines.results,
  }
}

const importProducts: ServiceOperation<{ readonly _importProducts: Results<ProductResult> }> = {
  document: 'mutation ImportProducts($input: _ImportProductsInput!) { _importProducts(input: $input) { results { variantId isNew } } }',
  answer: z.object({ _importProducts: results(z.object({ variantId: z.string(), isNew: z.boolean() })) }),
}

const importCustomers: ServiceOperation<{ readonly _importCustomers: Results<CustomerResult> }> = {
  document: 'mutation ImportCustomers($input: _ImportCustomersInput!) { _importCustomers(input: $input) { results { customerId isNew } } }',
  answer: z.object({ _importCustomers: results(z.object({ customerId: z.string(), isNew: z.boolean() })) }),
}

const importOrders: ServiceOperation<{ readonly _importOrders: Results<OrderResult> }> = {
  document: 'mutation ImportOrders($input: _ImportOrdersInput!) { _importOrders(input: $input) { results { isNew } } }',
  answer: z.object({ _importOrders: results(z.object({ isNew: z.boolean() })) }),
}

const cancelLines: ServiceOperation<{ readonly _cancelImportedLines: Results<CancellationResult> }> = {
  document:
    'mutation CancelImportedLines($input: _CancelImportedLinesInput!) { _cancelImportedLines(input: $input) { results { cancelledQuantity isNew } } }',
  answer: z.object({ _cancelImportedLines: results(z.object({ cancelledQuantity: z.number().int(), isNew: z.boolean() })) }),
}

interface Results<Result> {
  readonly results: readonly Result[]
}

function results<Result>(result: z.ZodType<Result>): z.ZodType<Results<Result>> {
  return z.object({ results: z.array(result) })
}
