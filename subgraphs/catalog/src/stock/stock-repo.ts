import type { TenantTx } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { stockLevels, stockLocations, stockMovements } from '../tables.ts'
import type { LevelChange, LevelRecord, LocationRecord, MovementRecord } from './stock.ts'

const locationColumns = {
  id: stockLocations.id,
  code: stockLocations.code,
  codeNorm: stockLocations.codeNorm,
  name: stockLocations.name,
}

const levelColumns = {
  variantId: stockLevels.variantId,
  locationId: stockLevels.locationId,
  onHand: stockLevels.onHand,
  reserved: stockLevels.reserved,
  version: stockLevels.version,
}

const movementColumns = {
  id: stockMovements.id,
  variantId: stockMovements.variantId,
  locationId: stockMovements.locationId,
  quantity: stockMovements.quantity,
  reason: stockMovements.reason,
  reference: stockMovements.reference,
  note: stockMovements.note,
  occurredAt: stockMovements.occurredAt,
}

/** The locations of these ids that exist. */
export async function findLocations(tx: TenantTx, ids: readonly string[]): Promise<readonly LocationRecord[]> {
  return await tx
    .select(locationColumns)
    .from(stockLocations)
    .where(inArray(stockLocations.id, [...ids]))
}

/** The location of this code (in one spelling), or null. */
export async function findLocationByCode(tx: TenantTx, codeNorm: string): Promise<LocationRecord | null> {
  const [row] = await tx.select(locationColumns).from(stockLocations).where(eq(stockLocations.codeNorm, codeNorm))
  return row ?? null
}

/** A page of locations, one row more than it has. */
export async function pageLocations(tx: TenantTx, request: PageRequest): Promise<readonly LocationRecord[]> {
  const page = keyset(request, [stockLocations.codeNorm], 'asc')
  return await tx
    .select(locationColumns)
    .from(stockLocations)
    .where(page.where)
    .orderBy(...page.orderBy)
    .limit(page.limit)
}

/** Makes the location unless its code is taken, waiting for others who make the same; whether it did. */
export async function insertLocation(tx: TenantTx, location: LocationRecord): Promise<boolean> {
  const rows = await tx.insert(stockLocations).values(location).onConflictDoNothing().returning({ id: stockLocations.id })
  return rows.length > 0
}

/** Every level of these variants, by location code. */
export async function findLevels(tx: TenantTx, variantIds: readonly string[]): Promise<readonly LevelRecord[]> {
  return await tx
    .select(levelColumns)
    .from(stockLevels)
    .innerJoin(stockLocations, eq(stockLocations.id, stockLevels.locationId))
    .where(and(inArray(stockLevels.variantId, [...variantIds]), sql`${stockLevels.version} > 0`))
    .orderBy(asc(stockLocations.codeNorm))
}

/**
 * Every level of these variants, held against changes until the transaction ends. Everybody locks in
 * this order (variant, location): that is what keeps orders of the same variants from deadlocking.
 */
export async function lockLevels(tx: TenantTx, variantIds: readonly string[]): Promise<readonly LevelRecord[]> {
  if (variantIds.length === 0) return []
  return await tx
    .select(levelColumns)
    .from(stockLevels)
    .where(inArray(stockLevels.variantId, [...variantIds]))
    .orderBy(asc(stockLevels.variantId), asc(stockLevels.locationId))
    .for('no key update')
}

/** The level, made if it never had any, held against changes until the transaction ends. */
export async function lockLevel(tx: TenantTx, place: Pick<LevelRecord, 'variantId' | 'locationId'>): Promise<LevelRecord> {
  await tx.insert(stockLevels).values(place).onConflictDoNothing()
  const [row] = await tx
    .select(levelColumns)
    .from(stockLevels)
    .where(and(eq(stockLevels.variantId, place.variantId), eq(stockLevels.locationId, place.locationId)))
    .for('no key update')
  invariant(row, 'a level that was just made exists')
  return row
}

/** Enters levels of variants that have none yet. */
export async function insertLevels(tx: TenantTx, rows: readonly LevelRecord[]): Promise<void> {
  if (rows.length > 0) await tx.insert(stockLevels).values([...rows])
}

/** Adds to levels the caller has locked, and raises their versions; returns them as they are then. */
export async function changeLevels(tx: TenantTx, changes: readonly LevelChange[]): Promise<readonly LevelRecord[]> {
  const values = changes.map(
    (change) =>
      sql`(${sql.param(change.variantId, stockLevels.variantId)}::uuid, ${sql.param(change.locationId, stockLevels.locationId)}::uuid, ${change.onHand}::int, ${change.reserved}::int)`,
  )
  const rows = await tx
    .update(stockLevels)
    .set({
      onHand: sql`${stockLevels.onHand} + change.on_hand`,
      reserved: sql`${stockLevels.reserved} + change.reserved`,
      version: sql`${stockLevels.version} + 1`,
    })
    .from(sql`(values ${sql.join(values, sql`, `)}) as change (variant_id, location_id, on_hand, reserved)`)
    .where(
      and(
        sql`${stockLevels.variantId} = change.variant_id and ${stockLevels.locationId} = change.location_id`,
        sql`${stockLevels.reserved} + change.reserved between 0 and ${stockLevels.onHand} + change.on_hand`,
      ),
    )
    .returning(levelColumns)
  invariant(rows.length === changes.length, 'a locked level has what was read of it')
  return rows
}

/** Adds to the ledger. */
export async function insertMovements(tx: TenantTx, rows: readonly MovementRecord[]): Promise<void> {
  if (rows.length > 0) await tx.insert(stockMovements).values([...rows])
}

/** A page of the variant's movements, newest first, one row more than it has. */
export async function pageMovements(tx: TenantTx, variantId: string, request: PageRequest): Promise<readonly MovementRecord[]> {
  const page = keyset(request, [stockMovements.occurredAt, stockMovements.id], 'desc')
  return await tx
    .select(movementColumns)
    .from(stockMovements)
    .where(and(eq(stockMovements.variantId, variantId), page.where))
    .orderBy(...page.orderBy)
    .limit(page.limit)
}
