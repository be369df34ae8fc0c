import type { TenantTx } from '@iommi/shared/database'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { products, productVariants, variantPrices } from '../tables.ts'
import type { PriceRecord, VariantRecord } from './product.ts'

const variantColumns = {
  id: productVariants.id,
  productId: productVariants.productId,
  sku: productVariants.sku,
  name: productVariants.name,
  kind: products.kind,
  productStatus: products.status,
}

/** A variant to enter. */
export interface NewVariant {
  readonly id: string
  readonly productId: string
  readonly sku: string
  readonly skuNorm: string
  readonly name: string | null
}

/** A variant as far as selling it goes; `amountMinor` is null when it has no price in the currency. */
export interface SellableRecord extends VariantRecord {
  readonly productName: string
  readonly amountMinor: number | null
}

/** The variants of these ids that exist, in any order. */
export async function findVariants(tx: TenantTx, ids: readonly string[]): Promise<readonly VariantRecord[]> {
  return await tx
    .select(variantColumns)
    .from(productVariants)
    .innerJoin(products, eq(products.id, productVariants.productId))
    .where(inArray(productVariants.id, [...ids]))
}

/** The variants of these SKUs (in one spelling) that exist, in any order. */
export async function findVariantsBySku(
  tx: TenantTx,
  skuNorms: readonly string[],
): Promise<readonly (VariantRecord & { readonly skuNorm: string })[]> {
  return await tx
    .select({ ...variantColumns, skuNorm: productVariants.skuNorm })
    .from(productVariants)
    .innerJoin(products, eq(products.id, productVariants.productId))
    .where(inArray(productVariants.skuNorm, [...skuNorms]))
}

/** The variants of these ids that exist, with their price in `currency`. */
export async function findSellables(tx: TenantTx, ids: readonly string[], currency: string): Promise<readonly SellableRecord[]> {
  return await tx
    .select({ ...variantColumns, productName: products.name, amountMinor: variantPrices.amountMinor })
    .from(productVariants)
    .innerJoin(products, eq(products.id, productVariants.productId))
    .leftJoin(variantPrices, and(eq(variantPrices.variantId, productVariants.id), eq(variantPrices.currency, currency)))
    .where(inArray(productVariants.id, [...ids]))
}

/** The same page of variants for each product, one row more than it has, in the order of entry. */
export async function pageVariants(tx: TenantTx, productIds: readonly string[], request: PageRequest): Promise<readonly VariantRecord[]> {
  const page = keyset(request, [productVariants.id], 'asc')
  const own = tx
    .select({ id: productVariants.id, productId: productVariants.productId, sku: productVariants.sku, name: productVariants.name })
    .from(productVariants)
    .where(and(eq(productVariants.productId, products.id), page.where))
    .orderBy(...page.orderBy)
    .limit(page.limit)
    .as('own')
  const rows = await tx
    .select({
      id: own.id,
      productId: own.productId,
      sku: own.sku,
      name: own.name,
      kind: products.kind,
      productStatus: products.status,
    })
    .from(products)
    .crossJoinLateral(own)
    .where(inArray(products.id, [...productIds]))
  // Sorted here: what comes out of a join has no order of its own.
  const direction = request.isBackward ? -1 : 1
  return rows.toSorted((a, b) => (a.id < b.id ? -direction : direction))
}

/** Enters variants whose SKU is free, waiting for others who enter the same; returns the ids of those entered. */
export async function insertVariants(tx: TenantTx, rows: readonly NewVariant[]): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set()
  // Always in the same order, so that two who enter the same SKUs do not wait for each other.
  const sorted = rows.toSorted((a, b) => (a.skuNorm < b.skuNorm ? -1 : 1))
  const entered = await tx.insert(productVariants).values(sorted).onConflictDoNothing().returning({ id: productVariants.id })
  return new Set(entered.map((row) => row.id))
}

/** Renames the variant. */
export async function renameVariant(tx: TenantTx, id: string, name: string | null): Promise<void> {
  await tx.update(productVariants).set({ name }).where(eq(productVariants.id, id))
}

/** All prices of these variants, by currency. */
export async function findPrices(tx: TenantTx, variantIds: readonly string[]): Promise<readonly PriceRecord[]> {
  return await tx
    .select({ variantId: variantPrices.variantId, currency: variantPrices.currency, amountMinor: variantPrices.amountMinor })
    .from(variantPrices)
    .where(inArray(variantPrices.variantId, [...variantIds]))
    .orderBy(asc(variantPrices.currency))
}

/** Enters prices. */
export async function insertPrices(tx: TenantTx, rows: readonly PriceRecord[]): Promise<void> {
  if (rows.length > 0) await tx.insert(variantPrices).values([...rows])
}

/** Takes all prices off the variant. */
export async function deletePrices(tx: TenantTx, variantId: string): Promise<void> {
  await tx.delete(variantPrices).where(eq(variantPrices.variantId, variantId))
}
