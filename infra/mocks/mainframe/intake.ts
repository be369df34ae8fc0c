import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nextSeqOf, type HeldBatch } from './dataset-state.ts'
import { listFiles, moveFile } from './drop.ts'
import { findFault } from './fault-play.ts'
import type { TakenBatch } from './receive-batch.ts'
import type { Site } from './site.ts'

/** A file whose turn it is; it lies in the work directory. */
export type TakenFile =
  (TakenBatch & { readonly kind: 'batch' }) | { readonly kind: 'request'; readonly file: string; readonly request: string }

/** Hands out the files of the drop, one at a time. */
export interface Intake {
  /** First what was left over or is not held any more, then requests, then batches, each in the order of arrival; null when there is nothing. */
  readonly next: () => TakenFile | null
  /** Puts a file away once the journal says what became of it; one that is still pending stays. */
  readonly putAway: (file: string) => void
  /** Hands a file that is still pending out again a second later. */
  readonly postpone: (file: string) => void
}

interface Inbox {
  readonly directory: string
  readonly names: RegExp
  /** Seen, and not taken yet. */
  readonly queue: string[]
}

const batchNames = /^CUSTPROF\.([0-9A-Za-z_-]{1,32})\.dat$/
const requestNames = /^EXTRACT\.([0-9A-Za-z_-]{1,32})\.dat$/
const postponeMs = 1_000

/** Begins with what a killed process has left in its hands. */
export function openIntake(site: Site): Intake {
  const leftOver = [...recover(site)]
  const postponed = new Map<string, number>()
  const requests: Inbox = { directory: site.drop.requests, names: requestNames, queue: [] }
  const batches: Inbox = { directory: site.drop.incoming, names: batchNames, queue: [] }
  const findPostponed = (): string | undefined => {
    const [file] = [...postponed].find(([, atMs]) => atMs <= site.now()) ?? []
    if (file !== undefined) postponed.delete(file)
    return file !== undefined && site.dataset.state.work.get(file)?.outcome === 'pending' ? file : undefined
  }
  return {
    next: () => {
      const file = leftOver.shift() ?? findPostponed() ?? release(site) ?? takeFrom(site, requests) ?? takeFrom(site, batches)
      return file === undefined ? null : describeFile(site, file)
    },
    putAway: (file) => {
      putAway(site, file)
    },
    postpone: (file) => {
      postponed.set(file, site.now() + postponeMs)
    },
  }
}

// A process may have been killed between a line of the journal and the move that belongs to it.
function recover(site: Site): readonly string[] {
  const { drop, dataset } = site
  const noLongerHeld = readdirSync(drop.held).filter((file) => !dataset.state.held.has(file))
  for (const file of noLongerHeld) moveFile(join(drop.held, file), join(drop.work, file))
  for (const file of readdirSync(drop.work)) putAway(site, file)
  return listFiles(drop.work)
}

function putAway({ drop, dataset }: Site, file: string): void {
  const inWork = dataset.state.work.get(file)
  if (inWork === undefined || inWork.outcome === 'pending') return
  const isHeld = inWork.outcome === 'held'
  moveFile(join(drop.work, file), isHeld ? join(drop.held, file) : join(drop.archive, archiveName(file, inWork.takenAt)))
}

// A name may come again: the place in the journal tells the copies apart.
function archiveName(file: string, takenAt: number): string {
  return `${String(takenAt).padStart(9, '0')}.${file}`
}

function release(site: Site): string | undefined {
  const { drop, dataset } = site
  const isHolding = findFault(dataset.state.faults, 'hold') !== null
  const canGo = ({ by, tenant, seq }: HeldBatch): boolean => (by === 'OPERATOR' ? !isHolding : seq <= nextSeqOf(dataset.state, tenant))
  const [next] = [...dataset.state.held.values()].filter(canGo).toSorted((one, other) => one.seq - other.seq)
  if (next === undefined) return undefined
  dataset.commit([{ kind: 'released', file: next.file }])
  moveFile(join(drop.held, next.file), join(drop.work, next.file))
  return next.file
}

function takeFrom(site: Site, { directory, names, queue }: Inbox): string | undefined {
  if (queue.length === 0) queue.push(...listFiles(directory))
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const path = join(directory, file)
    if (!existsSync(path)) continue
    site.dataset.commit([
      { kind: 'taken', file },
      ...(names.test(file) ? [] : [{ kind: 'unanswered', file, reason: 'FILE NAME' } as const]),
    ])
    if (names.test(file)) {
      moveFile(path, join(site.drop.work, file))
      return file
    }
    moveFile(path, join(site.drop.archive, archiveName(file, site.dataset.state.work.get(file)?.takenAt ?? 0)))
  }
  return undefined
}

function describeFile(site: Site, file: string): TakenFile {
  const [, request] = requestNames.exec(file) ?? []
  if (request !== undefined) return { kind: 'request', file, request }
  const [, batch = ''] = batchNames.exec(file) ?? []
  const isReleased = site.dataset.state.work.get(file)?.isReleased ?? false
  return { kind: 'batch', file, batch, bytes: readFileSync(join(site.drop.work, file)), isReleased }
}
