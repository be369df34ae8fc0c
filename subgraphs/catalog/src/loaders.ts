import { withTenant } from '@iommi/shared/database'
import { connectionLoader, keyedLoader, listLoader } from '@iommi/shared/loaders'
import type { RequestContext } from '@iommi/shared/request-context'
import { findCategoryTranslations, pageCategoriesOf } from './categories/category-repo.ts'
import { pageMedia } from './products/media-repo.ts'
import { findProducts } from './products/product-repo.ts'
import { findTranslations } from './products/translation-repo.ts'
import { findPrices, findVariants, pageVariants } from './products/variant-repo.ts'
import { findLevels, findLocations } from './stock/stock-repo.ts'

/** Everything that is read by id, each batch with one query: 400 variants of a page of orders cost as many queries as one. */
export type CatalogLoaders = ReturnType<typeof catalogLoaders>

/** Loaders of one request, bound to its tenant. Keys must be ids of the right kind. */
export function catalogLoaders(context: Pick<RequestContext, 'db' | 'tenant' | 'signal'>) {
  return {
    products: keyedLoader(
      (ids) => withTenant(context, (tx) => findProducts(tx, ids)),
      (product) => product.id,
    ),
    variants: keyedLoader(
      (ids) => withTenant(context, (tx) => findVariants(tx, ids)),
      (variant) => variant.id,
    ),
    prices: listLoader(
      (variantIds) => withTenant(context, (tx) => findPrices(tx, variantIds)),
      (price) => price.variantId,
    ),
    translations: listLoader(
      (productIds) => withTenant(context, (tx) => findTranslations(tx, productIds)),
      (translation) => translation.productId,
    ),
    categoryTranslations: listLoader(
      (categoryIds) => withTenant(context, (tx) => findCategoryTranslations(tx, categoryIds)),
      (translation) => translation.categoryId,
    ),
    levels: listLoader(
      (variantIds) => withTenant(context, (tx) => findLevels(tx, variantIds)),
      (level) => level.variantId,
    ),
    locations: keyedLoader(
      (ids) => withTenant(context, (tx) => findLocations(tx, ids)),
      (location) => location.id,
    ),
    variantPages: connectionLoader({
      fetch: (productIds, request) => withTenant(context, (tx) => pageVariants(tx, productIds, request)),
      parentOf: (variant) => variant.productId,
      sortValues: (variant) => [variant.id],
    }),
    mediaPages: connectionLoader({
      fetch: (productIds, request) => withTenant(context, (tx) => pageMedia(tx, productIds, request)),
      parentOf: (item) => item.productId,
      sortValues: (item) => [item.position],
    }),
    categoryPages: connectionLoader({
      fetch: (productIds, request) => withTenant(context, (tx) => pageCategoriesOf(tx, productIds, request)),
      parentOf: (category) => category.productId,
      sortValues: (category) => [category.nameNorm],
    }),
  } as const
}
