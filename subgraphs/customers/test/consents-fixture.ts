import type { Actor } from '@iommi/shared/request-context'
import { agent, consentsOf, hasConsent, newKey, payloadIn, recordConsent, service, type Shop } from './customers-fixture.ts'

type Input = Readonly<Record<string, unknown>>

/** A page of the history of a customer's consents. */
export interface ConsentPage {
  readonly nodes: readonly { readonly id: string; readonly decision: string; readonly textVersion: number | null }[]
  readonly pageInfo: Readonly<Record<'hasNextPage' | 'hasPreviousPage', boolean> & Record<'startCursor' | 'endCursor', string | null>>
}

/** What the graph shows of a customer's consents. */
export interface Consents {
  readonly consents: readonly { readonly purpose: string; readonly latest: { readonly id: string } | null }[]
  readonly consentHistory: ConsentPage
}

/** What came of recording a consent. */
export interface RecordedConsent {
  readonly consent: { readonly id: string } | null
  readonly userErrors: readonly unknown[]
}

/** How a test records the consents of a shop's customers, and reads them. */
export interface ConsentDesk {
  readonly record: (input: Input, actor?: Actor) => Promise<RecordedConsent>
  readonly read: (id: string, page?: Input, actor?: Actor) => Promise<Consents>
  readonly has: (id: string, purpose?: string, at?: Shop) => Promise<unknown>
  readonly stateOf: (id: string, purpose?: string) => Promise<Consents['consents'][number] | undefined>
  readonly textVersion: () => Promise<number>
}

/** Consent to e-mails, given on the website. */
export const marketing = { purpose: 'MARKETING_EMAIL', decision: 'GRANTED', source: 'WEBSITE' } as const
/** The withdrawal of that consent. */
export const withdrawal = { ...marketing, decision: 'WITHDRAWN' } as const

/** The consent desk of one shop. */
export function consentDeskOf(shop: Shop): ConsentDesk {
  const record = async (input: Input, actor: Actor = agent) =>
    payloadIn(await shop.as(actor, recordConsent, { input: { idempotencyKey: newKey(), ...input } }), 'recordConsent') as RecordedConsent
  const read = async (id: string, page: Input = {}, actor: Actor = agent) =>
    payloadIn(await shop.as(actor, consentsOf, { id, ...page }), 'customer') as Consents
  const has = async (id: string, purpose = 'MARKETING_EMAIL', at = shop) =>
    (await at.as(service, hasConsent, { id, purpose })).data?.['_hasConsent']
  const stateOf = async (id: string, purpose = 'MARKETING_EMAIL') => (await read(id)).consents.find((state) => state.purpose === purpose)
  const textVersion = () => shop.publishText('MARKETING_EMAIL')
  return { record, read, has, stateOf, textVersion }
}
