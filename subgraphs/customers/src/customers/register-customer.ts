import { customerRegistered } from '@iommi/schema/events/customer-events'
import { requireScope } from '@iommi/shared/authorize'
import { AppError, invariant } from '@iommi/shared/errors'
import { idempotencyKeyField, mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { newId } from '@iommi/shared/ids'
import type { CommonErrorCode, UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { findCustomerIdByEmail, insertCustomers } from './customer-repo.ts'
import type { CustomerRecord } from './customer.ts'
import { againAfterEmailRace, emailTaken } from './email-taken.ts'
import { emailField, nameField, phoneField } from './profile-fields.ts'
import { recordVersions } from './record-versions.ts'

/** The new customer, or why there is none. */
export interface RegisterCustomerResult {
  readonly customer: CustomerRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'EMAIL_TAKEN'>[]
}

const input = z.object({
  idempotencyKey: idempotencyKeyField,
  name: nameField,
  email: emailField.nullish(),
  phone: phoneField.nullish(),
})

const rules: MutationRules<z.infer<typeof input>, RegisterCustomerResult> = {
  operation: 'registerCustomer',
  schema: input,
  refuse: (...userErrors) => ({ customer: null, userErrors }),
}

/** Registers a customer. Employees only: a client's customer comes with its first token. */
export async function registerCustomer(context: CustomersContext, rawInput: unknown): Promise<RegisterCustomerResult> {
  requireScope(context, 'customers:register')
  if (context.actor.kind !== 'employee') throw new AppError('FORBIDDEN', 'Only employees may register customers.')
  return await againAfterEmailRace(() =>
    mutateOnce(context, rules, rawInput, async (tx, { name, email = null, phone = null }) => {
      if (email !== null && (await findCustomerIdByEmail(tx, email)) !== null) return { customer: null, userErrors: [emailTaken] }
      const now = context.now()
      const [customer] = await insertCustomers(tx, [{ id: newId('customer'), profile: { name, email, phone }, createdAt: now, now }])
      invariant(customer, 'an insert returns its row')
      await recordVersions(tx, context, customerRegistered, [customer])
      return { customer, userErrors: [] }
    }),
  )
}
