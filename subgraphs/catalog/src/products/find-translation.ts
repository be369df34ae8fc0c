import type { CatalogContext } from '../context.ts'
import { findInChain } from '../locale.ts'
import type { ProductRecord, TranslationRecord } from './product.ts'

/** The product's name in `locale`, in the next more general one that has it, otherwise its own. BAD_USER_INPUT for what is no locale. */
export async function nameIn(context: CatalogContext, product: ProductRecord, locale: string | null): Promise<string> {
  if (locale === null) return product.name
  return findInChain(locale, await listTranslations(context, product.id), ({ name }) => name) ?? product.name
}

/** The same of its description. */
export async function descriptionIn(context: CatalogContext, product: ProductRecord, locale: string | null): Promise<string | null> {
  if (locale === null) return product.description
  return findInChain(locale, await listTranslations(context, product.id), ({ description }) => description) ?? product.description
}

/** All translations of the product, by locale. */
export async function listTranslations(context: CatalogContext, productId: string): Promise<readonly TranslationRecord[]> {
  return await context.loaders().translations.load(productId)
}
