import { requireScope } from '@iommi/shared/authorize'
import { invariant } from '@iommi/shared/errors'
import { idempotencyKeyField, mutateOnce } from '@iommi/shared/idempotency'
import { newId } from '@iommi/shared/ids'
import { inputError, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CatalogContext } from '../context.ts'
import type { CreateStockLocationErrorCode } from '../graphql.generated.ts'
import { foldSpelling } from '../spelling.ts'
import { plainText } from '@iommi/shared/text-fields'
import type { LocationRecord } from './stock.ts'
import { findLocationByCode, insertLocation } from './stock-repo.ts'

/** What became of making a location. */
export interface CreateStockLocationResult {
  readonly stockLocation: LocationRecord | null
  readonly userErrors: readonly UserError<CreateStockLocationErrorCode>[]
}

const schema = z.object({
  idempotencyKey: idempotencyKeyField,
  code: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_-]{1,20}$/, 'must have 1 to 20 letters, digits, - or _'),
  name: plainText(100),
})

/** Makes a location; a code that is taken, in any case, is refused with the location that has it. */
export async function createStockLocation(context: CatalogContext, rawInput: unknown): Promise<CreateStockLocationResult> {
  requireScope(context, 'catalog:write')
  return await mutateOnce(context, { operation: 'createStockLocation', schema, refuse: refuse(null) }, rawInput, async (tx, input) => {
    const location = { id: newId('location'), code: input.code, codeNorm: foldSpelling(input.code), name: input.name }
    if (await insertLocation(tx, location)) return { stockLocation: location, userErrors: [] }
    const owner = await findLocationByCode(tx, location.codeNorm)
    invariant(owner, 'locations are never removed')
    return refuse(owner)(inputError('CODE_TAKEN', ['code'], 'Another location has this code.'))
  })
}

function refuse(stockLocation: LocationRecord | null) {
  return (...userErrors: readonly UserError<CreateStockLocationErrorCode>[]): CreateStockLocationResult => ({ stockLocation, userErrors })
}
