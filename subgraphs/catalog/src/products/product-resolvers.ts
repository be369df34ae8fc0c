import { currencyExponent } from '@iommi/shared/money'
import { invariant } from '@iommi/shared/errors'
import type { Complete } from '@iommi/shared/resolver-types'
import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql'
import { listCategoriesOf } from '../categories/find-categories.ts'
import { thenReadAfresh } from '../context.ts'
import type {
  Money as MoneyRecord,
  Product as ProductMapped,
  ProductConnection as ProductConnectionMapped,
  ProductVariant as VariantMapped,
} from '../mappers.ts'
import type {
  MoneyResolvers,
  MutationResolvers,
  ProductConnectionResolvers,
  ProductResolvers,
  ProductVariantResolvers,
  QueryResolvers,
} from '../graphql.generated.ts'
import { findStock } from '../stock/find-stock.ts'
import { addProductVariant } from './add-product-variant.ts'
import { createProduct } from './create-product.ts'
import {
  findPrice,
  findProduct,
  findVariant,
  findVariantBySku,
  getProductOf,
  listMedia,
  listPrices,
  listVariants,
  resolveProduct,
  resolveVariant,
} from './find-products.ts'
import { descriptionIn, listTranslations, nameIn } from './find-translation.ts'
import { importProducts } from './import-products.ts'
import { listProducts } from './list-products.ts'
import { setProductMedia } from './set-product-media.ts'
import { setProductTranslation } from './set-product-translation.ts'
import { updateProduct } from './update-product.ts'
import { updateProductVariant } from './update-product-variant.ts'

export const query: Pick<QueryResolvers, 'product' | 'productVariant' | 'productVariantBySku' | 'products'> = {
  product: (_root, { id }, context) => findProduct(context, id),
  productVariant: (_root, { id }, context) => findVariant(context, id),
  productVariantBySku: (_root, { sku }, context) => findVariantBySku(context, sku),
  products: (_root, args, context, info) =>
    listProducts(context, args, { isCounted: isSelected(info, 'totalCount'), isFaceted: isSelected(info, 'facets') }),
}

export const mutation: Pick<
  MutationResolvers,
  | 'createProduct'
  | 'updateProduct'
  | 'addProductVariant'
  | 'updateProductVariant'
  | 'setProductTranslation'
  | 'setProductMedia'
  | '_importProducts'
> = {
  createProduct: (_root, { input }, context) => thenReadAfresh(context, createProduct(context, input)),
  updateProduct: (_root, { input }, context) => thenReadAfresh(context, updateProduct(context, input)),
  addProductVariant: (_root, { input }, context) => thenReadAfresh(context, addProductVariant(context, input)),
  updateProductVariant: (_root, { input }, context) => thenReadAfresh(context, updateProductVariant(context, input)),
  setProductTranslation: (_root, { input }, context) => thenReadAfresh(context, setProductTranslation(context, input)),
  setProductMedia: (_root, { input }, context) => thenReadAfresh(context, setProductMedia(context, input)),
  _importProducts: (_root, { input }, context) => thenReadAfresh(context, importProducts(context, input)),
}

export const Product: Complete<ProductResolvers, ProductMapped> = {
  __resolveReference: ({ id }, context) => resolveProduct(context, id),
  name: (product, { locale }, context) => nameIn(context, product, locale ?? null),
  description: (product, { locale }, context) => descriptionIn(context, product, locale ?? null),
  translations: ({ id }, _args, context) => listTranslations(context, id),
  media: ({ id }, args, context) => listMedia(context, id, args),
  categories: ({ id }, args, context) => listCategoriesOf(context, id, args),
  variants: ({ id }, args, context) => listVariants(context, id, args),
}

export const ProductConnection: Complete<ProductConnectionResolvers, ProductConnectionMapped> = {
  totalCount: ({ totalCount }) => {
    invariant(totalCount !== null, 'what is selected was counted')
    return totalCount
  },
}

export const ProductVariant: Complete<ProductVariantResolvers, VariantMapped> = {
  __resolveReference: ({ id }, context) => resolveVariant(context, id),
  price: (variant, { currency }, context) => findPrice(context, variant, currency ?? null),
  prices: (variant, _args, context) => listPrices(context, variant),
  stock: (variant, _args, context) => findStock(context, variant),
  product: (variant, _args, context) => getProductOf(context, variant),
}

export const Money: Complete<MoneyResolvers, MoneyRecord> = {
  exponent: ({ currency }) => currencyExponent(currency),
}

/** Whether the request selects `name` of the field: what nobody asked for need not be counted. */
function isSelected(info: GraphQLResolveInfo, name: string): boolean {
  const isIn = (selections: SelectionSetNode | undefined): boolean =>
    selections?.selections.some((each) => {
      if (each.kind === Kind.FIELD) return each.name.value === name
      return isIn(each.kind === Kind.INLINE_FRAGMENT ? each.selectionSet : info.fragments[each.name.value]?.selectionSet)
    }) === true
  return info.fieldNodes.some(({ selectionSet }) => isIn(selectionSet))
}
