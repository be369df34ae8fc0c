import type { TenantTx } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { consents, customers } from '../tables.ts'
import type { ConsentPurpose, ConsentRecord } from './consent.ts'

const columns = {
  id: consents.id,
  position: consents.position,
  customerId: consents.customerId,
  purpose: consents.purpose,
  decision: consents.decision,
  textVersion: consents.textVersion,
  textLocale: consents.textLocale,
  source: consents.source,
  occurredAt: consents.occurredAt,
  recordedAt: consents.recordedAt,
  actorKind: consents.actorKind,
  actorId: consents.actorId,
}

/** The newest word of each customer on each purpose it said any on. */
export async function findLatestConsents(tx: TenantTx, customerIds: readonly string[]): Promise<readonly ConsentRecord[]> {
  return await tx
    .selectDistinctOn([consents.customerId, consents.purpose], columns)
    .from(consents)
    .where(inArray(consents.customerId, [...customerIds]))
    .orderBy(asc(consents.customerId), asc(consents.purpose), desc(consents.occurredAt), desc(consents.position))
}

/** The newest word of a customer on a purpose. */
export async function findLatestConsent(tx: TenantTx, customerId: string, purpose: ConsentPurpose): Promise<ConsentRecord | null> {
  const [latest] = await tx
    .select(columns)
    .from(consents)
    .where(and(eq(consents.customerId, customerId), eq(consents.purpose, purpose)))
    .orderBy(desc(consents.occurredAt), desc(consents.position))
    .limit(1)
  return latest ?? null
}

/** The same page of the words of each customer, newest first, with one item more than the page has. */
export async function findConsentPages(tx: TenantTx, customerIds: readonly string[], page: PageRequest): Promise<readonly ConsentRecord[]> {
  const { where, orderBy, limit } = keyset(page, [consents.occurredAt, consents.position], 'desc')
  const ofOne = tx
    .select(columns)
    .from(consents)
    .where(and(eq(consents.customerId, customers.id), where))
    .orderBy(...orderBy)
    .limit(limit)
    .as('page')
  const direction = page.isBackward ? asc : desc
  const rows = await tx
    .select()
    .from(customers)
    .crossJoinLateral(ofOne)
    .where(inArray(customers.id, [...customerIds]))
    .orderBy(direction(ofOne.occurredAt), direction(ofOne.position))
  return rows.map((row) => row.page)
}

/** Adds a word to the ledger. The customer is locked in this transaction: words are written in the order they count in. */
export async function insertConsent(tx: TenantTx, word: Omit<ConsentRecord, 'position'>): Promise<ConsentRecord> {
  const [row] = await tx.insert(consents).values(word).returning(columns)
  invariant(row, 'an insert returns its row')
  return row
}
