import { requireScope } from '@iommi/shared/authorize'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import { freeText, plainText } from '@iommi/shared/text-fields'
import { inputError, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CatalogContext } from '../context.ts'
import type { SetProductTranslationErrorCode } from '../graphql.generated.ts'
import { localeField } from '../locale.ts'
import { isOutdated, translationsMax, type ProductRecord } from './product.ts'
import { expectedVersionField } from './product-input.ts'
import { lockProduct } from './product-repo.ts'
import { raiseProduct } from './raise-product.ts'
import { deleteTranslation, findTranslations, putTranslation } from './translation-repo.ts'

/** What became of translating a product. */
export interface SetProductTranslationResult {
  readonly product: ProductRecord | null
  readonly userErrors: readonly UserError<SetProductTranslationErrorCode>[]
}

const schema = z.object({
  idempotencyKey: idempotencyKeyField,
  productId: idField('product'),
  expectedVersion: expectedVersionField,
  locale: localeField,
  name: plainText(200).nullish(),
  description: freeText(5_000).nullish(),
})

/** Sets a product's texts in one locale, or removes them when there are none. When that leaves them as they are, nothing is written and nothing published. */
export async function setProductTranslation(context: CatalogContext, rawInput: unknown): Promise<SetProductTranslationResult> {
  requireScope(context, 'catalog:write')
  const rules = { operation: 'setProductTranslation', schema, refuse: refuse(null) }
  return await mutateOnce(context, rules, rawInput, async (tx, { productId, expectedVersion, locale, name, description }) => {
    const product = await lockProduct(tx, productId)
    if (product === null) return refuse(null)(inputError('PRODUCT_NOT_FOUND', ['productId'], 'There is no such product.'))
    if (isOutdated(product, expectedVersion)) {
      return refuse(product)(
        inputError('VERSION_CONFLICT', ['expectedVersion'], `The product has version ${String(product.version)} by now.`),
      )
    }
    const outcome = await write(tx, { productId, locale, name: name ?? null, description: description ?? null })
    if (outcome === 'full') {
      const message = `A product has at most ${String(translationsMax)} translations.`
      return refuse(product)(inputError('TOO_MANY_TRANSLATIONS', ['locale'], message))
    }
    return { product: outcome === 'same' ? product : await raiseProduct(tx, context, product, {}), userErrors: [] }
  })
}

async function write(tx: TenantTx, wanted: Parameters<typeof putTranslation>[1]): Promise<'same' | 'changed' | 'full'> {
  const all = await findTranslations(tx, [wanted.productId])
  const current = all.find(({ locale }) => locale === wanted.locale)
  if ((current?.name ?? null) === wanted.name && (current?.description ?? null) === wanted.description) return 'same'
  if (current === undefined && all.length >= translationsMax) return 'full'
  await (wanted.name === null && wanted.description === null ? deleteTranslation(tx, wanted) : putTranslation(tx, wanted))
  return 'changed'
}

function refuse(product: ProductRecord | null) {
  return (...userErrors: readonly UserError<SetProductTranslationErrorCode>[]): SetProductTranslationResult => ({ product, userErrors })
}
