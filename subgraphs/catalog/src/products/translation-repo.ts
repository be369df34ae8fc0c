import type { TenantTx } from '@iommi/shared/database'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { productTranslations } from '../tables.ts'
import type { TranslationRecord } from './product.ts'

const { productId, locale, name, description } = productTranslations

/** All translations of these products, by locale. */
export async function findTranslations(tx: TenantTx, productIds: readonly string[]): Promise<readonly TranslationRecord[]> {
  return await tx
    .select({ productId, locale, name, description })
    .from(productTranslations)
    .where(inArray(productId, [...productIds]))
    .orderBy(asc(locale))
}

/** Enters the translation, in place of the one the product had into that locale. */
export async function putTranslation(tx: TenantTx, row: TranslationRecord): Promise<void> {
  await tx
    .insert(productTranslations)
    .values(row)
    .onConflictDoUpdate({
      target: [productTranslations.tenantId, productId, locale],
      set: { name: row.name, description: row.description },
    })
}

/** Removes the product's translation into that locale. */
export async function deleteTranslation(tx: TenantTx, row: Pick<TranslationRecord, 'productId' | 'locale'>): Promise<void> {
  await tx.delete(productTranslations).where(and(eq(productId, row.productId), eq(locale, row.locale)))
}
