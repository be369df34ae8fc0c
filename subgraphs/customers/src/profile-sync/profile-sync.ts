import type { Loop } from '@iommi/shared/lifecycle'
import { openQueue, startQueueWorker, type QueuePlace } from '@iommi/shared/queue'
import { z } from 'zod'
import { batchRecordsMax } from './batch-file.ts'
import { createBatcher, type Batcher } from './batcher.ts'
import { claimBatch } from './claim-batch.ts'
import { startWatch } from './liveness.ts'
import { startReadingAnswers } from './read-answers.ts'
import { sendBatches } from './send-batches.ts'
import { startSweep, type SweepTimes } from './sweep.ts'
import type { SyncKit } from './sync-kit.ts'
import { startNightly, startReconciling, startSending, startTidying } from './upkeep.ts'

/** How the worker goes about it. */
export interface ProfileSyncOptions {
  readonly queue: QueuePlace
  /** Null: nobody looks after what Redis forgets. For tests that show what that costs. */
  readonly sweep: SweepTimes | null
  readonly collectMs: number
  readonly recordsMax: number
  /** The hour (UTC) in which every tenant is reconciled. */
  readonly nightlyHour: number
  readonly stuckMs: number
  readonly onStuck: () => void
}

/** A running worker. */
export interface ProfileSync {
  /** Lets what is under way finish for up to `timeoutMs`. Whatever is left is found by the next worker. */
  readonly stop: (timeoutMs: number) => Promise<void>
}

const watchEveryMs = 2_000
const concurrency = batchRecordsMax

const jobData = z.object({ tenantId: z.uuid(), customerId: z.string() })

/** Brings profile changes to the mainframe and its answers back, until stopped. Any number of processes may. */
export function startProfileSync(kit: SyncKit, options: ProfileSyncOptions): ProfileSync {
  let lastAnswerAt = kit.now()
  const batcher = batcherFor(kit, options)
  const queue = openQueue(options.queue)
  const onAnswer = (tenantId: string): void => {
    lastAnswerAt = kit.now()
    // What it would have claimed is found by the sweep.
    batcher.wake(tenantId).catch(() => undefined)
  }
  const loops: readonly Loop[] = [
    startReadingAnswers(kit, { onAnswer }),
    startSending(kit),
    startReconciling(kit),
    startNightly(kit, options.nightlyHour),
    startTidying(kit),
    startWatch(kit, { everyMs: watchEveryMs, stuckMs: options.stuckMs, lastAnswerAt: () => lastAnswerAt, onStuck: options.onStuck }),
    ...(options.sweep === null ? [] : [startSweep(kit, queue, options.sweep)]),
  ]
  const worker = startQueueWorker({ place: options.queue, concurrency, log: kit.log }, (data) => handleJob(kit, batcher, data))
  return {
    stop: async (timeoutMs) => {
      await Promise.all([worker.stop(timeoutMs), ...loops.map((loop) => loop.stop())])
      await batcher.stop()
      await queue.close()
    },
  }
}

function batcherFor(kit: SyncKit, { collectMs, recordsMax }: ProfileSyncOptions): Batcher {
  return createBatcher({
    collectMs,
    recordsMax,
    claim: async (tenantId, limit) => {
      const tenant = await kit.tenants.find(tenantId)
      if (tenant === null) return { claimed: 0, isFull: false }
      const outcome = await claimBatch(kit, tenant, limit)
      if (outcome.batchId !== null) await sendBatches(kit, tenant)
      return outcome
    },
  })
}

/** A job is done once everything of its tenant that was due is claimed: the profile it names is either claimed, or not due. */
async function handleJob(kit: SyncKit, batcher: Batcher, data: unknown): Promise<void> {
  const parsed = jobData.safeParse(data)
  if (parsed.success) await batcher.wake(parsed.data.tenantId)
  else kit.log.error({ operation: 'profile-sync' }, 'a job that is none of ours was dropped')
}
