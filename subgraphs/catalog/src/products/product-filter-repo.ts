import {
  idFilter,
  rangeFilter,
  textFilter,
  valueFilter,
  whereSql,
  type FieldConditions,
  type OneOf,
  type Range,
  type TextConditions,
  type Where,
} from '@iommi/shared/filters'
import { and, eq, inArray, sql, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { foldCase, foldSpelling } from '../spelling.ts'
import { productCategories, products, productVariants, variantPrices } from '../tables.ts'
import type { ProductKind, ProductStatus } from './product.ts'

/** A price in `currency`, the tenant's own when none is named. */
export interface PriceConditions extends Range<number> {
  readonly currency?: string | null | undefined
}

/** The fields products can be filtered by. */
export interface ProductFields {
  readonly id: OneOf<string>
  readonly kind: OneOf<ProductKind>
  readonly categoryId: OneOf<string>
  readonly status: OneOf<ProductStatus>
  readonly sku: TextConditions
  readonly name: TextConditions
  readonly createdAt: Range<Date>
  readonly price: PriceConditions
}

/** Which products: those the caller may find, and of them those the filter leaves. */
export interface ProductSelection {
  readonly where: Where<ProductFields> | null | undefined
  /** PUBLISHED ones only, whatever the filter says. */
  readonly isPublishedOnly: boolean
  /** What conditions on prices mean when they name no currency. */
  readonly defaultCurrency: string
}

/** The condition on `products` that selects them; BAD_USER_INPUT for a filter that breaks a rule. */
export function isSelected({ where, isPublishedOnly, defaultCurrency }: ProductSelection): SQL {
  return (
    // Spelled out: a parameter would not match the indexes of published products.
    and(isPublishedOnly ? sql`${products.status} = 'PUBLISHED'` : undefined, whereSql(where, conditions(defaultCurrency))) ?? sql`true`
  )
}

function conditions(defaultCurrency: string): FieldConditions<ProductFields> {
  return {
    id: idFilter(products.id),
    kind: valueFilter(products.kind),
    categoryId: (filter, path) => isListed(idFilter(productCategories.categoryId)(filter, path)),
    status: valueFilter(products.status),
    sku: (filter, path) => hasVariant(textInAnyCase(productVariants.skuNorm)(filter, path)),
    name: textInAnyCase(products.nameNorm),
    createdAt: rangeFilter(products.createdAt),
    price: ({ currency, ...range }) =>
      hasVariant(
        sql`${productVariants.id} in (select ${variantPrices.variantId} from ${variantPrices} where ${and(
          eq(variantPrices.currency, currency ?? defaultCurrency),
          rangeFilter<number>(variantPrices.amountMinor)(range),
        )})`,
      ),
  }
}

/** On a column of texts as `foldSpelling` spells them. A beginning may end in a space, which a whole text does not. */
function textInAnyCase(column: PgColumn) {
  return ({ in: values, startsWith }: TextConditions, path: string): SQL | undefined =>
    and(textFilter(column, foldSpelling)({ in: values }, path), textFilter(column, foldCase)({ startsWith }, path))
}

function isListed(condition: SQL | undefined): SQL | undefined {
  if (condition === undefined) return undefined
  return inArray(products.id, sql`(select ${productCategories.productId} from ${productCategories} where ${condition})`)
}

function hasVariant(condition: SQL | undefined): SQL | undefined {
  if (condition === undefined) return undefined
  return inArray(products.id, sql`(select ${productVariants.productId} from ${productVariants} where ${condition})`)
}
