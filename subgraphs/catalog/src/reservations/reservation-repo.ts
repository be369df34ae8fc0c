import type { TenantTx } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { stockReservationLines, stockReservations, stockShipments } from '../tables.ts'
import type { Allocation, OpenLine, ReservationAnswer, ReservationStatus, ShipmentAnswer, Take } from './reservation.ts'

/** A reservation, as far as its state goes. */
export interface ReservationRecord {
  readonly status: ReservationStatus
  readonly answer: ReservationAnswer | null
}

/** Begins the order's reservation, waiting for others who do the same; false when there is one already. */
export async function insertReservation(
  tx: TenantTx,
  reservation: { readonly orderId: string; readonly status: ReservationStatus; readonly now: Date },
): Promise<boolean> {
  const { orderId, status, now } = reservation
  const row = { orderId, status, createdAt: now, releasedAt: status === 'RELEASED' ? now : null }
  const rows = await tx.insert(stockReservations).values(row).onConflictDoNothing().returning({ orderId: stockReservations.orderId })
  return rows.length > 0
}

/** The order's reservation, held against changes until the transaction ends; null when there is none. */
export async function lockReservation(tx: TenantTx, orderId: string): Promise<ReservationRecord | null> {
  const [row] = await tx
    .select({ status: stockReservations.status, answer: stockReservations.answer })
    .from(stockReservations)
    .where(eq(stockReservations.orderId, orderId))
    .for('no key update')
  return row ?? null
}

/** Keeps what the reservation was answered. */
export async function storeReservationAnswer(tx: TenantTx, orderId: string, answer: ReservationAnswer): Promise<void> {
  await tx.update(stockReservations).set({ answer }).where(eq(stockReservations.orderId, orderId))
}

/** Closes the reservation and all its lines for good. */
export async function closeReservation(tx: TenantTx, orderId: string, now: Date): Promise<void> {
  await tx.update(stockReservations).set({ status: 'RELEASED', releasedAt: now }).where(eq(stockReservations.orderId, orderId))
  await tx.update(stockReservationLines).set({ openQuantity: 0 }).where(eq(stockReservationLines.orderId, orderId))
}

/** Records what the order holds, and where. */
export async function insertReservationLines(tx: TenantTx, orderId: string, allocations: readonly Allocation[]): Promise<void> {
  if (allocations.length === 0) return
  await tx
    .insert(stockReservationLines)
    .values(allocations.map((allocation) => ({ orderId, ...allocation, openQuantity: allocation.quantity })))
}

/** What the order still holds, by variant and location. */
export async function findOpenLines(tx: TenantTx, orderId: string): Promise<readonly OpenLine[]> {
  return await tx
    .select({
      variantId: stockReservationLines.variantId,
      locationId: stockReservationLines.locationId,
      openQuantity: stockReservationLines.openQuantity,
    })
    .from(stockReservationLines)
    .where(and(eq(stockReservationLines.orderId, orderId), gt(stockReservationLines.openQuantity, 0)))
    .orderBy(asc(stockReservationLines.variantId), asc(stockReservationLines.locationId))
}

/** Takes what was shipped off what the order holds. */
export async function takeFromOpenLines(tx: TenantTx, orderId: string, takes: readonly Take[]): Promise<void> {
  const held = takes.filter((take) => take.fromReserved > 0)
  if (held.length === 0) return
  const { variantId, locationId, openQuantity } = stockReservationLines
  const values = held.map(
    (take) =>
      sql`(${sql.param(take.variantId, variantId)}::uuid, ${sql.param(take.locationId, locationId)}::uuid, ${take.fromReserved}::int)`,
  )
  const rows = await tx
    .update(stockReservationLines)
    .set({ openQuantity: sql`${openQuantity} - take.quantity` })
    .from(sql`(values ${sql.join(values, sql`, `)}) as take (variant_id, location_id, quantity)`)
    .where(and(eq(stockReservationLines.orderId, orderId), sql`${variantId} = take.variant_id and ${locationId} = take.location_id`))
    .returning({ variantId })
  invariant(rows.length === held.length, 'an open line takes what was read of it')
}

/** Begins the shipment, waiting for others who do the same; false when there is one already. */
export async function insertShipment(
  tx: TenantTx,
  shipment: { readonly shipmentId: string; readonly orderId: string; readonly now: Date },
): Promise<boolean> {
  const row = { shipmentId: shipment.shipmentId, orderId: shipment.orderId, createdAt: shipment.now }
  const rows = await tx.insert(stockShipments).values(row).onConflictDoNothing().returning({ shipmentId: stockShipments.shipmentId })
  return rows.length > 0
}

/** What the shipment was answered. */
export async function getShipmentAnswer(tx: TenantTx, shipmentId: string): Promise<ShipmentAnswer> {
  const [row] = await tx.select({ answer: stockShipments.answer }).from(stockShipments).where(eq(stockShipments.shipmentId, shipmentId))
  invariant(row?.answer, 'a committed shipment has its answer')
  return row.answer
}

/** Keeps what the shipment was answered. */
export async function storeShipmentAnswer(tx: TenantTx, shipmentId: string, answer: ShipmentAnswer): Promise<void> {
  await tx.update(stockShipments).set({ answer }).where(eq(stockShipments.shipmentId, shipmentId))
}
