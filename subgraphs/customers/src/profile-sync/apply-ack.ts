import { customerProfileChanged } from '@iommi/schema/events/customer-events'
import { withTenant, type TenantTx } from '@iommi/shared/database'
import { appendEvents } from '@iommi/shared/outbox'
import type { Tenant } from '@iommi/shared/tenant'
import { inSpansOf } from '@iommi/shared/tracing'
import { recordSyncChanges } from '../mainframe-sync/record-sync-changes.ts'
import type { Ack } from './ack-file.ts'
import { outcomeOf, type AckOutcome, type SentRecord } from './ack-outcome.ts'
import {
  findSent,
  findSentRecords,
  findTraceparents,
  liftVersions,
  lockBatch,
  lockProfiles,
  noteAnswer,
  noteResults,
  parkRejected,
  raiseAcked,
  releaseLeases,
  type AnsweredBatch,
} from './ack-repo.ts'
import { backoffMs } from './backoff.ts'
import { postponeSend } from './batch-repo.ts'
import { lockSequence, setSequence } from './claim-repo.ts'
import { GarbledFileError } from './received-file.ts'
import { workFor, type SyncKit, type TenantWork } from './sync-kit.ts'

/** What an ack changed. */
export type AckEffect =
  { readonly kind: 'applied' | 'refused' | 'renumbered' } | { readonly kind: 'ignored'; readonly why: 'unknown batch' | 'answered before' }

const isMisnumbered = (ack: Ack): boolean => ack.returnCode === 8 && ack.reason.startsWith('SEQUENCE')
const refusedAgainMs = 250

/**
 * Applies an ack in one transaction. It may come late, twice or out of order: what it says of stored versions only ever raises what is
 * known, and a lease is released only by the ack to it. Throws a GarbledFileError when it does not answer what was sent.
 */
export async function applyAck(kit: Pick<SyncKit, 'db' | 'now' | 'metrics' | 'log'>, tenant: Tenant, ack: Ack): Promise<AckEffect> {
  const traceparents = await withTenant(workFor(kit, tenant), (tx) => findTraceparents(tx, ack.batchId))
  const wish = { name: 'apply mainframe ack', kind: 'consumer', attributes: { 'iommi.return_code': ack.returnCode } } as const
  return await inSpansOf(traceparents, wish, async () => {
    const work = workFor(kit, tenant)
    const { effect, counts } = await withTenant(work, (tx) => apply(tx, work, ack))
    for (const [outcome, count] of Object.entries(counts)) countAcked(kit, tenant, outcome, count)
    return effect
  })
}

function countAcked(kit: Pick<SyncKit, 'metrics'>, tenant: Tenant, outcome: string, count: number): void {
  if (outcome === 'stored' || outcome === 'rejected' || outcome === 'diverged') kit.metrics.acked(tenant.id, outcome, count)
}

interface Applied {
  readonly effect: AckEffect
  readonly counts: Readonly<Record<string, number>>
}

async function apply(tx: TenantTx, work: TenantWork, ack: Ack): Promise<Applied> {
  const counts = {}
  // The order of a claim: the number first, then the batch.
  const nextSequence = isMisnumbered(ack) ? await lockSequence(tx) : 0
  const batch = await lockBatch(tx, ack.batchId)
  if (batch === null) return { effect: { kind: 'ignored', why: 'unknown batch' }, counts }
  if (batch.state === 'ACKED') return { effect: { kind: 'ignored', why: 'answered before' }, counts }
  if (ack.returnCode === 0 || ack.returnCode === 4) {
    return { effect: { kind: 'applied' }, counts: await applyResults(tx, work, batch, ack) }
  }
  if (batch.state === 'VOID') return { effect: { kind: 'ignored', why: 'answered before' }, counts }
  if (isMisnumbered(ack)) {
    await renumber(tx, work, batch, { ack, nextSequence })
    return { effect: { kind: 'renumbered' }, counts }
  }
  await noteAnswer(tx, batch.id, { returnCode: ack.returnCode, reason: ack.reason, closed: null })
  await waitAfterRefusal(tx, work, batch)
  return { effect: { kind: 'refused' }, counts }
}

/** Has an unanswered batch sent again after a while: the longer, the more often it was. */
export async function waitAfterRefusal(tx: TenantTx, { now }: Pick<TenantWork, 'now'>, batch: AnsweredBatch): Promise<void> {
  await postponeSend(tx, batch.id, new Date(now().getTime() + backoffMs(refusedAgainMs, batch.sends, Math.random())))
}

/** The mainframe has gone on without us, as after a restore of this database: the records go into a batch with a later number. */
async function renumber(
  tx: TenantTx,
  work: TenantWork,
  batch: AnsweredBatch,
  { ack, nextSequence }: { readonly ack: Ack; readonly nextSequence: number },
): Promise<void> {
  await setSequence(tx, Math.max(nextSequence, batch.sequence + 1))
  await noteAnswer(tx, batch.id, { returnCode: ack.returnCode, reason: ack.reason, closed: { state: 'VOID', at: work.now() } })
  const sent = await findSentRecords(tx, batch.id)
  await lockProfiles(tx, { diverged: [], all: sent.map(({ customerId }) => customerId) })
  await recordSyncChanges(tx, work, await releaseLeases(tx, sent))
}

async function applyResults(tx: TenantTx, work: TenantWork, batch: AnsweredBatch, ack: Ack): Promise<Readonly<Record<string, number>>> {
  const now = work.now()
  const sent = await findSentRecords(tx, batch.id)
  const outcomes = await decide(tx, sent, ack)
  const of = <Kind extends AckOutcome['kind']>(kind: Kind) => outcomes.flatMap((each) => (isKind(each, kind) ? [each] : []))
  const diverged = of('diverged').map(({ sent: { customerId }, outcome }) => ({ customerId, storedVersion: outcome.storedVersion }))
  const all = sent.map(({ customerId }) => customerId)
  await lockProfiles(tx, { diverged: diverged.map(({ customerId }) => customerId), all })
  await noteAnswer(tx, batch.id, { returnCode: ack.returnCode, reason: ack.reason, closed: { state: 'ACKED', at: now } })
  await noteResults(tx, batch.id, ack.results)
  await raiseAcked(
    tx,
    of('stored').map(({ sent: { customerId, fence }, outcome }) => ({ customerId, fence, version: outcome.version })),
    now,
  )
  await parkRejected(
    tx,
    of('rejected').map(({ sent: record, outcome }) => ({ ...record, code: '4', field: outcome.field, reason: outcome.reason })),
    now,
  )
  const lifted = await liftVersions(tx, diverged, now)
  const changes = lifted.map(({ customerId, version }) => ({
    aggregateId: customerId,
    aggregateVersion: version,
    data: { customerId, version },
  }))
  await appendEvents(tx, work, customerProfileChanged, changes)
  await recordSyncChanges(tx, work, all)
  return { stored: of('stored').length, rejected: of('rejected').length, diverged: lifted.length }
}

interface Decided<Outcome extends AckOutcome = AckOutcome> {
  readonly sent: SentRecord
  readonly outcome: Outcome
}

function isKind<Kind extends AckOutcome['kind']>(each: Decided, kind: Kind): each is Decided<Extract<AckOutcome, { readonly kind: Kind }>> {
  return each.outcome.kind === kind
}

async function decide(tx: TenantTx, sent: readonly SentRecord[], ack: Ack): Promise<readonly Decided[]> {
  const pairs = sent.map((record, index) => ({ record, result: ack.results[index] }))
  if (ack.results.length !== sent.length) throw new GarbledFileError('The ack has another number of results than the batch has records.')
  const newer = pairs.flatMap(({ record, result }) =>
    result !== undefined && result.storedVersion > record.version
      ? [{ customerId: record.customerId, version: result.storedVersion, hash: result.storedHash }]
      : [],
  )
  const known = new Set((await findSent(tx, newer)).map(keyOf))
  return pairs.map(({ record, result }) => {
    if (result?.customerId !== record.customerId) throw new GarbledFileError('The results are not those of the batch in its order.')
    return { sent: record, outcome: outcomeOf(record, result, (each) => known.has(keyOf(each))) }
  })
}

function keyOf({ customerId, version, hash }: { readonly customerId: string; readonly version: number; readonly hash: string }): string {
  return `${customerId} ${String(version)} ${hash}`
}
