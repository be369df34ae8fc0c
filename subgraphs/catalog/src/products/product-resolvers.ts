import { currencyExponent } from '@iommi/shared/money'
import type { Complete } from '@iommi/shared/resolver-types'
import { listCategoriesOf } from '../categories/find-categories.ts'
import { thenReadAfresh } from '../context.ts'
import type { Money as MoneyRecord, Product as ProductMapped, ProductVariant as VariantMapped } from '../mappers.ts'
import type { MoneyResolvers, MutationResolvers, ProductResolvers, ProductVariantResolvers, QueryResolvers } from '../graphql.generated.ts'
import { findStock } from '../stock/find-stock.ts'
import { addProductVariant } from './add-product-variant.ts'
import { createProduct } from './create-product.ts'
import {
  findPrice,
  findProduct,
  findVariant,
  findVariantBySku,
  getProductOf,
  listPrices,
  listProducts,
  listVariants,
  resolveProduct,
  resolveVariant,
} from './find-products.ts'
import { importProducts } from './import-products.ts'
import { updateProduct } from './update-product.ts'
import { updateProductVariant } from './update-product-variant.ts'

export const query: Pick<QueryResolvers, 'product' | 'productVariant' | 'productVariantBySku' | 'products'> = {
  product: (_root, { id }, context) => findProduct(context, id),
  productVariant: (_root, { id }, context) => findVariant(context, id),
  productVariantBySku: (_root, { sku }, context) => findVariantBySku(context, sku),
  products: (_root, args, context) => listProducts(context, args),
}

export const mutation: Pick<
  MutationResolvers,
  'createProduct' | 'updateProduct' | 'addProductVariant' | 'updateProductVariant' | '_importProducts'
> = {
  createProduct: (_root, { input }, context) => thenReadAfresh(context, createProduct(context, input)),
  updateProduct: (_root, { input }, context) => thenReadAfresh(context, updateProduct(context, input)),
  addProductVariant: (_root, { input }, context) => thenReadAfresh(context, addProductVariant(context, input)),
  updateProductVariant: (_root, { input }, context) => thenReadAfresh(context, updateProductVariant(context, input)),
  _importProducts: (_root, { input }, context) => thenReadAfresh(context, importProducts(context, input)),
}

export const Product: Complete<ProductResolvers, ProductMapped> = {
  __resolveReference: ({ id }, context) => resolveProduct(context, id),
  categories: ({ id }, args, context) => listCategoriesOf(context, id, args),
  variants: ({ id }, args, context) => listVariants(context, id, args),
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
