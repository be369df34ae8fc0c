import { orderPlaced } from '@iommi/schema/events/order-events'
import { withTenant } from '@iommi/shared/database'
import { AppError, invariant } from '@iommi/shared/errors'
import { releaseKey, storePayload } from '@iommi/shared/idempotency'
import { newId } from '@iommi/shared/ids'
import { multiplyMoney, sumMoney } from '@iommi/shared/money'
import { inputError, type CommonErrorCode, type UserError } from '@iommi/shared/user-errors'
import type { OrdersContext } from '../context.ts'
import { recordMove, type OrderPayload } from '../orders/move-order.ts'
import { insertLines, type NewOrderLine } from '../orders/order-line-repo.ts'
import { addStockTask } from '../stock/stock-task-repo.ts'
import type { Reservation } from '../stock/stock-service.ts'
import { deleteDraft, lockDraft, publishDraft, type OrderDraft } from './draft-repo.ts'

type RefusalCode = 'CUSTOMER_NOT_FOUND' | 'VARIANT_NOT_FOUND' | 'PRICE_NOT_FOUND' | 'INSUFFICIENT_STOCK'

/** What placing answers. */
export type PlaceOrderPayload = OrderPayload<CommonErrorCode | RefusalCode>

/**
 * Takes a draft to a placed order, or refuses it and removes every trace. May be called again and
 * by several at once: the reservation is keyed by the order, and only one finds the draft.
 */
export async function finishPlacing(context: OrdersContext, orderId: string): Promise<PlaceOrderPayload> {
  const draft = await withTenant(context, (tx) => lockDraft(tx, orderId))
  if (draft === null) throw gone()
  if (!(await context.customers.exists(context, draft.customerId))) {
    return await refuse(context, draft, [inputError('CUSTOMER_NOT_FOUND', ['customerId'], 'There is no such customer.')])
  }
  const reservation = await context.stock.reserve(context, { orderId, currency: draft.currency, lines: mergeLines(draft) })
  if (reservation.userErrors.length > 0) return await refuse(context, draft, toUserErrors(draft, reservation))
  return await publish(context, orderId, reservation)
}

/** Gives a draft up: nothing of it stays, its key is free again, and what may have been reserved for it is released. */
export async function abandonPlacing(context: OrdersContext, orderId: string): Promise<void> {
  await withTenant(context, async (tx) => {
    const draft = await lockDraft(tx, orderId)
    if (draft === null) return
    await deleteDraft(tx, orderId)
    await releaseKey(tx, { client: draft.client, key: draft.idempotencyKey })
    await addStockTask(tx, context, { orderId, kind: 'RELEASE', lines: [] })
  })
}

async function publish(context: OrdersContext, orderId: string, reservation: Reservation): Promise<PlaceOrderPayload> {
  return await withTenant(context, async (tx) => {
    const draft = await lockDraft(tx, orderId)
    if (draft === null) throw gone()
    const lines = toLines(draft, reservation)
    const currency = reservation.currency ?? context.tenant.defaultCurrency
    const total = sumMoney(
      currency,
      lines.map((line) => multiplyMoney(line.unitPrice, line.quantity)),
    )
    const order = await publishDraft(tx, orderId, { currency, totalMinor: total.amountMinor, placedAt: context.now() })
    await insertLines(tx, lines)
    await recordMove({ ...context, actor: draft.actor }, tx, { from: null, order, move: { event: orderPlaced } })
    const payload: PlaceOrderPayload = { order, userErrors: [] }
    await storePayload(tx, { client: draft.client, key: draft.idempotencyKey }, payload)
    return payload
  })
}

async function refuse(context: OrdersContext, draft: OrderDraft, userErrors: PlaceOrderPayload['userErrors']): Promise<PlaceOrderPayload> {
  await withTenant(context, async (tx) => {
    await deleteDraft(tx, draft.orderId)
    await releaseKey(tx, { client: draft.client, key: draft.idempotencyKey })
  })
  return { order: null, userErrors }
}

/** One line a variant, sorted: all who reserve lock stock in the same sequence. */
function mergeLines(draft: OrderDraft): readonly { readonly variantId: string; readonly quantity: number }[] {
  const sums = new Map<string, number>()
  for (const { variantId, quantity } of draft.lines) sums.set(variantId, (sums.get(variantId) ?? 0) + quantity)
  return [...sums].map(([variantId, quantity]) => ({ variantId, quantity })).toSorted((a, b) => (a.variantId < b.variantId ? -1 : 1))
}

/** The lines as they were asked for, with what the reservation fixed. */
function toLines(draft: OrderDraft, reservation: Reservation): readonly NewOrderLine[] {
  const bought = new Map(reservation.lines.map((line) => [line.variantId, line]))
  return draft.lines.map(({ variantId, quantity }, position) => {
    const line = bought.get(variantId)
    invariant(line, 'a reservation has every variant asked for')
    return {
      id: newId('orderline'),
      orderId: draft.orderId,
      position,
      variantId,
      sku: line.sku,
      title: line.title,
      quantity,
      fulfilledQuantity: 0,
      unitPrice: line.unitPrice,
    }
  })
}

/** Says which of the caller's lines each refusal is about. */
function toUserErrors(draft: OrderDraft, reservation: Reservation): readonly UserError<RefusalCode>[] {
  return reservation.userErrors.map(({ code, variantId, message }) => {
    if (code === 'RESERVATION_CLOSED') throw gone()
    const index = draft.lines.findIndex((line) => line.variantId === variantId)
    const about = code === 'INSUFFICIENT_STOCK' ? 'quantity' : 'variantId'
    return inputError(code, index === -1 ? ['lines'] : ['lines', String(index), about], message)
  })
}

function gone(): AppError {
  return new AppError('CONFLICT', 'The request was finished or given up meanwhile. Send it again.', { retryable: true })
}
