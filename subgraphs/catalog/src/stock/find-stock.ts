import { withTenant } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { isId } from '@iommi/shared/ids'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CatalogContext } from '../context.ts'
import type { VariantRecord } from '../products/product.ts'
import { requireStaff } from '../products/product-visibility.ts'
import type { LocationRecord, MovementRecord, StockRecord } from './stock.ts'
import { pageLocations, pageMovements } from './stock-repo.ts'

/** The stock of a variant the caller has; null for services, which need none. */
export async function findStock(context: CatalogContext, variant: VariantRecord): Promise<StockRecord | null> {
  return variant.kind === 'SERVICE' ? null : { levels: await context.loaders().levels.load(variant.id) }
}

/** The location of a level or movement the caller has. */
export async function getLocation(context: CatalogContext, id: string): Promise<LocationRecord> {
  const location = await context.loaders().locations.load(id)
  invariant(location, 'locations are never removed')
  return location
}

/** The variant of a movement the caller has. */
export async function getVariantOf(context: CatalogContext, movement: MovementRecord): Promise<VariantRecord> {
  const variant = await context.loaders().variants.load(movement.variantId)
  invariant(variant, 'variants are never removed')
  return variant
}

/** A page of the tenant's locations, by code. Employees only. */
export async function listLocations(context: CatalogContext, args: ConnectionArgs): Promise<Connection<LocationRecord>> {
  requireStaff(context)
  const request = readPageRequest(args, 'stockLocations')
  const rows = await withTenant(context, (tx) => pageLocations(tx, request))
  return toConnection(request, rows, (location) => [location.codeNorm])
}

/** A page of what came and left of a variant, newest first. Employees only. */
export async function listMovements(
  context: CatalogContext,
  args: ConnectionArgs & { readonly variantId: string },
): Promise<Connection<MovementRecord>> {
  requireStaff(context)
  const request = readPageRequest(args, 'stockMovements')
  const { variantId } = args
  const rows = isId('variant', variantId) ? await withTenant(context, (tx) => pageMovements(tx, variantId, request)) : []
  return toConnection(request, rows, (movement) => [movement.occurredAt, movement.id])
}
