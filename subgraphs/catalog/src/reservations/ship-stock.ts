import { requireSystem } from '@iommi/shared/authorize'
import { withTenant, type TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField } from '@iommi/shared/idempotency'
import { isId, newId } from '@iommi/shared/ids'
import { z } from 'zod'
import type { CatalogContext } from '../context.ts'
import { findVariants } from '../products/variant-repo.ts'
import { readServiceInput } from '../service-input.ts'
import { changeStock } from '../stock/change-stock.ts'
import { insertMovements, lockLevels } from '../stock/stock-repo.ts'
import { allocateShipment, sumPerVariant, type Demand, type ShipmentAnswer, type Take } from './reservation.ts'
import { orderIdField, stockLinesField } from './reservation-input.ts'
import {
  findOpenLines,
  getShipmentAnswer,
  insertShipment,
  lockReservation,
  storeShipmentAnswer,
  takeFromOpenLines,
} from './reservation-repo.ts'

const schema = z.object({ shipmentId: idempotencyKeyField, orderId: orderIdField, lines: stockLinesField })

type Input = z.infer<typeof schema>

/**
 * Takes what left for a buyer off the stock: first what its order holds, then what is available, never more
 * than there is, and says what was short. Repeats of a shipment get its answer. Services only.
 */
export async function shipStock(context: CatalogContext, rawInput: unknown): Promise<ShipmentAnswer> {
  requireSystem(context)
  const input = readServiceInput(schema, rawInput)
  return await withTenant(context, async (tx) => {
    const isFirst = await insertShipment(tx, { ...input, now: context.now() })
    if (!isFirst) return await getShipmentAnswer(tx, input.shipmentId)
    const answer = await ship(tx, context, input)
    await storeShipmentAnswer(tx, input.shipmentId, answer)
    return answer
  })
}

async function ship(tx: TenantTx, context: CatalogContext, { orderId, lines }: Input): Promise<ShipmentAnswer> {
  const demands = await onlyGoods(tx, sumPerVariant(lines))
  // The reservation first, then levels: the order in which releasing locks them, too.
  await lockReservation(tx, orderId)
  const levels = await lockLevels(
    tx,
    demands.map((demand) => demand.variantId),
  )
  const shipment = allocateShipment(levels, await findOpenLines(tx, orderId), demands)
  await record(tx, context, { orderId, takes: shipment.takes })
  return {
    shipped: shipment.lines.reduce((sum, line) => sum + line.shipped, 0),
    short: shipment.lines.reduce((sum, line) => sum + line.short, 0),
    lines: shipment.lines,
  }
}

async function onlyGoods(tx: TenantTx, demands: readonly Demand[]): Promise<readonly Demand[]> {
  const ids = demands.map((demand) => demand.variantId).filter((id) => isId('variant', id))
  const variants = await findVariants(tx, ids)
  const goods = new Set(variants.filter((variant) => variant.kind === 'GOOD').map((variant) => variant.id))
  return demands.filter((demand) => goods.has(demand.variantId))
}

async function record(
  tx: TenantTx,
  context: CatalogContext,
  { orderId, takes }: { readonly orderId: string; readonly takes: readonly Take[] },
): Promise<void> {
  const occurredAt = context.now()
  await takeFromOpenLines(tx, orderId, takes)
  await insertMovements(
    tx,
    takes.map(({ variantId, locationId, fromReserved, fromAvailable }) => ({
      id: newId('movement'),
      variantId,
      locationId,
      quantity: -(fromReserved + fromAvailable),
      reason: 'SHIPMENT',
      reference: orderId,
      note: null,
      occurredAt,
    })),
  )
  await changeStock(
    tx,
    context,
    takes.map(({ variantId, locationId, fromReserved, fromAvailable }) => ({
      variantId,
      locationId,
      onHand: -(fromReserved + fromAvailable),
      reserved: -fromReserved,
    })),
  )
}
