import { requireScope } from '@iommi/shared/authorize'
import type { TenantTx } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { idempotencyKeyField, mutateOnce } from '@iommi/shared/idempotency'
import { idField, newId } from '@iommi/shared/ids'
import { inputError, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CatalogContext } from '../context.ts'
import type { AdjustStockErrorCode } from '../graphql.generated.ts'
import { isOutdated, type VariantRecord } from '../products/product.ts'
import { expectedVersionField } from '../products/product-input.ts'
import { findVariants } from '../products/variant-repo.ts'
import { freeText } from '@iommi/shared/text-fields'
import { changeStock } from './change-stock.ts'
import { getMainLocation } from './main-location.ts'
import { objectionTo, piecesMax, type LevelRecord } from './stock.ts'
import { findLocations, insertMovements, lockLevel } from './stock-repo.ts'

/** What became of adjusting stock. */
export interface AdjustStockResult {
  readonly stockLevel: LevelRecord | null
  readonly productVariant: VariantRecord | null
  readonly userErrors: readonly UserError<AdjustStockErrorCode>[]
}

const schema = z.object({
  idempotencyKey: idempotencyKeyField,
  variantId: idField('variant'),
  locationId: idField('location').nullish(),
  expectedVersion: expectedVersionField,
  delta: z
    .number()
    .int()
    .min(-piecesMax, `must be at least ${String(-piecesMax)}`)
    .max(piecesMax, `must be at most ${String(piecesMax)}`)
    .refine((delta) => delta !== 0, 'must not be 0'),
  reason: z.enum(['RECEIPT', 'RETURN', 'CORRECTION', 'DAMAGE', 'LOSS']),
  note: freeText(500).nullish(),
})

type Input = z.infer<typeof schema>

/** Records in the ledger that pieces came or left, and changes the level with it. On hand never falls below what is reserved. */
export async function adjustStock(context: CatalogContext, rawInput: unknown): Promise<AdjustStockResult> {
  requireScope(context, 'stock:write')
  return await mutateOnce(context, { operation: 'adjustStock', schema, refuse: refuse({}) }, rawInput, async (tx, input) => {
    const [productVariant] = await findVariants(tx, [input.variantId])
    if (productVariant === undefined) return refuse({})(inputError('VARIANT_NOT_FOUND', ['variantId'], 'There is no such variant.'))
    if (productVariant.kind === 'SERVICE') {
      return refuse({ productVariant })(inputError('STOCK_NOT_KEPT', ['variantId'], 'The variant is a service: no stock is kept of it.'))
    }
    const locationId = await findLocationId(tx, input)
    if (locationId === null) {
      return refuse({ productVariant })(inputError('LOCATION_NOT_FOUND', ['locationId'], 'There is no such location.'))
    }
    const level = await lockLevel(tx, { variantId: productVariant.id, locationId })
    const objection = objectionOf(level, input)
    if (objection !== null) return refuse({ productVariant, level })(objection)
    const stockLevel = await write(tx, context, { level, input })
    return { stockLevel, productVariant, userErrors: [] }
  })
}

async function findLocationId(tx: TenantTx, input: Input): Promise<string | null> {
  if (typeof input.locationId !== 'string') return (await getMainLocation(tx)).id
  const [location] = await findLocations(tx, [input.locationId])
  return location?.id ?? null
}

function objectionOf(level: LevelRecord, input: Input): UserError<AdjustStockErrorCode> | null {
  if (isOutdated(level, input.expectedVersion)) {
    return inputError('VERSION_CONFLICT', ['expectedVersion'], `The level has version ${String(level.version)} by now.`)
  }
  const objection = objectionTo(level, input.delta)
  if (objection === 'INSUFFICIENT_STOCK') {
    return inputError(objection, ['delta'], `Of ${String(level.onHand)} on hand, ${String(level.reserved)} are reserved.`)
  }
  return objection === null ? null : inputError('INVALID_INPUT', ['delta'], `delta must leave at most ${String(piecesMax)} on hand.`)
}

async function write(
  tx: TenantTx,
  context: CatalogContext,
  { level, input }: { readonly level: LevelRecord; readonly input: Input },
): Promise<LevelRecord> {
  const { variantId, locationId } = level
  const movement = { quantity: input.delta, reason: input.reason, reference: null, note: input.note ?? null, occurredAt: context.now() }
  await insertMovements(tx, [{ id: newId('movement'), variantId, locationId, ...movement }])
  const [after] = await changeStock(tx, context, [{ variantId, locationId, onHand: input.delta, reserved: 0 }])
  invariant(after, 'the one level that was changed comes back')
  return after
}

/** A level that never had any is none: the refusal undoes its making. */
function refuse({ productVariant, level }: { readonly productVariant?: VariantRecord; readonly level?: LevelRecord }) {
  return (...userErrors: readonly UserError<AdjustStockErrorCode>[]): AdjustStockResult => ({
    stockLevel: level === undefined || level.version === 0 ? null : level,
    productVariant: productVariant ?? null,
    userErrors,
  })
}
