import { requireSystem } from '@iommi/shared/authorize'
import { withTenant, type TenantTx } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { isId } from '@iommi/shared/ids'
import { isCurrencyCode } from '@iommi/shared/money'
import { z } from 'zod'
import type { CatalogContext } from '../context.ts'
import type { _ReserveStockErrorCode as ReserveStockErrorCode } from '../graphql.generated.ts'
import { titleOf } from '../products/product.ts'
import { findSellables, type SellableRecord } from '../products/variant-repo.ts'
import { readServiceInput } from '../service-input.ts'
import { changeStock } from '../stock/change-stock.ts'
import { lockLevels } from '../stock/stock-repo.ts'
import { allocate, sumPerVariant, type Demand, type ReservationAnswer, type ReservedLine } from './reservation.ts'
import { orderIdField, stockLinesField } from './reservation-input.ts'
import { insertReservation, insertReservationLines, lockReservation, storeReservationAnswer } from './reservation-repo.ts'

/** Why nothing was reserved. */
export interface ReserveStockError {
  readonly code: ReserveStockErrorCode
  readonly variantId: string | null
  readonly message: string
}

/** What was reserved, or why nothing was. */
export interface ReserveStockResult extends ReservationAnswer {
  readonly userErrors: readonly ReserveStockError[]
}

const schema = z.object({
  orderId: orderIdField,
  currency: z.string().refine(isCurrencyCode, 'must be an ISO 4217 code').nullish(),
  lines: stockLinesField,
})

interface Request {
  readonly orderId: string
  readonly currency: string
  readonly demands: readonly Demand[]
}

/**
 * Fixes prices and sets stock aside for an order, all of it or nothing. Repeats of a reservation get its
 * answer, in any number and at once; a refusal leaves no trace. Services only.
 */
export async function reserveStock(context: CatalogContext, rawInput: unknown): Promise<ReserveStockResult> {
  requireSystem(context)
  const input = readServiceInput(schema, rawInput)
  const request = {
    orderId: input.orderId,
    currency: input.currency ?? context.tenant.defaultCurrency,
    demands: sumPerVariant(input.lines),
  }
  try {
    const answer = await withTenant(context, (tx) => reserve(tx, context, request))
    return { ...answer, userErrors: [] }
  } catch (error) {
    if (error instanceof Refusal) return { currency: request.currency, lines: [], userErrors: error.userErrors }
    throw error
  }
}

async function reserve(tx: TenantTx, context: CatalogContext, request: Request): Promise<ReservationAnswer> {
  const { orderId } = request
  const isFirst = await insertReservation(tx, { orderId, status: 'ACTIVE', now: context.now() })
  if (!isFirst) return await repeat(tx, orderId)
  const sold = await priceAll(tx, request)
  await setAside(tx, context, { ...request, sold })
  const answer = { currency: request.currency, lines: sold.map(toReservedLine) }
  await storeReservationAnswer(tx, orderId, answer)
  return answer
}

async function repeat(tx: TenantTx, orderId: string): Promise<ReservationAnswer> {
  const reservation = await lockReservation(tx, orderId)
  invariant(reservation, 'reservations are never removed')
  if (reservation.status === 'RELEASED') {
    throw new Refusal([{ code: 'RESERVATION_CLOSED', variantId: null, message: 'The stock of this order was released.' }])
  }
  invariant(reservation.answer, 'a committed reservation has its answer')
  return reservation.answer
}

type Sold = SellableRecord & { readonly amountMinor: number; readonly currency: string }

/** The variants as they are sold now, in the order of the demands. */
async function priceAll(tx: TenantTx, { demands, currency }: Request): Promise<readonly Sold[]> {
  const ids = demands.map((demand) => demand.variantId).filter((id) => isId('variant', id))
  const found = new Map((await findSellables(tx, ids, currency)).map((variant) => [variant.id, variant]))
  const results = demands.map(({ variantId }) => price(variantId, found.get(variantId), currency))
  const userErrors = results.flatMap(({ objection }) => (objection === null ? [] : [objection]))
  if (userErrors.length > 0) throw new Refusal(userErrors)
  return results.flatMap(({ sold }) => (sold === null ? [] : [sold]))
}

interface Priced {
  readonly sold: Sold | null
  readonly objection: ReserveStockError | null
}

function price(variantId: string, variant: SellableRecord | undefined, currency: string): Priced {
  if (variant?.productStatus !== 'PUBLISHED') {
    return objected('VARIANT_NOT_FOUND', variantId, 'There is no such variant, or it is not for sale.')
  }
  const { amountMinor } = variant
  if (amountMinor === null) return objected('PRICE_NOT_FOUND', variantId, `${variant.sku} has no price in ${currency}.`)
  return { sold: { ...variant, amountMinor, currency }, objection: null }
}

function objected(code: ReserveStockErrorCode, variantId: string, message: string): Priced {
  return { sold: null, objection: { code, variantId, message } }
}

async function setAside(tx: TenantTx, context: CatalogContext, request: Request & { readonly sold: readonly Sold[] }): Promise<void> {
  const goods = new Map(request.sold.filter((variant) => variant.kind === 'GOOD').map((variant) => [variant.id, variant]))
  const demands = request.demands.filter((demand) => goods.has(demand.variantId))
  const levels = await lockLevels(tx, [...goods.keys()])
  const { allocations, shortages } = allocate(levels, demands)
  if (shortages.length > 0) {
    throw new Refusal(
      shortages.map(({ variantId, available }) => ({
        code: 'INSUFFICIENT_STOCK',
        variantId,
        message: `Only ${String(available)} of ${goods.get(variantId)?.sku ?? variantId} are available.`,
      })),
    )
  }
  await changeStock(
    tx,
    context,
    allocations.map(({ variantId, locationId, quantity }) => ({ variantId, locationId, onHand: 0, reserved: quantity })),
  )
  await insertReservationLines(tx, request.orderId, allocations)
}

function toReservedLine({ id, sku, productName, name, kind, amountMinor, currency }: Sold): ReservedLine {
  return { variantId: id, sku, title: titleOf(productName, name), kind, unitPrice: { amountMinor, currency } }
}

/** Carries why nothing is reserved out of the transaction it rolls back. */
class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly userErrors: readonly ReserveStockError[]
  constructor(userErrors: readonly ReserveStockError[]) {
    super('refused')
    this.userErrors = userErrors
  }
}
