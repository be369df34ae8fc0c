import type { TenantTx } from '@iommi/shared/database'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { asc, eq, inArray } from 'drizzle-orm'
import { nameSortKey } from '../customers/customer.ts'
import { segments } from '../tables.ts'
import { isUniqueRace } from '../unique-race.ts'
import { ruleField } from './segment-fields.ts'
import type { SegmentRecord } from './segment.ts'

type SegmentRow = typeof segments.$inferSelect

function toRecord({ id, name, description, rule, version, createdAt, updatedAt }: SegmentRow): SegmentRecord {
  return { id, name, description, rule: ruleField.parse(rule), version, createdAt, updatedAt }
}

/** The segments there are among `ids`, in any order. */
export async function findSegments(tx: TenantTx, ids: readonly string[]): Promise<readonly SegmentRecord[]> {
  const rows = await tx
    .select()
    .from(segments)
    .where(inArray(segments.id, [...ids]))
  return rows.map(toRecord)
}

/** Every segment, by name. There are at most a hundred or so. */
export async function findAllSegments(tx: TenantTx): Promise<readonly SegmentRecord[]> {
  const rows = await tx.select().from(segments).orderBy(asc(segments.nameSort))
  return rows.map(toRecord)
}

/** One page of segments by name, as `keyset` limits it. */
export async function findSegmentPage(tx: TenantTx, page: PageRequest): Promise<readonly SegmentRecord[]> {
  const { where, orderBy, limit } = keyset(page, [segments.nameSort, segments.id], 'asc')
  const rows = await tx
    .select()
    .from(segments)
    .where(where)
    .orderBy(...orderBy)
    .limit(limit)
  return rows.map(toRecord)
}

/** How many segments there are. */
export async function countSegments(tx: TenantTx): Promise<number> {
  return await tx.$count(segments)
}

/** The segment as last committed, kept from changing until this transaction ends. */
export async function lockSegment(tx: TenantTx, id: string): Promise<SegmentRecord | null> {
  const [row] = await tx.select().from(segments).where(eq(segments.id, id)).for('update')
  return row === undefined ? null : toRecord(row)
}

/** Which segment has this name, case and accents apart. */
export async function findSegmentIdByName(tx: TenantTx, name: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: segments.id })
    .from(segments)
    .where(eq(segments.nameSort, nameSortKey(name)))
  return row?.id ?? null
}

/** Writes a new segment. A name in use fails the transaction: see `isSegmentNameRace`. */
export async function insertSegment(tx: TenantTx, segment: SegmentRecord): Promise<void> {
  await tx.insert(segments).values({ ...segment, nameSort: nameSortKey(segment.name) })
}

/** Writes a segment locked in this transaction as it is from now on. A name in use fails the transaction. */
export async function saveSegment(tx: TenantTx, { id, createdAt: _createdAt, ...segment }: SegmentRecord): Promise<void> {
  await tx
    .update(segments)
    .set({ ...segment, nameSort: nameSortKey(segment.name) })
    .where(eq(segments.id, id))
}

/** Removes a segment. */
export async function removeSegment(tx: TenantTx, id: string): Promise<void> {
  await tx.delete(segments).where(eq(segments.id, id))
}

/** Whether a transaction failed because another one took the name after it had looked. */
export function isSegmentNameRace(error: unknown): boolean {
  return isUniqueRace(error, 'segments_name_once')
}
