import { requireScope } from '@iommi/shared/authorize'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import { inputError, type CommonErrorCode, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { isStale, type CustomerRecord } from '../customers/customer.ts'
import { saveNextVersion } from '../customers/record-versions.ts'
import { expectedVersionField, versionConflict } from '../customers/refusals.ts'
import { optionalAddressFields, requiredAddressFields } from './address-fields.ts'
import { clearDefault, updateAddress } from './address-repo.ts'
import { changedAddress, type AddressRecord } from './address.ts'
import { addressNotFound, lockAddress } from './lock-address.ts'

/** The address and its customer as they are now, or why nothing was changed. */
export interface UpdateCustomerAddressResult {
  readonly address: AddressRecord | null
  readonly customer: CustomerRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'ADDRESS_NOT_FOUND' | 'VERSION_CONFLICT'>[]
}

const input = z.object({
  idempotencyKey: idempotencyKeyField,
  addressId: idField('address'),
  expectedVersion: expectedVersionField,
  ...z.object(requiredAddressFields).partial().shape,
  ...optionalAddressFields,
  isDefault: z.boolean().nullish(),
})

type Input = z.infer<typeof input>

const rules: MutationRules<Input, UpdateCustomerAddressResult> = {
  operation: 'updateCustomerAddress',
  schema: input,
  refuse: (...userErrors) => ({ address: null, customer: null, userErrors }),
}

const defaultIsNeeded = inputError(
  'INVALID_INPUT',
  ['isDefault'],
  'isDefault must not be false for the default address: make another one the default instead.',
)

/** Changes an address to what is given. What is the same already changes nothing: no version, no event. */
export async function updateCustomerAddress(context: CustomersContext, rawInput: unknown): Promise<UpdateCustomerAddressResult> {
  requireScope(context, 'customers:write')
  return await mutateOnce(context, rules, rawInput, (tx, given) => update(tx, context, given))
}

async function update(tx: TenantTx, context: CustomersContext, given: Input): Promise<UpdateCustomerAddressResult> {
  const locked = await lockAddress(tx, context, given.addressId)
  if (locked === null) return { address: null, customer: null, userErrors: [addressNotFound] }
  const { address, customer } = locked
  if (isStale(customer, given.expectedVersion)) return { address, customer, userErrors: [versionConflict] }
  if (address.isDefault && given.isDefault === false) return { address, customer, userErrors: [defaultIsNeeded] }
  const { line1, line2, city, region, postalCode, countryCode } = given
  const makeDefault = given.isDefault === true
  const changed = changedAddress(address, { line1, line2, city, region, postalCode, countryCode, makeDefault })
  if (changed === null) return { address, customer, userErrors: [] }
  if (changed.isDefault && !address.isDefault) await clearDefault(tx, customer.id)
  await updateAddress(tx, changed)
  return { address: changed, customer: await saveNextVersion(tx, context, customer, customer), userErrors: [] }
}
