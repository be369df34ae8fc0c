import type { TenantTx } from '@iommi/shared/database'
import { and, asc, count, eq, inArray, isNotNull, lt, lte, sql, type SQL } from 'drizzle-orm'
import { mainframeBatches, mainframeBatchItems } from './tables.ts'

/** A batch as it is first written down. */
export interface NewBatch {
  readonly id: string
  readonly sequence: number
  readonly bytes: Buffer
  readonly createdAt: Date
  /** From when on its file is to be written. */
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

/** Takes the unanswered batches whose file is to be looked after now: they are nobody else's until `takenUntil`. In their order. */
export async function takeBatchesToSend(
  tx: TenantTx,
  { now, takenUntil }: { readonly now: Date; readonly takenUntil: Date },
): Promise<readonly BatchToSend[]> {
  const due = tx
    .select({ id: mainframeBatches.id })
    .from(mainframeBatches)
    .where(and(inArray(mainframeBatches.state, [...openStates]), lte(mainframeBatches.nextSendAt, now)))
    .for('update', { skipLocked: true })
  const rows = await tx.update(mainframeBatches).set({ nextSendAt: takenUntil }).where(inArray(mainframeBatches.id, due)).returning({
    id: mainframeBatches.id,
    bytes: mainframeBatches.bytes,
    sends: mainframeBatches.sends,
    sequence: mainframeBatches.sequence,
  })
  return rows.toSorted((a, b) => a.sequence - b.sequence).flatMap(({ id, bytes, sends }) => (bytes === null ? [] : [{ id, bytes, sends }]))
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

const forgottenAtOnce = 500

/** Drops the bytes of batches closed before `bytesBefore`, and batches closed before `batchesBefore` altogether; of each 500 at a time. */
export async function forgetBatches(
  tx: TenantTx,
  { bytesBefore, batchesBefore }: { readonly bytesBefore: Date; readonly batchesBefore: Date },
): Promise<void> {
  const withBytes = await findClosed(tx, bytesBefore, isNotNull(mainframeBatches.bytes))
  if (withBytes.length > 0) await tx.update(mainframeBatches).set({ bytes: null }).where(inArray(mainframeBatches.id, withBytes))
  const ids = await findClosed(tx, batchesBefore)
  if (ids.length === 0) return
  await tx.delete(mainframeBatchItems).where(inArray(mainframeBatchItems.batchId, ids))
  await tx.delete(mainframeBatches).where(inArray(mainframeBatches.id, ids))
}

async function findClosed(tx: TenantTx, before: Date, isWanted?: SQL): Promise<string[]> {
  const rows = await tx
    .select({ id: mainframeBatches.id })
    .from(mainframeBatches)
    .where(and(lt(mainframeBatches.ackedAt, before), inArray(mainframeBatches.state, ['ACKED', 'VOID']), isWanted))
    .orderBy(asc(mainframeBatches.ackedAt), asc(mainframeBatches.id))
    .limit(forgottenAtOnce)
  return rows.map(({ id }) => id)
}
