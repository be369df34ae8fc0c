import { nextAckAtMs, writeDueAcks } from './ack-desk.ts'
import { openDataset } from './dataset.ts'
import { listFiles, openDrop } from './drop.ts'
import { answerExtract } from './extract-desk.ts'
import { findFault } from './fault-play.ts'
import { openIntake, type Intake, type TakenFile } from './intake.ts'
import { datasetStatus, openOperator, type DatasetStatus, type Operator } from './operator.ts'
import { processBatch } from './process-batch.ts'
import { receiveBatch, type BatchJob } from './receive-batch.ts'
import type { Site } from './site.ts'
import { isOpenAt, type BatchWindow, type WindowMode } from './window.ts'

/** How the mainframe is set up. */
export interface MainframeSettings {
  /** The drop and everything else is below it. */
  readonly directory: string
  readonly seed: string
  readonly recordsPerSecond: number
  readonly window: BatchWindow
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** What the operator sees. */
export interface MainframeStatus extends DatasetStatus {
  readonly isDown: boolean
  readonly window: { readonly schedule: string; readonly mode: WindowMode; readonly isOpen: boolean }
  readonly recordsPerSecond: number
  readonly seed: string
  /** The batch that is being processed. */
  readonly job: { readonly file: string; readonly records: number } | null
  /** Files in the drop that were not taken yet. */
  readonly waiting: { readonly batches: number; readonly requests: number }
}

/** A mainframe that works when `step` is called and not otherwise. */
export interface Mainframe {
  /**
   * Does the next piece of work that is due; answers in how many milliseconds there will be more: 0 at once, Infinity not before something
   * comes from outside. Throws, with nothing half done, when its disk is full; the same piece is tried again by the next call.
   */
  readonly step: () => number
  readonly operator: Operator
  readonly status: () => MainframeStatus
  readonly close: () => void
}

interface Running {
  readonly site: Site
  readonly settings: MainframeSettings
  /** Null until the next step opens it. */
  intake: Intake | null
  job: { readonly batch: BatchJob; readonly startedAtMs: number } | null
}

/** Opens the mainframe on its directory, where it left off, whatever ended it. One process at a time. */
export function openMainframe(settings: MainframeSettings): Mainframe {
  const { directory, seed, recordsPerSecond, window, now } = settings
  const drop = openDrop(directory)
  const dataset = openDataset(drop.dataset, now)
  const site: Site = { drop, dataset, now, seed }
  dataset.commit([{ kind: 'started', seed, recordsPerSecond, window: window.text }])
  const running: Running = { site, settings, intake: null, job: null }
  return {
    step: () => {
      try {
        return step(running)
      } catch (error) {
        // As after a crash: what was in hand is found again by its files and the journal.
        running.intake = null
        running.job = null
        throw error
      }
    },
    operator: openOperator(site),
    status: () => status(running),
    close: dataset.close,
  }
}

function step(running: Running): number {
  const { site, settings } = running
  const { state } = site.dataset
  if (findFault(state.faults, 'down') !== null) return Number.POSITIVE_INFINITY
  const intake = (running.intake ??= openIntake(site))
  writeDueAcks(site)
  if (running.job === null && isOpenAt(settings.window, state.windowMode, site.now())) {
    const taken = intake.next()
    if (taken !== null) deal(running, intake, taken)
    if (taken !== null && running.job === null) return 0
  }
  if (running.job !== null && jobEndsAtMs(running, running.job) <= site.now()) {
    const { batch } = running.job
    processBatch(site, batch)
    running.job = null
    intake.putAway(batch.file)
    return 0
  }
  const nextAtMs = Math.min(nextAckAtMs(site), running.job === null ? Number.POSITIVE_INFINITY : jobEndsAtMs(running, running.job))
  return Math.max(0, nextAtMs - site.now())
}

function deal(running: Running, intake: Intake, taken: TakenFile): void {
  const { site } = running
  if (taken.kind === 'request') {
    if (!answerExtract(site, taken.file, taken.request)) intake.postpone(taken.file)
  } else {
    const batch = receiveBatch(site, taken)
    if (batch !== null) running.job = { batch, startedAtMs: site.now() }
  }
  intake.putAway(taken.file)
}

function jobEndsAtMs({ site, settings }: Running, { batch, startedAtMs }: NonNullable<Running['job']>): number {
  const slowFactor = findFault(site.dataset.state.faults, 'slow')?.amount ?? 1
  return startedAtMs + (batch.details.length * slowFactor * 1_000) / settings.recordsPerSecond
}

function status({ site, settings, job }: Running): MainframeStatus {
  const { window, recordsPerSecond, seed } = settings
  const { faults, windowMode } = site.dataset.state
  return {
    ...datasetStatus(site),
    isDown: findFault(faults, 'down') !== null,
    window: { schedule: window.text, mode: windowMode, isOpen: isOpenAt(window, windowMode, site.now()) },
    recordsPerSecond: recordsPerSecond / (findFault(faults, 'slow')?.amount ?? 1),
    seed,
    job: job === null ? null : { file: job.batch.file, records: job.batch.details.length },
    waiting: { batches: listFiles(site.drop.incoming).length, requests: listFiles(site.drop.requests).length },
  }
}
