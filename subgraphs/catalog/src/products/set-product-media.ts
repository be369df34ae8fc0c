import { requireScope } from '@iommi/shared/authorize'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce } from '@iommi/shared/idempotency'
import { idField, newId } from '@iommi/shared/ids'
import { plainText } from '@iommi/shared/text-fields'
import { inputError, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CatalogContext } from '../context.ts'
import type { SetProductMediaErrorCode } from '../graphql.generated.ts'
import { findMedia, replaceMedia } from './media-repo.ts'
import { isOutdated, type ProductRecord } from './product.ts'
import { expectedVersionField } from './product-input.ts'
import { arrangeMedia, canonicalMediaUrl, isSameMedia, mediaMax, type MediaInput } from './product-media.ts'
import { lockProduct } from './product-repo.ts'
import { raiseProduct } from './raise-product.ts'

/** What became of setting a product's media. */
export interface SetProductMediaResult {
  readonly product: ProductRecord | null
  readonly userErrors: readonly UserError<SetProductMediaErrorCode>[]
}

const urlField: z.ZodType<string> = z.string().transform((text, context) => {
  const url = canonicalMediaUrl(text)
  if (url !== null) return url
  context.addIssue({ code: 'custom', message: 'must be an https address of at most 2000 characters, without user name and password' })
  return z.NEVER
})

const schema = z.object({
  idempotencyKey: idempotencyKeyField,
  productId: idField('product'),
  expectedVersion: expectedVersionField,
  media: z
    .array(z.object({ kind: z.enum(['IMAGE', 'VIDEO', 'DOCUMENT']), url: urlField, alt: plainText(300).nullish() }))
    .max(mediaMax, `must have at most ${String(mediaMax)} media`)
    .refine((media) => new Set(media.map(({ url }) => url)).size === media.length, 'must have different addresses'),
})

/** Sets all media of a product. When that leaves them as they are, nothing is written and nothing published. */
export async function setProductMedia(context: CatalogContext, rawInput: unknown): Promise<SetProductMediaResult> {
  requireScope(context, 'catalog:write')
  const rules = { operation: 'setProductMedia', schema, refuse: refuse(null) }
  return await mutateOnce(context, rules, rawInput, async (tx, { productId, expectedVersion, media }) => {
    const product = await lockProduct(tx, productId)
    if (product === null) return refuse(null)(inputError('PRODUCT_NOT_FOUND', ['productId'], 'There is no such product.'))
    if (isOutdated(product, expectedVersion)) {
      return refuse(product)(
        inputError('VERSION_CONFLICT', ['expectedVersion'], `The product has version ${String(product.version)} by now.`),
      )
    }
    const wanted = media.map((item) => ({ ...item, alt: item.alt ?? null }))
    const isChanged = await write(tx, productId, wanted)
    return { product: isChanged ? await raiseProduct(tx, context, product, {}) : product, userErrors: [] }
  })
}

async function write(tx: TenantTx, productId: string, wanted: readonly MediaInput[]): Promise<boolean> {
  const current = await findMedia(tx, productId)
  const arranged = arrangeMedia(productId, { current, wanted }, () => newId('media'))
  if (isSameMedia(current, arranged)) return false
  await replaceMedia(tx, productId, arranged)
  return true
}

function refuse(product: ProductRecord | null) {
  return (...userErrors: readonly UserError<SetProductMediaErrorCode>[]): SetProductMediaResult => ({ product, userErrors })
}
