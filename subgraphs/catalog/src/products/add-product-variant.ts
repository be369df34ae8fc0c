import { requireScope } from '@iommi/shared/authorize'
import { invariant } from '@iommi/shared/errors'
import { idempotencyKeyField, mutateOnce } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import { inputError, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CatalogContext } from '../context.ts'
import type { AddProductVariantErrorCode } from '../graphql.generated.ts'
import { enterVariants } from './enter-variants.ts'
import { isOutdated, type ProductRecord, type VariantRecord } from './product.ts'
import { expectedVersionField, variantFields } from './product-input.ts'
import { lockProduct } from './product-repo.ts'
import { raiseProduct } from './raise-product.ts'
import { findVariants } from './variant-repo.ts'

/** What became of adding a variant. */
export interface AddProductVariantResult {
  readonly productVariant: VariantRecord | null
  readonly product: ProductRecord | null
  readonly userErrors: readonly UserError<AddProductVariantErrorCode>[]
}

const schema = z.object({
  idempotencyKey: idempotencyKeyField,
  productId: idField('product'),
  expectedVersion: expectedVersionField,
  ...variantFields,
})

/** Adds a variant with its prices to a product. */
export async function addProductVariant(context: CatalogContext, rawInput: unknown): Promise<AddProductVariantResult> {
  requireScope(context, 'catalog:write')
  return await mutateOnce(context, { operation: 'addProductVariant', schema, refuse: refuse(null) }, rawInput, async (tx, input) => {
    const product = await lockProduct(tx, input.productId)
    if (product === null) return refuse(null)(inputError('PRODUCT_NOT_FOUND', ['productId'], 'There is no such product.'))
    if (isOutdated(product, input.expectedVersion)) {
      return refuse(product)(
        inputError('VERSION_CONFLICT', ['expectedVersion'], `The product has version ${String(product.version)} by now.`),
      )
    }
    const [variantId] = await enterVariants(tx, product.id, [input])
    if (typeof variantId !== 'string') return refuse(product)(inputError('SKU_TAKEN', ['sku'], 'Another variant has this SKU.'))
    const raised = await raiseProduct(tx, context, product, {})
    const [productVariant] = await findVariants(tx, [variantId])
    invariant(productVariant, 'a variant that was just entered exists')
    return { productVariant, product: raised, userErrors: [] }
  })
}

function refuse(product: ProductRecord | null) {
  return (...userErrors: readonly UserError<AddProductVariantErrorCode>[]): AddProductVariantResult => ({
    productVariant: null,
    product,
    userErrors,
  })
}
