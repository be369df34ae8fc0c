import type { segmentCreated } from '@iommi/schema/events/customer-events'
import type { TenantTx } from '@iommi/shared/database'
import { appendEvent } from '@iommi/shared/outbox'
import type { RequestContext } from '@iommi/shared/request-context'
import type { SegmentRecord } from './segment.ts'

/** Records what happened to a segment, in the change's transaction. */
export async function recordSegment(
  tx: TenantTx,
  context: RequestContext,
  event: typeof segmentCreated,
  { id, version }: Pick<SegmentRecord, 'id' | 'version'>,
): Promise<void> {
  await appendEvent(tx, context, event, { aggregateId: id, aggregateVersion: version, data: { segmentId: id, version } })
}
