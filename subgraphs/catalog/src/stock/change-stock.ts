import { stockChanged } from '@iommi/schema/events/catalog-events'
import type { TenantTx } from '@iommi/shared/database'
import { appendEvents } from '@iommi/shared/outbox'
import type { CatalogContext } from '../context.ts'
import type { LevelChange, LevelRecord } from './stock.ts'
import { changeLevels } from './stock-repo.ts'

/** Changes levels that `tx` has locked and publishes what they are then; returns that. */
export async function changeStock(tx: TenantTx, context: CatalogContext, changes: readonly LevelChange[]): Promise<readonly LevelRecord[]> {
  if (changes.length === 0) return []
  const levels = await changeLevels(tx, changes)
  await publishLevels(tx, context, levels)
  return levels
}

/** Publishes the levels as they are now. */
export async function publishLevels(tx: TenantTx, context: CatalogContext, levels: readonly LevelRecord[]): Promise<void> {
  await appendEvents(
    tx,
    context,
    stockChanged,
    levels.map((level) => ({ aggregateId: level.variantId, aggregateVersion: level.version, data: level })),
  )
}
