import type { Complete } from '@iommi/shared/resolver-types'
import { thenReadAfresh } from '../context.ts'
import type {
  MutationResolvers,
  QueryResolvers,
  StockLevelResolvers,
  StockMovementResolvers,
  VariantStockResolvers,
} from '../graphql.generated.ts'
import { isStaff } from '../products/product-visibility.ts'
import { adjustStock } from './adjust-stock.ts'
import { createStockLocation } from './create-stock-location.ts'
import { getLocation, getVariantOf, listLocations, listMovements } from './find-stock.ts'
import { availableOf, type LevelRecord, type MovementRecord, type StockRecord } from './stock.ts'

export const query: Pick<QueryResolvers, 'stockLocations' | 'stockMovements'> = {
  stockLocations: (_root, args, context) => listLocations(context, args),
  stockMovements: (_root, args, context) => listMovements(context, args),
}

export const mutation: Pick<MutationResolvers, 'createStockLocation' | 'adjustStock'> = {
  createStockLocation: (_root, { input }, context) => thenReadAfresh(context, createStockLocation(context, input)),
  adjustStock: (_root, { input }, context) => thenReadAfresh(context, adjustStock(context, input)),
}

export const VariantStock: Complete<VariantStockResolvers, StockRecord> = {
  available: ({ levels }) => sum(levels, availableOf),
  onHand: ({ levels }, _args, { actor }) => (isStaff(actor) ? sum(levels, (level) => level.onHand) : null),
  reserved: ({ levels }, _args, { actor }) => (isStaff(actor) ? sum(levels, (level) => level.reserved) : null),
  levels: ({ levels }, _args, { actor }) => (isStaff(actor) ? levels : null),
}

export const StockLevel: Complete<StockLevelResolvers, LevelRecord> = {
  location: ({ locationId }, _args, context) => getLocation(context, locationId),
  available: (level) => availableOf(level),
}

export const StockMovement: Complete<StockMovementResolvers, MovementRecord> = {
  productVariant: (movement, _args, context) => getVariantOf(context, movement),
  location: ({ locationId }, _args, context) => getLocation(context, locationId),
}

function sum(levels: readonly LevelRecord[], amountOf: (level: LevelRecord) => number): number {
  return levels.reduce((total, level) => total + amountOf(level), 0)
}
