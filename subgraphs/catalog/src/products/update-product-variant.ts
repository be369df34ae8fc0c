import { requireScope } from '@iommi/shared/authorize'
import type { TenantTx } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { idempotencyKeyField, mutateOnce } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import { inputError, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CatalogContext } from '../context.ts'
import type { UpdateProductVariantErrorCode } from '../graphql.generated.ts'
import { plainText } from '@iommi/shared/text-fields'
import { hasSamePrices, isOutdated, type ProductRecord, type VariantRecord } from './product.ts'
import { expectedVersionField, pricesField } from './product-input.ts'
import { lockProduct } from './product-repo.ts'
import { raiseProduct } from './raise-product.ts'
import { deletePrices, findPrices, findVariants, insertPrices, renameVariant } from './variant-repo.ts'

/** What became of changing a variant. */
export interface UpdateProductVariantResult {
  readonly productVariant: VariantRecord | null
  readonly product: ProductRecord | null
  readonly userErrors: readonly UserError<UpdateProductVariantErrorCode>[]
}

const schema = z.object({
  idempotencyKey: idempotencyKeyField,
  variantId: idField('variant'),
  expectedVersion: expectedVersionField,
  name: plainText(100).nullish(),
  prices: pricesField.nullish(),
})

type Input = z.infer<typeof schema>

/** A variant and its product, which `tx` has locked: nobody else changes either. */
interface Held {
  readonly variant: VariantRecord
  readonly product: ProductRecord
}

/** Changes what is given of a variant. When that leaves it as it is, nothing is written and nothing published. */
export async function updateProductVariant(context: CatalogContext, rawInput: unknown): Promise<UpdateProductVariantResult> {
  requireScope(context, 'catalog:write')
  return await mutateOnce(context, { operation: 'updateProductVariant', schema, refuse: refuse(null) }, rawInput, async (tx, input) => {
    const held = await hold(tx, input.variantId)
    if (held === null) return refuse(null)(inputError('VARIANT_NOT_FOUND', ['variantId'], 'There is no such variant.'))
    if (isOutdated(held.product, input.expectedVersion)) {
      const message = `The variant's product has version ${String(held.product.version)} by now.`
      return refuse(held)(inputError('VERSION_CONFLICT', ['expectedVersion'], message))
    }
    const isRenamed = await rename(tx, held.variant, input.name)
    const isRepriced = await reprice(tx, held.variant.id, input.prices ?? null)
    if (!isRenamed && !isRepriced) return { productVariant: held.variant, product: held.product, userErrors: [] }
    const product = await raiseProduct(tx, context, held.product, {})
    const productVariant = { ...held.variant, name: input.name === undefined ? held.variant.name : input.name }
    return { productVariant, product, userErrors: [] }
  })
}

async function hold(tx: TenantTx, variantId: string): Promise<Held | null> {
  const [found] = await findVariants(tx, [variantId])
  if (found === undefined) return null
  const product = await lockProduct(tx, found.productId)
  // Read again: another request may have changed it before the lock was ours.
  const [variant] = await findVariants(tx, [variantId])
  invariant(product !== null && variant !== undefined, 'variants and products are never removed')
  return { variant, product }
}

async function rename(tx: TenantTx, variant: VariantRecord, name: string | null | undefined): Promise<boolean> {
  if (name === undefined || name === variant.name) return false
  await renameVariant(tx, variant.id, name)
  return true
}

/** Gives the variant these prices and no others; false when it has them, or when they are null. */
async function reprice(tx: TenantTx, variantId: string, prices: NonNullable<Input['prices']> | null): Promise<boolean> {
  if (prices === null || hasSamePrices(await findPrices(tx, [variantId]), prices)) return false
  await deletePrices(tx, variantId)
  await insertPrices(
    tx,
    prices.map((price) => ({ variantId, ...price })),
  )
  return true
}

function refuse(held: Held | null) {
  return (...userErrors: readonly UserError<UpdateProductVariantErrorCode>[]): UpdateProductVariantResult => ({
    productVariant: held?.variant ?? null,
    product: held?.product ?? null,
    userErrors,
  })
}
