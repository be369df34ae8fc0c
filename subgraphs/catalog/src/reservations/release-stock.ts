import { requireSystem } from '@iommi/shared/authorize'
import { withTenant, type TenantTx } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { z } from 'zod'
import type { CatalogContext } from '../context.ts'
import { readServiceInput } from '../service-input.ts'
import { changeStock } from '../stock/change-stock.ts'
import { lockLevels } from '../stock/stock-repo.ts'
import { orderIdField } from './reservation-input.ts'
import { closeReservation, findOpenLines, insertReservation, lockReservation } from './reservation-repo.ts'

const schema = z.object({ orderId: orderIdField })

/**
 * Gives back what an order still holds and closes its reservation for good. Where none arrived yet, the
 * closed one is entered, so that one on its way is refused. May be repeated. Services only.
 */
export async function releaseStock(context: CatalogContext, rawInput: unknown): Promise<{ readonly released: boolean }> {
  requireSystem(context)
  const { orderId } = readServiceInput(schema, rawInput)
  await withTenant(context, async (tx) => {
    const isFirst = await insertReservation(tx, { orderId, status: 'RELEASED', now: context.now() })
    if (isFirst) return
    const reservation = await lockReservation(tx, orderId)
    invariant(reservation, 'reservations are never removed')
    if (reservation.status === 'ACTIVE') await release(tx, context, orderId)
  })
  return { released: true }
}

async function release(tx: TenantTx, context: CatalogContext, orderId: string): Promise<void> {
  const open = await findOpenLines(tx, orderId)
  await lockLevels(tx, [...new Set(open.map((line) => line.variantId))])
  await changeStock(
    tx,
    context,
    open.map(({ variantId, locationId, openQuantity }) => ({ variantId, locationId, onHand: 0, reserved: -openQuantity })),
  )
  await closeReservation(tx, orderId, context.now())
}
