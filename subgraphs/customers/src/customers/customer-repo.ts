import type { TenantTx } from '@iommi/shared/database'
import {
  idFilter,
  rangeFilter,
  textFilter,
  valueFilter,
  whereSql,
  type FieldConditions,
  type OneOf,
  type Range,
  type TextConditions,
  type Where,
} from '@iommi/shared/filters'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, eq, inArray, or, sql, type SQL } from 'drizzle-orm'
import { hasDefaultCountry } from '../addresses/address-repo.ts'
import { ruleSql } from '../segments/segment-rule-repo.ts'
import type { SegmentRule } from '../segments/segment-rule.ts'
import { customers } from '../tables.ts'
import { isUniqueRace } from '../unique-race.ts'
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

/** The fields customers can be filtered by. */
export interface CustomerFields {
  readonly id: OneOf<string>
  readonly name: TextConditions
  readonly email: TextConditions
  readonly phone: TextConditions
  readonly createdAt: Range<Date>
  /** Of the default address. */
  readonly countryCode: OneOf<string>
  /** Members of one of these segments. */
  readonly segment: OneOf<string>
}

/** Which customers: the caller's filter, with the rules of the segments it names, and the rule of a segment. */
export interface CustomerSelection {
  readonly where?: Where<CustomerFields> | null | undefined
  readonly segments?: ReadonlyMap<string, SegmentRule>
  readonly rule?: SegmentRule
}

const conditions: FieldConditions<Omit<CustomerFields, 'segment'>> = {
  id: idFilter(customers.id),
  name: textFilter(customers.nameSort, nameSortKey),
  email: textFilter(customers.emailNorm, emailKey),
  phone: textFilter(customers.phone),
  createdAt: rangeFilter<Date>(customers.createdAt),
  countryCode: (filter, path) => hasDefaultCountry((countryCode) => valueFilter<string>(countryCode)(filter, path)),
}

/** The condition on `customers` that a selection is. */
export function isSelected({ where, segments = new Map(), rule }: CustomerSelection): SQL | undefined {
  const segment = ({ in: ids }: OneOf<string>): SQL | undefined =>
    ids ? (or(...ids.map((id) => segments.get(id)).map((each) => each && ruleSql(each))) ?? sql`false`) : undefined
  return and(rule && ruleSql(rule), whereSql(where, { ...conditions, segment }))
}

/** How a list of customers is sorted; ties by id. Each has an index. */
export interface CustomerSort {
  readonly field: 'CREATED_AT' | 'NAME'
  readonly direction: 'asc' | 'desc'
}

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

/** One page of customers, as `keyset` limits it. */
export async function listCustomers(
  tx: TenantTx,
  selection: CustomerSelection,
  page: PageRequest,
  sort: CustomerSort,
): Promise<readonly CustomerRecord[]> {
  const sortColumn = sort.field === 'NAME' ? customers.nameSort : customers.createdAt
  const { where, orderBy, limit } = keyset(page, [sortColumn, customers.id], sort.direction)
  const rows = await tx
    .select()
    .from(customers)
    .where(and(isSelected(selection), where))
    .orderBy(...orderBy)
    .limit(limit)
  return rows.map(toRecord)
}

/** How many customers are selected. */
export async function countCustomers(tx: TenantTx, selection: CustomerSelection): Promise<number> {
  return await tx.$count(customers, isSelected(selection))
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
  return isUniqueRace(error, 'customers_email_once')
}

function toRow({ id, profile, createdAt, now, importKey }: NewCustomer): typeof customers.$inferInsert {
  return { id, ...profileColumns(profile), version: 1, importKey: importKey ?? null, createdAt, updatedAt: now }
}

function profileColumns({ name, email, phone }: Profile) {
  return { name, nameSort: nameSortKey(name), email, emailNorm: email === null ? null : emailKey(email), phone }
}
