import type { userInvited } from '@iommi/schema/events/customer-events'
import type { TenantTx } from '@iommi/shared/database'
import { appendEvent } from '@iommi/shared/outbox'
import type { RequestContext } from '@iommi/shared/request-context'
import type { UserRecord } from './user.ts'

/** Records what happened to a user, in the change's transaction. */
export async function recordUser(tx: TenantTx, context: RequestContext, event: typeof userInvited, user: UserRecord): Promise<void> {
  const { id, kind, status, version } = user
  await appendEvent(tx, context, event, { aggregateId: id, aggregateVersion: version, data: { userId: id, kind, status, version } })
}
