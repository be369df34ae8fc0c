import { productCreated } from '@iommi/schema/events/catalog-events'
import { requireScope } from '@iommi/shared/authorize'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce } from '@iommi/shared/idempotency'
import { idField, newId } from '@iommi/shared/ids'
import { appendEvent } from '@iommi/shared/outbox'
import { inputError, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import { findMissingCategory } from '../categories/find-missing-category.ts'
import type { CatalogContext } from '../context.ts'
import type { CreateProductErrorCode } from '../graphql.generated.ts'
import { foldSpelling } from '../spelling.ts'
import { plainText, freeText } from '@iommi/shared/text-fields'
import { enterVariants } from './enter-variants.ts'
import type { ProductRecord } from './product.ts'
import { categoriesMax, variantsField } from './product-input.ts'
import { insertProducts, listInCategories } from './product-repo.ts'

/** What became of entering a product. */
export interface CreateProductResult {
  readonly product: ProductRecord | null
  readonly userErrors: readonly UserError<CreateProductErrorCode>[]
}

const schema = z.object({
  idempotencyKey: idempotencyKeyField,
  kind: z.enum(['GOOD', 'SERVICE']),
  name: plainText(200),
  description: freeText(5_000).nullish(),
  status: z.enum(['DRAFT', 'PUBLISHED'], { error: 'must be DRAFT or PUBLISHED' }).nullish(),
  categoryIds: z
    .array(idField('category'))
    .max(categoriesMax, `must have at most ${String(categoriesMax)} categories`)
    .nullish(),
  variants: variantsField,
})

type Input = z.infer<typeof schema>

/** Enters a product with its variants and prices, all or nothing. */
export async function createProduct(context: CatalogContext, rawInput: unknown): Promise<CreateProductResult> {
  requireScope(context, 'catalog:write')
  return await mutateOnce(context, { operation: 'createProduct', schema, refuse }, rawInput, async (tx, input) => {
    const product = newProduct(input, context.now())
    await insertProducts(tx, [product])
    const objection = (await enterCategories(tx, product.id, input)) ?? (await enterVariantsOf(tx, product.id, input))
    if (objection !== null) return refuse(objection)
    await appendEvent(tx, context, productCreated, {
      aggregateId: product.id,
      aggregateVersion: product.version,
      data: { productId: product.id, version: product.version },
    })
    return { product, userErrors: [] }
  })
}

function newProduct(input: Input, now: Date): ProductRecord {
  return {
    id: newId('product'),
    kind: input.kind,
    name: input.name,
    nameNorm: foldSpelling(input.name),
    description: input.description ?? null,
    status: input.status ?? 'DRAFT',
    version: 1,
    createdAt: now,
  }
}

type Objection = UserError<CreateProductErrorCode> | null

async function enterCategories(tx: TenantTx, productId: string, input: Input): Promise<Objection> {
  const categoryIds = input.categoryIds ?? []
  const missing = await findMissingCategory(tx, categoryIds)
  if (missing !== null) return missing
  await listInCategories(
    tx,
    [...new Set(categoryIds)].map((categoryId) => ({ productId, categoryId })),
  )
  return null
}

async function enterVariantsOf(tx: TenantTx, productId: string, input: Input): Promise<Objection> {
  const entered = await enterVariants(tx, productId, input.variants)
  const taken = entered.findIndex((variantId) => variantId === null)
  if (taken === -1) return null
  return inputError('SKU_TAKEN', ['variants', String(taken), 'sku'], 'Another variant has this SKU.')
}

function refuse(...userErrors: readonly UserError<CreateProductErrorCode>[]): CreateProductResult {
  return { product: null, userErrors }
}
