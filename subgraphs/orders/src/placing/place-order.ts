import { ownCustomerId, requireScope } from '@iommi/shared/authorize'
import { withTenant } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import { claimKey, clientOf, idempotencyKeyField, readClaim, type Claim } from '@iommi/shared/idempotency'
import { idField, newId } from '@iommi/shared/ids'
import { pause } from '@iommi/shared/lifecycle'
import { isCurrencyCode } from '@iommi/shared/money'
import { idempotencyKeyReused, inputError, invalidInput } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { OrdersContext } from '../context.ts'
import { plainText } from '@iommi/shared/text-fields'
import { insertDraft } from './draft-repo.ts'
import { finishPlacing, type PlaceOrderPayload } from './finish-placing.ts'

const operation = 'placeOrder'
const pollMs = 50

const placeOrderInput = z.object({
  idempotencyKey: idempotencyKeyField,
  customerId: idField('customer').nullish(),
  externalReference: plainText(100).nullish(),
  currency: z.string().refine(isCurrencyCode, 'must be an ISO 4217 code').nullish(),
  lines: z
    .array(
      z.object({
        variantId: idField('variant'),
        quantity: z.number().int().min(1, 'must be at least 1').max(100_000, 'must be at most 100000'),
      }),
    )
    .min(1, 'must have at least one line')
    .max(200, 'must have at most 200 lines'),
})

type PlaceOrderInput = z.infer<typeof placeOrderInput>

/**
 * Places an order in three steps, each of which may be repeated after a crash: an invisible draft
 * with its idempotency key, the stock reservation under the order's id, and the visible order with
 * its event and stored payload. What a crash leaves unfinished, the recovery finishes or gives up.
 */
export async function placeOrder(context: OrdersContext, rawInput: unknown): Promise<PlaceOrderPayload> {
  requireScope(context, 'orders:place')
  const parsed = placeOrderInput.safeParse(rawInput)
  if (!parsed.success) return { order: null, userErrors: invalidInput(parsed.error) }
  const input = parsed.data
  const customerId = input.customerId ?? ownCustomerId(context)
  if (customerId === null)
    return { order: null, userErrors: [inputError('INVALID_INPUT', ['customerId'], 'customerId is required: say who buys.')] }
  if (!isTheirs(context, customerId))
    return { order: null, userErrors: [inputError('CUSTOMER_NOT_FOUND', ['customerId'], 'There is no such customer.')] }

  const orderId = newId('order')
  const claim = await startPlacing(context, input, { orderId, customerId })
  return claim.state === 'new' ? await finishPlacing(context, orderId) : await answerRepeat(context, input, claim)
}

function isTheirs(context: OrdersContext, customerId: string): boolean {
  const owner = ownCustomerId(context)
  return owner === null || owner === customerId
}

async function startPlacing(
  context: OrdersContext,
  input: PlaceOrderInput,
  ids: { readonly orderId: string; readonly customerId: string },
): Promise<Claim> {
  return await withTenant(context, async (tx) => {
    const claim = await claimKey(tx, context, { operation, input })
    if (claim.state !== 'new') return claim
    await insertDraft(tx, {
      ...ids,
      externalReference: input.externalReference ?? null,
      currency: input.currency ?? null,
      lines: input.lines,
      client: clientOf(context),
      idempotencyKey: input.idempotencyKey,
      actor: context.actor,
      createdAt: context.now(),
    })
    return claim
  })
}

/** Waits for the payload of the request that came first, until the deadline. */
async function answerRepeat(context: OrdersContext, input: PlaceOrderInput, first: Claim): Promise<PlaceOrderPayload> {
  const until = AbortSignal.any([context.signal, AbortSignal.timeout(context.repeatWaitMs)])
  let claim = first
  while (claim.state === 'in progress' && !until.aborted) {
    await pause(pollMs, until)
    claim = await withTenant(context, (tx) => readClaim(tx, context, { operation, input }))
  }
  if (claim.state === 'reused') return { order: null, userErrors: [idempotencyKeyReused] }
  // The payload was stored by this operation for this input.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  if (claim.state === 'done') return claim.payload as PlaceOrderPayload
  throw new AppError('CONFLICT', 'The same request is still under way. Send it again in a few seconds.', { retryable: true })
}
