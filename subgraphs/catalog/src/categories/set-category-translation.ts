import { requireScope } from '@iommi/shared/authorize'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import { plainText } from '@iommi/shared/text-fields'
import { inputError, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CatalogContext } from '../context.ts'
import type { SetCategoryTranslationErrorCode } from '../graphql.generated.ts'
import { localeField } from '../locale.ts'
import { categoryTranslationsMax, type CategoryRecord } from './category.ts'
import { deleteCategoryTranslation, findCategory, findCategoryTranslations, putCategoryTranslation } from './category-repo.ts'

/** What became of translating a category. */
export interface SetCategoryTranslationResult {
  readonly category: CategoryRecord | null
  readonly userErrors: readonly UserError<SetCategoryTranslationErrorCode>[]
}

const schema = z.object({
  idempotencyKey: idempotencyKeyField,
  categoryId: idField('category'),
  locale: localeField,
  name: plainText(100).nullish(),
})

/** Sets a category's name in one locale, or removes it. */
export async function setCategoryTranslation(context: CatalogContext, rawInput: unknown): Promise<SetCategoryTranslationResult> {
  requireScope(context, 'catalog:write')
  const rules = { operation: 'setCategoryTranslation', schema, refuse: refuse(null) }
  return await mutateOnce(context, rules, rawInput, async (tx, { categoryId, locale, name }) => {
    const category = await findCategory(tx, categoryId)
    if (category === null) return refuse(null)(inputError('CATEGORY_NOT_FOUND', ['categoryId'], 'There is no such category.'))
    if (await write(tx, { categoryId, locale, name: name ?? null })) return { category, userErrors: [] }
    const message = `A category has at most ${String(categoryTranslationsMax)} translations.`
    return refuse(category)(inputError('TOO_MANY_TRANSLATIONS', ['locale'], message))
  })
}

/** False when there is no room for another locale. */
async function write(
  tx: TenantTx,
  { categoryId, locale, name }: { readonly categoryId: string; readonly locale: string; readonly name: string | null },
): Promise<boolean> {
  if (name === null) {
    await deleteCategoryTranslation(tx, { categoryId, locale })
    return true
  }
  const all = await findCategoryTranslations(tx, [categoryId])
  if (all.length >= categoryTranslationsMax && all.every((translation) => translation.locale !== locale)) return false
  await putCategoryTranslation(tx, { categoryId, locale, name })
  return true
}

function refuse(category: CategoryRecord | null) {
  return (...userErrors: readonly UserError<SetCategoryTranslationErrorCode>[]): SetCategoryTranslationResult => ({ category, userErrors })
}
