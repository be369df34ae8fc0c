import { segmentChanged } from '@iommi/schema/events/customer-events'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import type { CommonErrorCode, UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { requireStaff } from '../customers/customer-access.ts'
import { isStale } from '../customers/customer.ts'
import { nameField } from '../customers/profile-fields.ts'
import { expectedVersionField } from '../customers/refusals.ts'
import { recordSegment } from './record-segment.ts'
import { descriptionField, ruleField } from './segment-fields.ts'
import { againAfterNameRace, nameTaken, segmentConflict, segmentNotFound } from './segment-refusals.ts'
import { findSegmentIdByName, lockSegment, saveSegment } from './segment-repo.ts'
import { changedSegment, type SegmentRecord } from './segment.ts'

/** The segment as it is now, or why nothing was changed. */
export interface UpdateSegmentResult {
  readonly segment: SegmentRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'SEGMENT_NOT_FOUND' | 'NAME_TAKEN' | 'VERSION_CONFLICT'>[]
}

const input = z.object({
  idempotencyKey: idempotencyKeyField,
  segmentId: idField('segment'),
  expectedVersion: expectedVersionField,
  name: nameField.optional(),
  description: descriptionField.nullable().optional(),
  rule: ruleField.optional(),
})

type Input = z.infer<typeof input>

const rules: MutationRules<Input, UpdateSegmentResult> = {
  operation: 'updateSegment',
  schema: input,
  refuse: (...userErrors) => ({ segment: null, userErrors }),
}

/** Changes a segment to what is given. What is the same already changes nothing: no version, no event. */
export async function updateSegment(context: CustomersContext, rawInput: unknown): Promise<UpdateSegmentResult> {
  requireStaff(context, 'segments:write')
  return await againAfterNameRace(() => mutateOnce(context, rules, rawInput, (tx, given) => update(tx, context, given)))
}

async function update(tx: TenantTx, context: CustomersContext, given: Input): Promise<UpdateSegmentResult> {
  const segment = await lockSegment(tx, given.segmentId)
  if (segment === null) return { segment, userErrors: [segmentNotFound] }
  if (isStale(segment, given.expectedVersion)) return { segment, userErrors: [segmentConflict] }
  const changed = changedSegment(segment, given, context.now())
  if (changed === null) return { segment, userErrors: [] }
  const holder = await findSegmentIdByName(tx, changed.name)
  if (holder !== null && holder !== segment.id) return { segment, userErrors: [nameTaken] }
  await saveSegment(tx, changed)
  await recordSegment(tx, context, segmentChanged, changed)
  return { segment: changed, userErrors: [] }
}
