import { thenReadAfresh } from '../context.ts'
import type { MutationResolvers } from '../graphql.generated.ts'
import { releaseStock } from './release-stock.ts'
import { reserveStock } from './reserve-stock.ts'
import { shipStock } from './ship-stock.ts'

export const mutation: Pick<MutationResolvers, '_reserveStock' | '_releaseStock' | '_shipStock'> = {
  _reserveStock: (_root, { input }, context) => thenReadAfresh(context, reserveStock(context, input)),
  _releaseStock: (_root, { input }, context) => thenReadAfresh(context, releaseStock(context, input)),
  _shipStock: (_root, { input }, context) => thenReadAfresh(context, shipStock(context, input)),
}
