import type { Money as MoneyRecord } from '@iommi/shared/money'
import type { CategoryRecord } from './categories/category.ts'
import type { ProductPage } from './products/list-products.ts'
import type { MediaRecord } from './products/product-media.ts'
import type { ProductRecord, VariantRecord } from './products/product.ts'
import type { LevelRecord, LocationRecord, MovementRecord, StockRecord } from './stock/stock.ts'

// Which record stands behind a GraphQL type: the exported name is the type's.
export type Product = ProductRecord
export type ProductConnection = ProductPage
export type ProductMedia = MediaRecord
export type ProductVariant = VariantRecord
export type Category = CategoryRecord
export type VariantStock = StockRecord
export type StockLevel = LevelRecord
export type StockLocation = LocationRecord
export type StockMovement = MovementRecord
export type Money = MoneyRecord
