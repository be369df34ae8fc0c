import type { TenantTx } from '@iommi/shared/database'
import { newId } from '@iommi/shared/ids'
import type { CatalogContext } from '../context.ts'
import { publishLevels } from './change-stock.ts'
import { getMainLocation } from './main-location.ts'
import { insertLevels, insertMovements } from './stock-repo.ts'

/** Enters what there is of variants that never had any, at the location `MAIN`, with a movement each. */
export async function enterInitialStock(
  tx: TenantTx,
  context: CatalogContext,
  counts: readonly { readonly variantId: string; readonly onHand: number }[],
): Promise<void> {
  const counted = counts.filter(({ onHand }) => onHand > 0)
  if (counted.length === 0) return
  const { id: locationId } = await getMainLocation(tx)
  const occurredAt = context.now()
  const levels = counted.map(({ variantId, onHand }) => ({ variantId, locationId, onHand, reserved: 0, version: 1 }))
  await insertLevels(tx, levels)
  await insertMovements(
    tx,
    counted.map(({ variantId, onHand }) => ({
      id: newId('movement'),
      variantId,
      locationId,
      quantity: onHand,
      reason: 'INITIAL',
      reference: null,
      note: null,
      occurredAt,
    })),
  )
  await publishLevels(tx, context, levels)
}
