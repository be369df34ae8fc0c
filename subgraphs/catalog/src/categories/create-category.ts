import { requireScope } from '@iommi/shared/authorize'
import { invariant } from '@iommi/shared/errors'
import { idempotencyKeyField, mutateOnce } from '@iommi/shared/idempotency'
import { newId } from '@iommi/shared/ids'
import { inputError, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CatalogContext } from '../context.ts'
import type { CreateCategoryErrorCode } from '../graphql.generated.ts'
import { foldSpelling } from '../spelling.ts'
import { plainText } from '@iommi/shared/text-fields'
import type { CategoryRecord } from './category.ts'
import { findCategoriesByName, insertCategories } from './category-repo.ts'

/** What became of making a category. */
export interface CreateCategoryResult {
  readonly category: CategoryRecord | null
  readonly userErrors: readonly UserError<CreateCategoryErrorCode>[]
}

const schema = z.object({ idempotencyKey: idempotencyKeyField, name: plainText(100) })

/** Makes a category; a name that is taken, in any case, is refused with the category that has it. */
export async function createCategory(context: CatalogContext, rawInput: unknown): Promise<CreateCategoryResult> {
  requireScope(context, 'catalog:write')
  return await mutateOnce(context, { operation: 'createCategory', schema, refuse: refuse(null) }, rawInput, async (tx, { name }) => {
    const nameNorm = foldSpelling(name)
    const [category] = await insertCategories(tx, [{ id: newId('category'), name, nameNorm }])
    if (category !== undefined) return { category, userErrors: [] }
    const [owner] = await findCategoriesByName(tx, [nameNorm])
    invariant(owner, 'categories are never removed')
    return refuse(owner)(inputError('NAME_TAKEN', ['name'], 'Another category has this name.'))
  })
}

function refuse(category: CategoryRecord | null) {
  return (...userErrors: readonly UserError<CreateCategoryErrorCode>[]): CreateCategoryResult => ({ category, userErrors })
}
