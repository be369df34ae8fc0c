import { ownCustomerId, requireScope } from '@iommi/shared/authorize'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import type { CommonErrorCode, UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { canSeeCustomer } from './customer-access.ts'
import { findCustomerIdByEmail, lockCustomer } from './customer-repo.ts'
import { changedProfile, emailKey, isStale, type CustomerRecord } from './customer.ts'
import { againAfterEmailRace, emailTaken } from './email-taken.ts'
import { emailField, nameField, phoneField } from './profile-fields.ts'
import { saveNextVersion } from './record-versions.ts'
import { customerIdMissing, customerNotFound, expectedVersionField, versionConflict } from './refusals.ts'

/** The customer as it is now, or why nothing was changed. */
export interface UpdateCustomerProfileResult {
  readonly customer: CustomerRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'CUSTOMER_NOT_FOUND' | 'EMAIL_TAKEN' | 'VERSION_CONFLICT'>[]
}

const input = z.object({
  idempotencyKey: idempotencyKeyField,
  customerId: idField('customer').nullish(),
  expectedVersion: expectedVersionField,
  name: nameField.optional(),
  email: emailField.nullable().optional(),
  phone: phoneField.nullable().optional(),
})

type Input = z.infer<typeof input>

const rules: MutationRules<Input, UpdateCustomerProfileResult> = {
  operation: 'updateCustomerProfile',
  schema: input,
  refuse: (...userErrors) => ({ customer: null, userErrors }),
}

/** Changes the profile to what is given. What is the same already changes nothing: no version, no event. */
export async function updateCustomerProfile(context: CustomersContext, rawInput: unknown): Promise<UpdateCustomerProfileResult> {
  requireScope(context, 'customers:write')
  return await againAfterEmailRace(() => mutateOnce(context, rules, rawInput, (tx, given) => update(tx, context, given)))
}

async function update(tx: TenantTx, context: CustomersContext, given: Input): Promise<UpdateCustomerProfileResult> {
  const id = given.customerId ?? ownCustomerId(context)
  if (id === null) return rules.refuse(customerIdMissing)
  const customer = canSeeCustomer(context, id) ? await lockCustomer(tx, id) : null
  if (customer === null) return { customer, userErrors: [customerNotFound] }
  if (isStale(customer, given.expectedVersion)) return { customer, userErrors: [versionConflict] }
  const profile = changedProfile(customer, given)
  if (profile === null) return { customer, userErrors: [] }
  if (await isTakenByOther(tx, customer, profile.email)) return { customer, userErrors: [emailTaken] }
  return { customer: await saveNextVersion(tx, context, customer, profile), userErrors: [] }
}

async function isTakenByOther(tx: TenantTx, customer: CustomerRecord, email: string | null): Promise<boolean> {
  if (email === null || (customer.email !== null && emailKey(email) === emailKey(customer.email))) return false
  return (await findCustomerIdByEmail(tx, email)) !== null
}
