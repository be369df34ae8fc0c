import { customerProfileChanged, type customerRegistered } from '@iommi/schema/events/customer-events'
import { profileSyncJob } from '@iommi/schema/jobs/profile-sync'
import type { TenantTx } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { appendEvents, appendJobs } from '@iommi/shared/outbox'
import type { RequestContext } from '@iommi/shared/request-context'
import { markDirty } from '../mainframe-sync/mainframe-sync-repo.ts'
import { recordSyncChanges } from '../mainframe-sync/record-sync-changes.ts'
import { advanceCustomer } from './customer-repo.ts'
import type { CustomerRecord, Profile } from './customer.ts'

/** What every new version of a customer brings with it, in its own transaction: the event, and the way to the mainframe. */
export async function recordVersions(
  tx: TenantTx,
  context: RequestContext,
  event: typeof customerRegistered,
  changed: readonly CustomerRecord[],
): Promise<void> {
  if (changed.length === 0) return
  const isNew = event !== customerProfileChanged
  const events = changed.map(({ id, version, createdAt }) => ({
    aggregateId: id,
    aggregateVersion: version,
    data: { customerId: id, version },
    ...(isNew ? { occurredAt: createdAt } : {}),
  }))
  const jobs = changed.map(({ id, version }) => ({ aggregateId: id, aggregateVersion: version, data: { customerId: id } }))
  // Sent together on the transaction's connection: one round trip.
  await Promise.all([
    markDirty(
      tx,
      changed.map(({ id, version }) => ({ customerId: id, desiredVersion: version, traceparent: context.traceparent, now: context.now() })),
    ),
    appendEvents(tx, context, event, events),
    appendJobs(tx, context, profileSyncJob, jobs),
  ])
  // A new customer is told of when it is sent: an import of thousands is not thousands of events more.
  if (!isNew) {
    await recordSyncChanges(
      tx,
      context,
      changed.map(({ id }) => id),
    )
  }
}

/** Gives a customer locked in this transaction its next version, with `profile`, and records it. */
export async function saveNextVersion(
  tx: TenantTx,
  context: RequestContext,
  customer: CustomerRecord,
  profile: Profile,
): Promise<CustomerRecord> {
  const changed = await advanceCustomer(tx, customer, { profile, now: context.now() })
  invariant(changed, 'a locked customer keeps its version')
  await recordVersions(tx, context, customerProfileChanged, [changed])
  return changed
}
