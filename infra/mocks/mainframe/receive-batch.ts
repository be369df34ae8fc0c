import { ackFile, type Ack } from './ack-file.ts'
import { nextAckN, planAck } from './ack-desk.ts'
import { checkBatch, readHeader, type BatchDetail, type BatchHeader } from './batch-file.ts'
import { nextSeqOf } from './dataset-state.ts'
import type { FaultPlay } from './fault-play.ts'
import type { JournalEvent } from './journal-entry.ts'
import { recordBytes } from './layouts.ts'
import { faultEvents, playForBatch, type Site } from './site.ts'

/** A batch file that was taken. `isReleased` says that it was held before. */
export interface TakenBatch {
  readonly file: string
  readonly batch: string
  readonly bytes: Buffer
  readonly isReleased: boolean
}

/** A batch whose turn has come. */
export interface BatchJob extends BatchHeader {
  readonly file: string
  readonly batch: string
  readonly details: readonly BatchDetail[]
  readonly play: FaultPlay
}

/** Decides what is to be done with a batch: what must not be applied is answered, or held, here and now; else it comes back as a job. */
export function receiveBatch(site: Site, taken: TakenBatch): BatchJob | null {
  const play = playForBatch(site, readHeader(taken.bytes))
  const checked = checkBatch(arriving(taken, play), taken.batch)
  const about: AboutBatch = { file: taken.file, batch: taken.batch, ...checked.header }
  if (!checked.isWhole) return refuse(site, play, about, checked.reason)
  if (!taken.isReleased && play.strike('refuse') !== null) {
    play.note('refuse', taken.file)
    return refuse(site, play, about, 'REFUSED BY OPERATOR')
  }
  return findPlace(site, play, { ...about, details: checked.details, play, isReleased: taken.isReleased })
}

interface AboutBatch extends BatchHeader {
  readonly file: string
  readonly batch: string
}

// The file as it is when it has come through: not always as it was sent.
function arriving({ file, bytes, isReleased }: TakenBatch, play: FaultPlay): Buffer {
  if (isReleased || bytes.length === 0) return bytes
  const arrived = Buffer.from(bytes)
  if (play.strike('damaged-file') !== null) {
    const at = play.pick(Math.max(1, bytes.length - recordBytes), 'damaged-file')
    arrived.writeUInt8(arrived.readUInt8(at) ^ 1, at)
    play.note('damaged-file', `${file}, byte ${String(at)}`)
  }
  if (play.strike('truncated-file') === null) return arrived
  const left = play.pick(bytes.length, 'truncated-file')
  play.note('truncated-file', `${file}, ${String(left)} of ${String(bytes.length)} bytes left`)
  return arrived.subarray(0, left)
}

function findPlace(site: Site, play: FaultPlay, { isReleased, ...job }: BatchJob & { readonly isReleased: boolean }): BatchJob | null {
  const { file, tenant, batch, seq } = job
  const processed = site.dataset.state.processed.get(batch)
  const expected = nextSeqOf(site.dataset.state, tenant)
  if (processed !== undefined && processed.tenant !== tenant) return refuse(site, play, job, 'BATCH-ID IS THAT OF ANOTHER TENANT')
  if (processed !== undefined) return repeat(site, play, job, processed.ackN)
  if (seq < expected) return refuse(site, play, job, 'SEQUENCE')
  const by = seq > expected ? 'SEQUENCE' : !isReleased && play.strike('hold') !== null ? 'OPERATOR' : null
  if (by === null) return job
  if (by === 'OPERATOR') play.note('hold', file)
  const held: JournalEvent = { kind: 'held', file, tenant, batch, seq, by, expected }
  site.dataset.commit([...faultEvents(play), held])
  return null
}

function refuse(site: Site, play: FaultPlay, about: AboutBatch, reason: string): null {
  const { file, tenant, batch, seq } = about
  answerBatch(site, play, { tenant, batch, seq, returnCode: 8, reason, results: [] }, () => ({
    events: [{ kind: 'refused', file, tenant, batch, seq, reason }],
  }))
  return null
}

function repeat(site: Site, play: FaultPlay, { file, tenant, batch, seq }: AboutBatch, of: number): null {
  const plan = planAck(site, play, { batch, n: nextAckN(site, batch), of, bytes: site.dataset.readAck(batch, of).length })
  site.dataset.commit([...faultEvents(play), { kind: 'repeated', file, tenant, batch, seq }, ...plan], { isDurable: true })
  return null
}

/** What became of a batch, and the records it put on file. */
export interface BatchOutcome {
  readonly events: readonly JournalEvent[]
  readonly records?: readonly Buffer[]
}

/** Makes the outcome of a batch true together with its ack: both or neither. */
export function answerBatch(site: Site, play: FaultPlay, ack: Ack, outcome: (ackN: number) => BatchOutcome): void {
  const { batch } = ack
  const n = nextAckN(site, batch)
  const bytes = ackFile(ack)
  const { events, records = [] } = outcome(n)
  const plan = planAck(site, play, { batch, n, of: n, bytes: bytes.length })
  site.dataset.saveAck(batch, n, bytes)
  site.dataset.commit([...faultEvents(play), ...events, ...plan], { records, isDurable: true })
}
