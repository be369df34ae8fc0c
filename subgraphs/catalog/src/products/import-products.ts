import { productCreated } from '@iommi/schema/events/catalog-events'
import { requireSystem } from '@iommi/shared/authorize'
import { withTenant, type TenantTx } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { newId } from '@iommi/shared/ids'
import { appendEvents } from '@iommi/shared/outbox'
import { z } from 'zod'
import { findCategoriesByName, insertCategories } from '../categories/category-repo.ts'
import type { CatalogContext } from '../context.ts'
import { readServiceInput } from '../service-input.ts'
import { foldSpelling } from '../spelling.ts'
import { enterInitialStock } from '../stock/enter-initial-stock.ts'
import { piecesMax } from '../stock/stock.ts'
import { plainText, freeText } from '@iommi/shared/text-fields'
import { categoriesMax, pricesField, skuField } from './product-input.ts'
import { insertProducts, listInCategories } from './product-repo.ts'
import { findVariantsBySku, insertPrices, insertVariants } from './variant-repo.ts'

const productsMax = 250

const row = z.object({
  importKey: z.string(),
  sku: skuField,
  name: plainText(200),
  kind: z.enum(['GOOD', 'SERVICE']),
  description: freeText(5_000).nullish(),
  categoryNames: z
    .array(plainText(100))
    .max(categoriesMax, `must have at most ${String(categoriesMax)} categories`)
    .nullish(),
  prices: pricesField.nullish(),
  onHand: z
    .number()
    .int()
    .min(0, 'must not be negative')
    .max(piecesMax, `must be at most ${String(piecesMax)}`)
    .nullish(),
  status: z.enum(['DRAFT', 'PUBLISHED', 'ARCHIVED']).nullish(),
})

const schema = z.object({
  products: z
    .array(row)
    .min(1, 'must have at least one product')
    .max(productsMax, `must have at most ${String(productsMax)} products`),
})

type Row = z.infer<typeof row>

/** A row under the ids it gets if its SKU is free. */
interface Candidate extends Row {
  readonly productId: string
  readonly variantId: string
  readonly skuNorm: string
}

/** What became of one row. */
export interface ImportProductResult {
  readonly importKey: string
  readonly productId: string
  readonly variantId: string
  readonly isNew: boolean
}

/**
 * Takes over up to 250 products of one variant each, in one transaction. A SKU that exists, in any case, is
 * left as it is: repeating imports nothing twice. Services only.
 */
export async function importProducts(
  context: CatalogContext,
  rawInput: unknown,
): Promise<{ readonly results: readonly ImportProductResult[] }> {
  requireSystem(context)
  const { products } = readServiceInput(schema, rawInput)
  return await withTenant(context, async (tx) => {
    const candidates = firstPerSku(products)
    const categoryIds = await enterCategories(tx, candidates)
    const entered = await enterVariantsOf(tx, candidates)
    await enterProducts(tx, context, { products: entered, categoryIds })
    return { results: await toResults(tx, products, entered) }
  })
}

function firstPerSku(rows: readonly Row[]): readonly Candidate[] {
  const candidates = new Map<string, Candidate>()
  for (const given of rows) {
    const skuNorm = foldSpelling(given.sku)
    if (!candidates.has(skuNorm)) candidates.set(skuNorm, { ...given, productId: newId('product'), variantId: newId('variant'), skuNorm })
  }
  return [...candidates.values()]
}

/** Makes the categories that do not exist; ids by name in one spelling. */
async function enterCategories(tx: TenantTx, candidates: readonly Candidate[]): Promise<ReadonlyMap<string, string>> {
  const given = candidates.flatMap(({ categoryNames }) => categoryNames ?? [])
  // Of equal keys a map keeps the last: reversed, that is the first spelling.
  const names = new Map(given.toReversed().map((name) => [foldSpelling(name), name]))
  if (names.size === 0) return new Map()
  const existing = await findCategoriesByName(tx, [...names.keys()])
  const isThere = new Set(existing.map((category) => category.nameNorm))
  const missing = [...names].filter(([nameNorm]) => !isThere.has(nameNorm))
  await insertCategories(
    tx,
    missing.map(([nameNorm, name]) => ({ id: newId('category'), name, nameNorm })),
  )
  const all = await findCategoriesByName(tx, [...names.keys()])
  return new Map(all.map((category) => [category.nameNorm, category.id]))
}

/** Enters the variants before their products, whose key is checked at commit: only those whose SKU was free get one. */
async function enterVariantsOf(tx: TenantTx, candidates: readonly Candidate[]): Promise<readonly Candidate[]> {
  const known = new Set(
    (
      await findVariantsBySku(
        tx,
        candidates.map(({ skuNorm }) => skuNorm),
      )
    ).map(({ skuNorm }) => skuNorm),
  )
  const entered = await insertVariants(
    tx,
    candidates
      .filter(({ skuNorm }) => !known.has(skuNorm))
      .map(({ variantId, productId, sku, skuNorm }) => ({ id: variantId, productId, sku, skuNorm, name: null })),
  )
  return candidates.filter(({ variantId }) => entered.has(variantId))
}

async function enterProducts(
  tx: TenantTx,
  context: CatalogContext,
  { products, categoryIds }: { readonly products: readonly Candidate[]; readonly categoryIds: ReadonlyMap<string, string> },
): Promise<void> {
  const createdAt = context.now()
  await insertProducts(
    tx,
    products.map((product) => ({
      id: product.productId,
      kind: product.kind,
      name: product.name,
      nameNorm: foldSpelling(product.name),
      description: product.description ?? null,
      status: product.status ?? 'PUBLISHED',
      version: 1,
      createdAt,
    })),
  )
  await listInCategories(
    tx,
    products.flatMap(({ productId, categoryNames }) =>
      categoryIdsOf(categoryNames ?? [], categoryIds).map((categoryId) => ({ productId, categoryId })),
    ),
  )
  await insertPrices(
    tx,
    products.flatMap(({ variantId, prices }) => (prices ?? []).map((price) => ({ variantId, ...price }))),
  )
  await appendEvents(
    tx,
    context,
    productCreated,
    products.map(({ productId }) => ({ aggregateId: productId, aggregateVersion: 1, data: { productId, version: 1 } })),
  )
  await enterInitialStock(
    tx,
    context,
    products.filter(({ kind }) => kind === 'GOOD').map(({ variantId, onHand }) => ({ variantId, onHand: onHand ?? 0 })),
  )
}

function categoryIdsOf(names: readonly string[], ids: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set(names.map(foldSpelling))].map((nameNorm) => {
    const id = ids.get(nameNorm)
    invariant(id, 'every category that was named exists')
    return id
  })
}

/** The first row of a SKU that was free is new; every other one gets the ids the SKU has. */
async function toResults(tx: TenantTx, rows: readonly Row[], entered: readonly Candidate[]): Promise<readonly ImportProductResult[]> {
  const skuNorms = rows.map(({ sku }) => foldSpelling(sku))
  const owners = new Map((await findVariantsBySku(tx, [...new Set(skuNorms)])).map((variant) => [variant.skuNorm, variant]))
  const fresh = new Set(entered.map(({ skuNorm }) => skuNorm))
  return rows.map(({ importKey }, index) => {
    const skuNorm = skuNorms[index] ?? ''
    const owner = owners.get(skuNorm)
    invariant(owner, 'every SKU that was given exists')
    return { importKey, productId: owner.productId, variantId: owner.id, isNew: fresh.delete(skuNorm) }
  })
}
