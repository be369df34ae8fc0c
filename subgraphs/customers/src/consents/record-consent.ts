import { consentRecorded } from '@iommi/schema/events/customer-events'
import { ownCustomerId, requireScope } from '@iommi/shared/authorize'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { idField, newId } from '@iommi/shared/ids'
import { appendEvent } from '@iommi/shared/outbox'
import { inputError, type CommonErrorCode, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { canSeeCustomer, isStaff } from '../customers/customer-access.ts'
import { lockCustomer } from '../customers/customer-repo.ts'
import type { CustomerRecord } from '../customers/customer.ts'
import { customerIdMissing, customerNotFound } from '../customers/refusals.ts'
import { localeField } from '../preferences/preference-fields.ts'
import { actorKinds } from '../viewer/viewer.ts'
import { findLatestConsent, insertConsent } from './consent-repo.ts'
import { findConsentText, findCurrentVersions } from './consent-text-repo.ts'
import { consentPurposes, consentSources, isRepetition, saidNow, type ConsentRecord } from './consent.ts'

type ErrorCode = CommonErrorCode | 'CUSTOMER_NOT_FOUND' | 'CONSENT_TEXT_UNKNOWN' | 'CONSENT_TEXT_OUTDATED'

/** The newest word and whose it is, or why nothing was recorded. */
export interface RecordConsentResult {
  readonly consent: ConsentRecord | null
  readonly customer: CustomerRecord | null
  readonly userErrors: readonly UserError<ErrorCode>[]
}

const input = z
  .object({
    idempotencyKey: idempotencyKeyField,
    customerId: idField('customer').nullish(),
    purpose: z.enum(consentPurposes),
    decision: z.enum(['GRANTED', 'WITHDRAWN']),
    textVersion: z.number().int().nullish(),
    textLocale: localeField.nullish(),
    source: z.enum(consentSources),
    occurredAt: z.date().nullish(),
  })
  .refine(({ decision, textVersion }) => decision === 'WITHDRAWN' || typeof textVersion === 'number', {
    path: ['textVersion'],
    error: 'is required to consent: it is the version of the text that the customer saw',
  })
  .refine(({ textVersion, textLocale }) => typeof textLocale !== 'string' || typeof textVersion === 'number', {
    path: ['textLocale'],
    error: 'must not be given without textVersion',
  })

type Input = z.infer<typeof input>

const rules: MutationRules<Input, RecordConsentResult> = {
  operation: 'recordConsent',
  schema: input,
  refuse: (...userErrors) => ({ consent: null, customer: null, userErrors }),
}

const textUnknown = (field: string): UserError<'CONSENT_TEXT_UNKNOWN'> =>
  inputError('CONSENT_TEXT_UNKNOWN', [field], 'No such text was published for this purpose.')
const textOutdated = inputError('CONSENT_TEXT_OUTDATED', ['textVersion'], 'The text has a newer version: show that one, then ask again.')
const notByClients = inputError('INVALID_INPUT', ['occurredAt'], 'occurredAt is for employees: what a client says is said now.')
const inFuture = inputError('INVALID_INPUT', ['occurredAt'], 'occurredAt must not lie in the future.')

/** Adds a customer's word to the ledger. One that only repeats the newest word adds nothing. */
export async function recordConsent(context: CustomersContext, rawInput: unknown): Promise<RecordConsentResult> {
  requireScope(context, 'customers:write')
  return await mutateOnce(context, rules, rawInput, (tx, given) => record(tx, context, given))
}

async function record(tx: TenantTx, context: CustomersContext, given: Input): Promise<RecordConsentResult> {
  const customerId = given.customerId ?? ownCustomerId(context)
  if (customerId === null) return rules.refuse(customerIdMissing)
  const customer = canSeeCustomer(context, customerId) ? await lockCustomer(tx, customerId) : null
  if (customer === null) return { consent: null, customer, userErrors: [customerNotFound] }
  const latest = await findLatestConsent(tx, customerId, given.purpose)
  const problem = timeProblem(context, given) ?? (await textProblem(tx, given))
  if (problem !== null) return { consent: latest, customer, userErrors: [problem] }
  const word = wordOf(context, given, { customerId, latest })
  if (latest !== null && isRepetition(latest, word)) return { consent: latest, customer, userErrors: [] }
  const consent = await insertConsent(tx, word)
  const { id, purpose, decision } = consent
  await appendEvent(tx, context, consentRecorded, {
    aggregateId: id,
    aggregateVersion: 1,
    data: { consentId: id, customerId, purpose, decision },
  })
  return { consent, customer, userErrors: [] }
}

function timeProblem(context: CustomersContext, { occurredAt }: Input): UserError<'INVALID_INPUT'> | null {
  if (occurredAt === null || occurredAt === undefined) return null
  if (!isStaff(context)) return notByClients
  return occurredAt > context.now() ? inFuture : null
}

async function textProblem(tx: TenantTx, { purpose, decision, textVersion, textLocale }: Input): Promise<UserError<ErrorCode> | null> {
  if (textVersion === null || textVersion === undefined) return null
  const [current] = await findCurrentVersions(tx, [purpose])
  if (current === undefined || textVersion < 1 || textVersion > current.version) return textUnknown('textVersion')
  if (decision === 'GRANTED' && textVersion < current.version) return textOutdated
  if (textLocale === null || textLocale === undefined) return null
  const text = await findConsentText(tx, purpose, textVersion)
  return text?.translations.some(({ locale }) => locale === textLocale) === true ? null : textUnknown('textLocale')
}

function wordOf(
  context: CustomersContext,
  { purpose, decision, textVersion, textLocale, source, occurredAt }: Input,
  { customerId, latest }: { readonly customerId: string; readonly latest: ConsentRecord | null },
): Omit<ConsentRecord, 'position'> {
  const now = context.now()
  return {
    id: newId('consent'),
    customerId,
    purpose,
    decision,
    textVersion: textVersion ?? null,
    textLocale: textLocale ?? null,
    source,
    occurredAt: occurredAt ?? saidNow(now, latest),
    recordedAt: now,
    actorKind: actorKinds[context.actor.kind],
    actorId: context.actor.id,
  }
}
