/** What a customer's data may be used for only with consent. */
export const consentPurposes = ['MARKETING_EMAIL', 'MARKETING_SMS', 'ANALYTICS', 'PROFILING'] as const

/** See `consentPurposes`. */
export type ConsentPurpose = (typeof consentPurposes)[number]

/** A customer's word. */
export type ConsentDecision = 'GRANTED' | 'WITHDRAWN'

/** Where the customer said so. */
export const consentSources = ['WEBSITE', 'APP', 'CHECKOUT', 'PHONE', 'EMAIL', 'PAPER'] as const

/** See `consentSources`. */
export type ConsentSource = (typeof consentSources)[number]

/** One word of a customer, as the ledger has it. */
export interface ConsentRecord {
  readonly id: string
  /** Order of writing. */
  readonly position: number
  readonly customerId: string
  readonly purpose: ConsentPurpose
  readonly decision: ConsentDecision
  /** The version of the text that the customer had before it; null when a withdrawal names none. */
  readonly textVersion: number | null
  readonly textLocale: string | null
  readonly source: ConsentSource
  readonly occurredAt: Date
  readonly recordedAt: Date
  readonly actorKind: 'EMPLOYEE' | 'CLIENT' | 'PARTNER' | 'SYSTEM'
  /** The identity provider's subject. */
  readonly actorId: string
}

/** Where a customer stands on one purpose. */
export interface ConsentState {
  readonly purpose: ConsentPurpose
  /** The newest word; null when the customer never said any. */
  readonly latest: ConsentRecord | null
}

/** Whether data may be used: only if the newest word says so. Silence is no. */
export function isGranted(latest: Pick<ConsentRecord, 'decision'> | null | undefined): boolean {
  return latest?.decision === 'GRANTED'
}

/** Where a customer stands on every purpose. */
export function statesOf(latest: readonly ConsentRecord[]): readonly ConsentState[] {
  return consentPurposes.map((purpose) => ({ purpose, latest: latest.find((record) => record.purpose === purpose) ?? null }))
}

/** Whether a word only repeats the newest one: a withdrawal again, or a consent to the same version of the text. */
export function isRepetition(
  latest: Pick<ConsentRecord, 'decision' | 'textVersion'> | null,
  word: Pick<ConsentRecord, 'decision' | 'textVersion'>,
): boolean {
  return latest?.decision === word.decision && (word.decision === 'WITHDRAWN' || latest.textVersion === word.textVersion)
}

/** When a word counts from that is said now: never before what was said already, whatever the clocks of two processes think. */
export function saidNow(now: Date, latest: Pick<ConsentRecord, 'occurredAt'> | null): Date {
  return latest !== null && latest.occurredAt > now ? latest.occurredAt : now
}
