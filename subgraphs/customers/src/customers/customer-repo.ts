import { sqlState, type TenantTx } from '@iommi/shared/database'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, eq, gte, inArray, lt } from 'drizzle-orm'
import { customers } from '../tables.ts'
import { emailKey, nameSortKey, type CustomerRecord, type Profile } from './customer.ts'

/** A customer to be written. */
export interface NewCustomer {
  readonly id: string
  readonly profile: Profile
  readonly createdAt: Date
  /** When the row is written. */
  readonly now: Date
  readonly importKey?: string
}

/** Which customers; an absent condition holds for all. */
export interface CustomerFilter {
  readonly ids?: readonly string[] | undefined
  readonly emails?: readonly string[] | undefined
  readonly createdFrom?: Date | undefined
  readonly createdBefore?: Date | undefined
}

/** What lists can be sorted by; each has an index. */
export type CustomerSort = 'CREATED_AT' | 'NAME'

type CustomerRow = typeof customers.$inferSelect

function toRecord({ id, name, email, phone, version, createdAt }: CustomerRow): CustomerRecord {
  return { id, name, email, phone, version, createdAt }
}

/** The customers there are among `ids`, in any order. */
export async function findCustomers(tx: TenantTx, ids: readonly string[]): Promise<readonly CustomerRecord[]> {
  const rows = await tx
    .select()
    .from(customers)
    .where(inArray(customers.id, [...ids]))
  return rows.map(toRecord)
}

/** The customer as last committed, kept from changing until this transaction ends. */
export async function lockCustomer(tx: TenantTx, id: string): Promise<CustomerRecord | null> {
  const [row] = await tx.select().from(customers).where(eq(customers.id, id)).for('no key update')
  return row === undefined ? null : toRecord(row)
}

/** Who has this e-mail address, by `emailKey`. */
export async function findCustomerIdByEmail(tx: TenantTx, email: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: customers.id })
    .from(customers)
    .where(eq(customers.emailNorm, emailKey(email)))
  return row?.id ?? null
}

/** One page, with one item more than the page has. */
export async function listCustomers(
  tx: TenantTx,
  page: PageRequest,
  query: { readonly filter: CustomerFilter; readonly sort: CustomerSort; readonly direction: 'asc' | 'desc' },
): Promise<readonly CustomerRecord[]> {
  const sortColumn = query.sort === 'NAME' ? customers.nameSort : customers.createdAt
  const { where, orderBy, limit } = keyset(page, [sortColumn, customers.id], query.direction)
  const { ids, emails, createdFrom, createdBefore } = query.filter
  const rows = await tx
    .select()
    .from(customers)
    .where(
      and(
        where,
        ids && inArray(customers.id, [...ids]),
        emails && inArray(customers.emailNorm, emails.map(emailKey)),
        createdFrom && gte(customers.createdAt, createdFrom),
        createdBefore && lt(customers.createdAt, createdBefore),
      ),
    )
    .orderBy(...orderBy)
    .limit(limit)
  return rows.map(toRecord)
}

/** Writes customers as version 1. An e-mail address in use fails the transaction: see `isEmailRace`. */
export async function insertCustomers(tx: TenantTx, added: readonly NewCustomer[]): Promise<readonly CustomerRecord[]> {
  const rows = await tx.insert(customers).values(added.map(toRow)).returning()
  return rows.map(toRecord)
}

/** Writes the customers that collide with nobody, by import key or e-mail address, and returns those. */
export async function insertNewCustomers(tx: TenantTx, added: readonly NewCustomer[]): Promise<readonly CustomerRecord[]> {
  if (added.length === 0) return []
  const rows = await tx.insert(customers).values(added.map(toRow)).onConflictDoNothing().returning()
  return rows.map(toRecord)
}

/** Ids of the customers that were imported under these keys. */
export async function findImported(tx: TenantTx, importKeys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .select({ id: customers.id, importKey: customers.importKey })
    .from(customers)
    .where(inArray(customers.importKey, [...importKeys]))
  return new Map(rows.map(({ id, importKey }) => [importKey ?? '', id]))
}

/** Moves the customer from the version read to the next one, with this profile; null when another request moved it first. */
export async function advanceCustomer(
  tx: TenantTx,
  read: Pick<CustomerRecord, 'id' | 'version'>,
  change: { readonly profile: Profile; readonly now: Date },
): Promise<CustomerRecord | null> {
  const [row] = await tx
    .update(customers)
    .set({ ...profileColumns(change.profile), version: read.version + 1, updatedAt: change.now })
    .where(and(eq(customers.id, read.id), eq(customers.version, read.version)))
    .returning()
  return row === undefined ? null : toRecord(row)
}

/** Whether a transaction failed because another one took the e-mail address after it had looked. */
export function isEmailRace(error: unknown): boolean {
  return sqlState(error) === '23505' && constraintOf(error) === 'customers_email_once'
}

function constraintOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('constraint_name' in error && typeof error.constraint_name === 'string') return error.constraint_name
  return constraintOf(error.cause)
}

function toRow({ id, profile, createdAt, now, importKey }: NewCustomer): typeof customers.$inferInsert {
  return { id, ...profileColumns(profile), version: 1, importKey: importKey ?? null, createdAt, updatedAt: now }
}

function profileColumns({ name, email, phone }: Profile) {
  return { name, nameSort: nameSortKey(name), email, emailNorm: email === null ? null : emailKey(email), phone }
}
