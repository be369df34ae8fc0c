import { requireScope } from '@iommi/shared/authorize'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import { inputError, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import { findMissingCategory } from '../categories/find-missing-category.ts'
import type { CatalogContext } from '../context.ts'
import type { UpdateProductErrorCode } from '../graphql.generated.ts'
import { foldSpelling } from '../spelling.ts'
import { plainText, freeText } from '@iommi/shared/text-fields'
import { canMoveTo, changed, isOutdated, type ProductRecord } from './product.ts'
import { categoriesMax, expectedVersionField } from './product-input.ts'
import { findCategoryIdsOf, listInCategories, lockProduct, unlist } from './product-repo.ts'
import { raiseProduct } from './raise-product.ts'

/** What became of changing a product. */
export interface UpdateProductResult {
  readonly product: ProductRecord | null
  readonly userErrors: readonly UserError<UpdateProductErrorCode>[]
}

const schema = z.object({
  idempotencyKey: idempotencyKeyField,
  productId: idField('product'),
  expectedVersion: expectedVersionField,
  name: plainText(200).nullish(),
  description: freeText(5_000).nullish(),
  status: z.enum(['DRAFT', 'PUBLISHED', 'ARCHIVED']).nullish(),
  categoryIds: z
    .array(idField('category'))
    .max(categoriesMax, `must have at most ${String(categoriesMax)} categories`)
    .nullish(),
})

type Input = z.infer<typeof schema>

/** Changes what is given of a product. When that leaves it as it is, nothing is written and nothing published. */
export async function updateProduct(context: CatalogContext, rawInput: unknown): Promise<UpdateProductResult> {
  requireScope(context, 'catalog:write')
  return await mutateOnce(context, { operation: 'updateProduct', schema, refuse: refuse(null) }, rawInput, async (tx, input) => {
    const product = await lockProduct(tx, input.productId)
    if (product === null) return refuse(null)(inputError('PRODUCT_NOT_FOUND', ['productId'], 'There is no such product.'))
    const objection = objectionTo(product, input) ?? (await findMissingCategory(tx, input.categoryIds ?? []))
    if (objection !== null) return refuse(product)(objection)
    return { product: await write(tx, context, { product, input }), userErrors: [] }
  })
}

function objectionTo(product: ProductRecord, input: Input): UserError<UpdateProductErrorCode> | null {
  if (isOutdated(product, input.expectedVersion)) {
    return inputError('VERSION_CONFLICT', ['expectedVersion'], `The product has version ${String(product.version)} by now.`)
  }
  const to = input.status ?? product.status
  if (to === product.status || canMoveTo(product.status, to)) return null
  return inputError('ILLEGAL_TRANSITION', ['status'], `A product that is ${product.status} cannot become ${to}.`)
}

async function write(
  tx: TenantTx,
  context: CatalogContext,
  { product, input }: { readonly product: ProductRecord; readonly input: Input },
): Promise<ProductRecord> {
  const isRelisted = await relist(tx, product.id, input.categoryIds ?? null)
  const after = changed(product, { name: input.name ?? undefined, description: input.description, status: input.status ?? undefined })
  if (after === null && !isRelisted) return product
  return await raiseProduct(tx, context, product, after === null ? {} : { ...after, nameNorm: foldSpelling(after.name) })
}

/** Lists the product in these categories and no others; false when it was, or when they are null. */
async function relist(tx: TenantTx, productId: string, categoryIds: readonly string[] | null): Promise<boolean> {
  if (categoryIds === null) return false
  const wanted = [...new Set(categoryIds)].toSorted()
  const current = await findCategoryIdsOf(tx, productId)
  if (wanted.join() === current.join()) return false
  await unlist(tx, productId)
  await listInCategories(
    tx,
    wanted.map((categoryId) => ({ productId, categoryId })),
  )
  return true
}

function refuse(product: ProductRecord | null) {
  return (...userErrors: readonly UserError<UpdateProductErrorCode>[]): UpdateProductResult => ({ product, userErrors })
}
