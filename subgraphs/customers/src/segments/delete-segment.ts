import { segmentDeleted } from '@iommi/schema/events/customer-events'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import type { CommonErrorCode, UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { requireStaff } from '../customers/customer-access.ts'
import { isStale } from '../customers/customer.ts'
import { expectedVersionField } from '../customers/refusals.ts'
import { recordSegment } from './record-segment.ts'
import { segmentConflict, segmentNotFound } from './segment-refusals.ts'
import { lockSegment, removeSegment } from './segment-repo.ts'
import type { SegmentRecord } from './segment.ts'

/** The segment as it last was, or why nothing was deleted. */
export interface DeleteSegmentResult {
  readonly segment: SegmentRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'SEGMENT_NOT_FOUND' | 'VERSION_CONFLICT'>[]
}

const input = z.object({ idempotencyKey: idempotencyKeyField, segmentId: idField('segment'), expectedVersion: expectedVersionField })

type Input = z.infer<typeof input>

const rules: MutationRules<Input, DeleteSegmentResult> = {
  operation: 'deleteSegment',
  schema: input,
  refuse: (...userErrors) => ({ segment: null, userErrors }),
}

/** Deletes a segment. Its members stay the customers they are. */
export async function deleteSegment(context: CustomersContext, rawInput: unknown): Promise<DeleteSegmentResult> {
  requireStaff(context, 'segments:write')
  return await mutateOnce(context, rules, rawInput, (tx, given) => remove(tx, context, given))
}

async function remove(tx: TenantTx, context: CustomersContext, given: Input): Promise<DeleteSegmentResult> {
  const segment = await lockSegment(tx, given.segmentId)
  if (segment === null) return { segment, userErrors: [segmentNotFound] }
  if (isStale(segment, given.expectedVersion)) return { segment, userErrors: [segmentConflict] }
  await removeSegment(tx, segment.id)
  await recordSegment(tx, context, segmentDeleted, { id: segment.id, version: segment.version + 1 })
  return { segment, userErrors: [] }
}
