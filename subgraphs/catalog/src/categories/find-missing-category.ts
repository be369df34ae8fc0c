import type { TenantTx } from '@iommi/shared/database'
import { inputError, type UserError } from '@iommi/shared/user-errors'
import { findCategoryIds } from './category-repo.ts'

/** The user error of the first of `categoryIds` that does not exist; null when all do. */
export async function findMissingCategory(tx: TenantTx, categoryIds: readonly string[]): Promise<UserError<'CATEGORY_NOT_FOUND'> | null> {
  if (categoryIds.length === 0) return null
  const existing = await findCategoryIds(tx, categoryIds)
  const missing = categoryIds.findIndex((id) => !existing.has(id))
  return missing === -1 ? null : inputError('CATEGORY_NOT_FOUND', ['categoryIds', String(missing)], 'There is no such category.')
}
