import { requireScope } from '@iommi/shared/authorize'
import { withTenant } from '@iommi/shared/database'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CatalogContext } from '../context.ts'
import { findInChain } from '../locale.ts'
import type { CategoryRecord } from './category.ts'
import { pageCategories } from './category-repo.ts'

/** A page of all categories, by name. */
export async function listCategories(context: CatalogContext, args: ConnectionArgs): Promise<Connection<CategoryRecord>> {
  requireScope(context, 'catalog:read')
  const request = readPageRequest(args, 'categories')
  const rows = await withTenant(context, (tx) => pageCategories(tx, request))
  return toConnection(request, rows, (category) => [category.nameNorm])
}

/** A page of the categories a product is listed in, by name. */
export async function listCategoriesOf(
  context: CatalogContext,
  productId: string,
  args: ConnectionArgs,
): Promise<Connection<CategoryRecord>> {
  return await context.loaders().categoryPages(productId, readPageRequest(args, 'categories'))
}

/** The category's name in `locale`, in the next more general one that has it, otherwise its own. BAD_USER_INPUT for what is no locale. */
export async function categoryNameIn(context: CatalogContext, category: CategoryRecord, locale: string | null): Promise<string> {
  if (locale === null) return category.name
  const translations = await context.loaders().categoryTranslations.load(category.id)
  return findInChain(locale, translations, ({ name }) => name) ?? category.name
}
