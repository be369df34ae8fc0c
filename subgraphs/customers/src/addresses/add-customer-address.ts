import { ownCustomerId, requireScope } from '@iommi/shared/authorize'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { idField, newId } from '@iommi/shared/ids'
import type { CommonErrorCode, UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { canSeeCustomer } from '../customers/customer-access.ts'
import { lockCustomer } from '../customers/customer-repo.ts'
import { isStale, type CustomerRecord } from '../customers/customer.ts'
import { saveNextVersion } from '../customers/record-versions.ts'
import { customerIdMissing, customerNotFound, expectedVersionField, versionConflict } from '../customers/refusals.ts'
import { optionalAddressFields, requiredAddressFields } from './address-fields.ts'
import { clearDefault, findAddressesOf, insertAddress } from './address-repo.ts'
import { addressesMax, type AddressRecord } from './address.ts'

/** The new address and its customer as it is now, or why nothing was added. */
export interface AddCustomerAddressResult {
  readonly address: AddressRecord | null
  readonly customer: CustomerRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'CUSTOMER_NOT_FOUND' | 'TOO_MANY_ADDRESSES' | 'VERSION_CONFLICT'>[]
}

const input = z.object({
  idempotencyKey: idempotencyKeyField,
  customerId: idField('customer').nullish(),
  expectedVersion: expectedVersionField,
  ...requiredAddressFields,
  ...optionalAddressFields,
  isDefault: z.boolean().nullish(),
})

type Input = z.infer<typeof input>

const rules: MutationRules<Input, AddCustomerAddressResult> = {
  operation: 'addCustomerAddress',
  schema: input,
  refuse: (...userErrors) => ({ address: null, customer: null, userErrors }),
}

const tooMany: UserError<'TOO_MANY_ADDRESSES'> = {
  code: 'TOO_MANY_ADDRESSES',
  field: null,
  message: `A customer has at most ${String(addressesMax)} addresses. Remove one first.`,
}

/** Adds an address: the first one is the default, a later one when it says so. */
export async function addCustomerAddress(context: CustomersContext, rawInput: unknown): Promise<AddCustomerAddressResult> {
  requireScope(context, 'customers:write')
  return await mutateOnce(context, rules, rawInput, (tx, given) => add(tx, context, given))
}

async function add(tx: TenantTx, context: CustomersContext, given: Input): Promise<AddCustomerAddressResult> {
  const customerId = given.customerId ?? ownCustomerId(context)
  if (customerId === null) return rules.refuse(customerIdMissing)
  const customer = canSeeCustomer(context, customerId) ? await lockCustomer(tx, customerId) : null
  if (customer === null) return { address: null, customer, userErrors: [customerNotFound] }
  if (isStale(customer, given.expectedVersion)) return { address: null, customer, userErrors: [versionConflict] }
  const others = await findAddressesOf(tx, customerId)
  if (others.length >= addressesMax) return { address: null, customer, userErrors: [tooMany] }
  const address = newAddress(customerId, given, others.length === 0)
  if (address.isDefault) await clearDefault(tx, customerId)
  await insertAddress(tx, address, context.now())
  return { address, customer: await saveNextVersion(tx, context, customer, customer), userErrors: [] }
}

function newAddress(customerId: string, given: Input, isFirst: boolean): AddressRecord {
  return {
    id: newId('address'),
    customerId,
    line1: given.line1,
    line2: given.line2 ?? null,
    city: given.city,
    region: given.region ?? null,
    postalCode: given.postalCode ?? null,
    countryCode: given.countryCode,
    isDefault: isFirst || given.isDefault === true,
  }
}
