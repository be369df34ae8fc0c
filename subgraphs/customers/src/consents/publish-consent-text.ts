import { consentTextPublished } from '@iommi/schema/events/customer-events'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { appendEvent } from '@iommi/shared/outbox'
import { freeText } from '@iommi/shared/text-fields'
import { inputError, type CommonErrorCode, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { requireStaff } from '../customers/customer-access.ts'
import { expectedVersionField } from '../customers/refusals.ts'
import { localeField } from '../preferences/preference-fields.ts'
import { findConsentText, findCurrentVersions, insertConsentText } from './consent-text-repo.ts'
import type { ConsentTextRecord } from './consent-text.ts'
import { consentPurposes } from './consent.ts'

/** The new version, or why there is none. */
export interface PublishConsentTextResult {
  readonly consentText: ConsentTextRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'VERSION_CONFLICT'>[]
}

const translation = z.object({
  locale: localeField,
  text: freeText(10_000).refine((text) => text !== '', 'must not be empty'),
})

const input = z.object({
  idempotencyKey: idempotencyKeyField,
  purpose: z.enum(consentPurposes),
  expectedVersion: expectedVersionField,
  translations: z
    .array(translation)
    .min(1, 'must not be empty')
    .max(50, 'must have at most 50 items')
    .refine((given) => new Set(given.map(({ locale }) => locale)).size === given.length, 'must have each locale once'),
})

type Input = z.infer<typeof input>

const rules: MutationRules<Input, PublishConsentTextResult> = {
  operation: 'publishConsentText',
  schema: input,
  refuse: (...userErrors) => ({ consentText: null, userErrors }),
}

const versionConflict = inputError('VERSION_CONFLICT', ['expectedVersion'], 'The text has a newer version by now. Read it, then retry.')

/** Publishes the next version of the text that customers consent to. Consents given to earlier ones go on counting. */
export async function publishConsentText(context: CustomersContext, rawInput: unknown): Promise<PublishConsentTextResult> {
  requireStaff(context, 'consent-texts:write')
  return await mutateOnce(context, rules, rawInput, (tx, given) => publish(tx, context, given))
}

async function publish(tx: TenantTx, context: CustomersContext, given: Input): Promise<PublishConsentTextResult> {
  const { purpose, expectedVersion } = given
  const [current] = await findCurrentVersions(tx, [purpose])
  const version = current?.version ?? 0
  const isStale = typeof expectedVersion === 'number' && expectedVersion !== version
  const consentText: ConsentTextRecord = {
    purpose,
    version: version + 1,
    publishedAt: context.now(),
    translations: given.translations.toSorted((a, b) => (a.locale < b.locale ? -1 : 1)),
  }
  if (isStale || !(await insertConsentText(tx, consentText))) {
    return { consentText: await findConsentText(tx, purpose, version), userErrors: [versionConflict] }
  }
  await appendEvent(tx, context, consentTextPublished, {
    aggregateId: `consent-text/${purpose}`,
    aggregateVersion: consentText.version,
    data: { purpose, version: consentText.version },
  })
  return { consentText, userErrors: [] }
}
