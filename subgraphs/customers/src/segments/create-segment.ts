import { segmentCreated } from '@iommi/schema/events/customer-events'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { newId } from '@iommi/shared/ids'
import type { CommonErrorCode, UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { requireStaff } from '../customers/customer-access.ts'
import { nameField } from '../customers/profile-fields.ts'
import { recordSegment } from './record-segment.ts'
import { descriptionField, ruleField } from './segment-fields.ts'
import { againAfterNameRace, nameTaken, tooManySegments } from './segment-refusals.ts'
import { countSegments, findSegmentIdByName, insertSegment } from './segment-repo.ts'
import { segmentsMax, type SegmentRecord } from './segment.ts'

/** The new segment, or why there is none. */
export interface CreateSegmentResult {
  readonly segment: SegmentRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'NAME_TAKEN' | 'TOO_MANY_SEGMENTS'>[]
}

const input = z.object({ idempotencyKey: idempotencyKeyField, name: nameField, description: descriptionField.nullish(), rule: ruleField })

type Input = z.infer<typeof input>

const rules: MutationRules<Input, CreateSegmentResult> = {
  operation: 'createSegment',
  schema: input,
  refuse: (...userErrors) => ({ segment: null, userErrors }),
}

/** Makes a segment. */
export async function createSegment(context: CustomersContext, rawInput: unknown): Promise<CreateSegmentResult> {
  requireStaff(context, 'segments:write')
  return await againAfterNameRace(() => mutateOnce(context, rules, rawInput, (tx, given) => create(tx, context, given)))
}

async function create(tx: TenantTx, context: CustomersContext, { name, description, rule }: Input): Promise<CreateSegmentResult> {
  if ((await findSegmentIdByName(tx, name)) !== null) return { segment: null, userErrors: [nameTaken] }
  // Two at once may both be the last one: no more than that hangs on the exact number.
  if ((await countSegments(tx)) >= segmentsMax) return { segment: null, userErrors: [tooManySegments] }
  const now = context.now()
  const segment = { id: newId('segment'), name, description: description ?? null, rule, version: 1, createdAt: now, updatedAt: now }
  await insertSegment(tx, segment)
  await recordSegment(tx, context, segmentCreated, segment)
  return { segment, userErrors: [] }
}
