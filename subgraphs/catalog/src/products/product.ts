import type { Money } from '@iommi/shared/money'

export type ProductKind = 'GOOD' | 'SERVICE'
export type ProductStatus = 'DRAFT' | 'PUBLISHED' | 'ARCHIVED'

/** A product as the rest of this subgraph handles it. Variants and prices are part of it: changing them raises `version`. */
export interface ProductRecord {
  readonly id: string
  readonly kind: ProductKind
  readonly name: string
  /** The name as lists sort it. */
  readonly nameNorm: string
  readonly description: string | null
  readonly status: ProductStatus
  readonly version: number
  readonly createdAt: Date
}

/** A variant, with what its product decides about it. */
export interface VariantRecord {
  readonly id: string
  readonly productId: string
  readonly sku: string
  readonly name: string | null
  readonly kind: ProductKind
  readonly productStatus: ProductStatus
}

/** What a product is called and how it is described in one locale; null: what the next more general locale says. */
export interface TranslationRecord {
  readonly productId: string
  readonly locale: string
  readonly name: string | null
  readonly description: string | null
}

/** How many locales a product is translated into at most. */
export const translationsMax = 50

/** Price of one piece of a variant. */
export interface PriceRecord extends Money {
  readonly variantId: string
}

/** Which statuses each status may move to. A product that was for sale once never is a draft again. */
const transitions: Readonly<Record<ProductStatus, readonly ProductStatus[]>> = {
  DRAFT: ['PUBLISHED', 'ARCHIVED'],
  PUBLISHED: ['ARCHIVED'],
  ARCHIVED: ['PUBLISHED'],
}

/** Whether a product may go from `from` to `to`; staying is no move. */
export function canMoveTo(from: ProductStatus, to: ProductStatus): boolean {
  return transitions[from].includes(to)
}

/** What may be changed of a product; what is undefined stays. */
export interface ProductChanges {
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  readonly status?: ProductStatus | undefined
}

/** The product with the changes made, or null when they would leave it as it is. */
export function changed(product: ProductRecord, changes: ProductChanges): Pick<ProductRecord, 'name' | 'description' | 'status'> | null {
  const after = {
    name: changes.name ?? product.name,
    description: changes.description === undefined ? product.description : changes.description,
    status: changes.status ?? product.status,
  }
  const isSame = after.name === product.name && after.description === product.description && after.status === product.status
  return isSame ? null : after
}

/** Whether somebody changed the thing since the caller read version `expected`; never, when the caller does not care. */
export function isOutdated(thing: { readonly version: number }, expected: number | null | undefined): boolean {
  return typeof expected === 'number' && expected !== thing.version
}

/** What an order line is called: the product's name, and the variant's where it has one. */
export function titleOf(productName: string, variantName: string | null): string {
  return variantName === null ? productName : `${productName}, ${variantName}`
}

/** Whether two price lists say the same, in any order. */
export function hasSamePrices(left: readonly Money[], right: readonly Money[]): boolean {
  const byCurrency = new Map(left.map((price) => [price.currency, price.amountMinor]))
  return left.length === right.length && right.every((price) => byCurrency.get(price.currency) === price.amountMinor)
}
