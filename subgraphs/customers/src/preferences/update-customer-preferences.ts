import { customerPreferencesChanged } from '@iommi/schema/events/customer-events'
import { ownCustomerId, requireScope } from '@iommi/shared/authorize'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import { isCurrencyCode } from '@iommi/shared/money'
import { appendEvent } from '@iommi/shared/outbox'
import { inputError, type CommonErrorCode, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { canSeeCustomer } from '../customers/customer-access.ts'
import { lockCustomer } from '../customers/customer-repo.ts'
import { isStale, type CustomerRecord } from '../customers/customer.ts'
import { customerIdMissing, customerNotFound, expectedVersionField } from '../customers/refusals.ts'
import { canonicalField, localeField } from './preference-fields.ts'
import { findPreferences, savePreferences } from './preferences-repo.ts'
import { changedPreferences, marketingChannels, noPreferences, preferencesId, timeZoneName, type PreferencesRecord } from './preferences.ts'

/** The preferences and the customer as they are now, or why nothing was changed. */
export interface UpdateCustomerPreferencesResult {
  readonly preferences: PreferencesRecord | null
  readonly customer: CustomerRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'CUSTOMER_NOT_FOUND' | 'VERSION_CONFLICT'>[]
}

const input = z.object({
  idempotencyKey: idempotencyKeyField,
  customerId: idField('customer').nullish(),
  expectedVersion: expectedVersionField,
  locale: localeField.nullable().optional(),
  timeZone: canonicalField(timeZoneName, 'must be the name of a time zone, for example Europe/London').nullable().optional(),
  preferredCurrency: z.string().refine(isCurrencyCode, 'must be a currency code of ISO 4217').nullable().optional(),
  marketingChannels: z.array(z.enum(marketingChannels)).max(20, 'must have at most 20 items').optional(),
})

type Input = z.infer<typeof input>

const rules: MutationRules<Input, UpdateCustomerPreferencesResult> = {
  operation: 'updateCustomerPreferences',
  schema: input,
  refuse: (...userErrors) => ({ preferences: null, customer: null, userErrors }),
}

const preferencesConflict = inputError(
  'VERSION_CONFLICT',
  ['expectedVersion'],
  'The preferences have changed since. Read them again, then retry.',
)

/** Changes the preferences to what is given. What is the same already changes nothing: no version, no event. */
export async function updateCustomerPreferences(context: CustomersContext, rawInput: unknown): Promise<UpdateCustomerPreferencesResult> {
  requireScope(context, 'customers:write')
  return await mutateOnce(context, rules, rawInput, (tx, given) => update(tx, context, given))
}

async function update(tx: TenantTx, context: CustomersContext, given: Input): Promise<UpdateCustomerPreferencesResult> {
  const customerId = given.customerId ?? ownCustomerId(context)
  if (customerId === null) return rules.refuse(customerIdMissing)
  // The customer's lock: preferences that were never said have no row to lock.
  const customer = canSeeCustomer(context, customerId) ? await lockCustomer(tx, customerId) : null
  if (customer === null) return { preferences: null, customer, userErrors: [customerNotFound] }
  const [before = noPreferences(customerId)] = await findPreferences(tx, [customerId])
  if (isStale(before, given.expectedVersion)) return { preferences: before, customer, userErrors: [preferencesConflict] }
  const { locale, timeZone, preferredCurrency, marketingChannels: channels } = given
  const after = changedPreferences(before, { locale, timeZone, preferredCurrency, marketingChannels: channels })
  if (after === null) return { preferences: before, customer, userErrors: [] }
  await savePreferences(tx, after, context.now())
  await appendEvent(tx, context, customerPreferencesChanged, {
    aggregateId: preferencesId(customerId),
    aggregateVersion: after.version,
    data: { customerId, version: after.version },
  })
  return { preferences: after, customer, userErrors: [] }
}
