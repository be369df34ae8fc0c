import { requireScope } from '@iommi/shared/authorize'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import type { CommonErrorCode, UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { isStale, type CustomerRecord } from '../customers/customer.ts'
import { saveNextVersion } from '../customers/record-versions.ts'
import { expectedVersionField, versionConflict } from '../customers/refusals.ts'
import { deleteAddress, updateAddress } from './address-repo.ts'
import { nextDefault, type AddressRecord } from './address.ts'
import { addressNotFound, lockAddress } from './lock-address.ts'

/** The address as it last was and its customer as it is now, or why nothing was removed. */
export interface RemoveCustomerAddressResult {
  readonly address: AddressRecord | null
  readonly customer: CustomerRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'ADDRESS_NOT_FOUND' | 'VERSION_CONFLICT'>[]
}

const input = z.object({
  idempotencyKey: idempotencyKeyField,
  addressId: idField('address'),
  expectedVersion: expectedVersionField,
})

type Input = z.infer<typeof input>

const rules: MutationRules<Input, RemoveCustomerAddressResult> = {
  operation: 'removeCustomerAddress',
  schema: input,
  refuse: (...userErrors) => ({ address: null, customer: null, userErrors }),
}

/** Removes an address; when it was the default, the oldest of the others becomes it. */
export async function removeCustomerAddress(context: CustomersContext, rawInput: unknown): Promise<RemoveCustomerAddressResult> {
  requireScope(context, 'customers:write')
  return await mutateOnce(context, rules, rawInput, (tx, given) => remove(tx, context, given))
}

async function remove(tx: TenantTx, context: CustomersContext, given: Input): Promise<RemoveCustomerAddressResult> {
  const locked = await lockAddress(tx, context, given.addressId)
  if (locked === null) return { address: null, customer: null, userErrors: [addressNotFound] }
  const { address, customer, addresses } = locked
  if (isStale(customer, given.expectedVersion)) return { address, customer, userErrors: [versionConflict] }
  await deleteAddress(tx, address.id)
  const next = nextDefault(addresses, address)
  if (next !== null) await updateAddress(tx, { ...next, isDefault: true })
  return { address, customer: await saveNextVersion(tx, context, customer, customer), userErrors: [] }
}
