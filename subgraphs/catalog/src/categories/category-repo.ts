import type { TenantTx } from '@iommi/shared/database'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { categories, categoryTranslations, productCategories, products } from '../tables.ts'
import type { CategoryRecord, CategoryTranslationRecord } from './category.ts'

const categoryColumns = { id: categories.id, name: categories.name, nameNorm: categories.nameNorm }

/** A category, as one of those a product is listed in. */
export interface ListedCategory extends CategoryRecord {
  readonly productId: string
}

/** Ids of those of `ids` that exist. */
export async function findCategoryIds(tx: TenantTx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ id: categories.id })
    .from(categories)
    .where(inArray(categories.id, [...ids]))
  return new Set(rows.map((row) => row.id))
}

/** The categories of these names (in one spelling) that exist. */
export async function findCategoriesByName(tx: TenantTx, nameNorms: readonly string[]): Promise<readonly CategoryRecord[]> {
  return await tx
    .select(categoryColumns)
    .from(categories)
    .where(inArray(categories.nameNorm, [...nameNorms]))
}

/** A page of categories, one row more than it has. */
export async function pageCategories(tx: TenantTx, request: PageRequest): Promise<readonly CategoryRecord[]> {
  const page = keyset(request, [categories.nameNorm], 'asc')
  return await tx
    .select(categoryColumns)
    .from(categories)
    .where(page.where)
    .orderBy(...page.orderBy)
    .limit(page.limit)
}

/** The same page of categories for each product, one row more than it has. */
export async function pageCategoriesOf(
  tx: TenantTx,
  productIds: readonly string[],
  request: PageRequest,
): Promise<readonly ListedCategory[]> {
  const page = keyset(request, [categories.nameNorm], 'asc')
  const own = tx
    .select({ categoryId: categories.id, name: categories.name, nameNorm: categories.nameNorm })
    .from(productCategories)
    .innerJoin(categories, eq(categories.id, productCategories.categoryId))
    .where(and(eq(productCategories.productId, products.id), page.where))
    .orderBy(...page.orderBy)
    .limit(page.limit)
    .as('own')
  const rows = await tx
    .select({ productId: products.id, id: own.categoryId, name: own.name, nameNorm: own.nameNorm })
    .from(products)
    .crossJoinLateral(own)
    .where(inArray(products.id, [...productIds]))
  // Sorted here: what comes out of a join has no order of its own.
  const direction = request.isBackward ? -1 : 1
  return rows.toSorted((a, b) => (a.nameNorm < b.nameNorm ? -direction : direction))
}

/** Makes the categories whose name is free, waiting for others who make the same; returns those made. */
export async function insertCategories(tx: TenantTx, rows: readonly CategoryRecord[]): Promise<readonly CategoryRecord[]> {
  if (rows.length === 0) return []
  // Always in the same order, so that two who make the same categories do not wait for each other.
  const sorted = rows.toSorted((a, b) => (a.nameNorm < b.nameNorm ? -1 : 1))
  return await tx.insert(categories).values(sorted).onConflictDoNothing().returning(categoryColumns)
}

/** The category, or null. */
export async function findCategory(tx: TenantTx, id: string): Promise<CategoryRecord | null> {
  const [row] = await tx.select(categoryColumns).from(categories).where(eq(categories.id, id))
  return row ?? null
}

/** All translations of these categories, by locale. */
export async function findCategoryTranslations(
  tx: TenantTx,
  categoryIds: readonly string[],
): Promise<readonly CategoryTranslationRecord[]> {
  const { categoryId, locale, name } = categoryTranslations
  return await tx
    .select({ categoryId, locale, name })
    .from(categoryTranslations)
    .where(inArray(categoryId, [...categoryIds]))
    .orderBy(asc(locale))
}

/** Enters the translation, in place of the one the category had into that locale. */
export async function putCategoryTranslation(tx: TenantTx, row: CategoryTranslationRecord): Promise<void> {
  const { tenantId, categoryId, locale } = categoryTranslations
  await tx
    .insert(categoryTranslations)
    .values(row)
    .onConflictDoUpdate({ target: [tenantId, categoryId, locale], set: { name: row.name } })
}

/** Removes the category's translation into that locale. */
export async function deleteCategoryTranslation(
  tx: TenantTx,
  row: Pick<CategoryTranslationRecord, 'categoryId' | 'locale'>,
): Promise<void> {
  await tx
    .delete(categoryTranslations)
    .where(and(eq(categoryTranslations.categoryId, row.categoryId), eq(categoryTranslations.locale, row.locale)))
}
