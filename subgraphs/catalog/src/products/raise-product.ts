import { productUpdated } from '@iommi/schema/events/catalog-events'
import type { TenantTx } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { appendEvent } from '@iommi/shared/outbox'
import type { CatalogContext } from '../context.ts'
import type { ProductRecord } from './product.ts'
import { changeProduct } from './product-repo.ts'

/** Writes `changes` to a product that `tx` has locked, raises its version and publishes that; returns it as it is then. */
export async function raiseProduct(
  tx: TenantTx,
  context: CatalogContext,
  product: ProductRecord,
  changes: Parameters<typeof changeProduct>[2],
): Promise<ProductRecord> {
  const raised = await changeProduct(tx, product, changes)
  invariant(raised, 'a locked product keeps its version')
  await appendEvent(tx, context, productUpdated, {
    aggregateId: raised.id,
    aggregateVersion: raised.version,
    data: { productId: raised.id, version: raised.version },
  })
  return raised
}
