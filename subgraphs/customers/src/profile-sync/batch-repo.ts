import type { TenantTx } from '@iommi/shared/database'
import { and, asc, count, eq, inArray, isNotNull, lt, lte, sql } from 'drizzle-orm'
import { mainframeBatches, mainframeBatchItems } from './tables.ts'

/** A batch as it is first written down. */
export interface NewBatch {
  readonly id: string
  readonly sequence: number
  readonly bytes: Buffer
  readonly createdAt: Date
  /** When somebody else may write its file, should its maker not have. */
  readonly nextSendAt: Date
  readonly items: readonly NewBatchItem[]
}

/** One record of a batch, in the order of the file. */
export interface NewBatchItem {
  readonly customerId: string
  readonly version: number
  readonly fence: number
  readonly sentHash: string
  readonly traceparent: string | null
}

/** A file to be written. */
export interface BatchToSend {
  readonly id: string
  readonly bytes: Buffer
  readonly sends: number
}

const openStates = ['CREATED', 'SENT'] as const

/** How many batches of the tenant the mainframe has not answered. */
export async function countOpenBatches(tx: TenantTx): Promise<number> {
  const [row] = await tx
    .select({ open: count() })
    .from(mainframeBatches)
    .where(inArray(mainframeBatches.state, [...openStates]))
  return row?.open ?? 0
}

/** Writes a batch down with its file's bytes, its records and what they stand for. */
export async function insertBatch(tx: TenantTx, batch: NewBatch): Promise<void> {
  const { items, ...row } = batch
  await tx.insert(mainframeBatches).values({
    ...row,
    businessDate: row.createdAt.toISOString().slice(0, 10),
    recordCount: items.length,
    state: 'CREATED',
  })
  await tx.insert(mainframeBatchItems).values(items.map((item, position) => ({ ...item, batchId: batch.id, position })))
}

/** The unanswered batches whose file is to be looked after now, in their order. */
export async function findBatchesToSend(tx: TenantTx, now: Date): Promise<readonly BatchToSend[]> {
  const rows = await tx
    .select({ id: mainframeBatches.id, bytes: mainframeBatches.bytes, sends: mainframeBatches.sends })
    .from(mainframeBatches)
    .where(and(inArray(mainframeBatches.state, [...openStates]), lte(mainframeBatches.nextSendAt, now)))
    .orderBy(asc(mainframeBatches.sequence))
  return rows.flatMap(({ id, bytes, sends }) => (bytes === null ? [] : [{ id, bytes, sends }]))
}

/** Notes that the file was written, and when it is looked after again. An answer that was faster stays. */
export async function markSent(
  tx: TenantTx,
  id: string,
  { now, nextSendAt }: { readonly now: Date; readonly nextSendAt: Date },
): Promise<void> {
  await tx
    .update(mainframeBatches)
    .set({ state: 'SENT', sentAt: now, nextSendAt, sends: sql`${mainframeBatches.sends} + 1` })
    .where(and(eq(mainframeBatches.id, id), inArray(mainframeBatches.state, [...openStates])))
}

/** Sets when an unanswered batch's file is looked after. */
export async function postponeSend(tx: TenantTx, id: string, nextSendAt: Date): Promise<void> {
  await tx
    .update(mainframeBatches)
    .set({ nextSendAt })
    .where(and(eq(mainframeBatches.id, id), inArray(mainframeBatches.state, [...openStates])))
}

const batchesForgottenAtOnce = 500

/** Drops the bytes of batches confirmed before `bytesBefore`, and batches confirmed before `batchesBefore` altogether, a few hundred at a time. */
export async function forgetBatches(
  tx: TenantTx,
  { bytesBefore, batchesBefore }: { readonly bytesBefore: Date; readonly batchesBefore: Date },
): Promise<void> {
  const isClosed = inArray(mainframeBatches.state, ['ACKED', 'VOID'])
  await tx
    .update(mainframeBatches)
    .set({ bytes: null })
    .where(and(isClosed, lt(mainframeBatches.createdAt, bytesBefore), isNotNull(mainframeBatches.bytes)))
  const old = await tx
    .select({ id: mainframeBatches.id })
    .from(mainframeBatches)
    .where(and(isClosed, lt(mainframeBatches.createdAt, batchesBefore)))
    .orderBy(asc(mainframeBatches.createdAt), asc(mainframeBatches.id))
    .limit(batchesForgottenAtOnce)
  if (old.length === 0) return
  const ids = old.map(({ id }) => id)
  await tx.delete(mainframeBatchItems).where(inArray(mainframeBatchItems.batchId, ids))
  await tx.delete(mainframeBatches).where(inArray(mainframeBatches.id, ids))
}
