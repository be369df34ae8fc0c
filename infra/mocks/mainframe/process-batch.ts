import { ackResult, applyBatch, type Verdict } from './apply-batch.ts'
import { cp037, cp273 } from './code-page.ts'
import { findFault, type FaultPlay } from './fault-play.ts'
import type { JournalEvent } from './journal-entry.ts'
import { layouts } from './layouts.ts'
import { answerBatch, type BatchJob } from './receive-batch.ts'
import type { PoisonRules } from './reject-rules.ts'
import type { Site } from './site.ts'

const { batchDetail } = layouts
// What a cp037 byte becomes when it is read as cp273 and stored as cp037.
const misread = Buffer.from(Array.from({ length: 256 }, (_, byte) => cp037.encode(cp273.decode(Buffer.from([byte])))?.[0] ?? byte))
const firstDataByte = batchDetail.fields.get('CUST-STATUS')?.offset ?? 0
const lastDataByte = batchDetail.fields.get('SINCE-DATE')?.offset ?? 0

/** Applies a batch whose turn has come and answers it; an ABEND, if one is played, comes after some of its records. */
export function processBatch(site: Site, job: BatchJob): void {
  const { play } = job
  const abend = play.strike('abend')
  if (abend !== null) {
    abendBatch(site, job, Math.min(abend.amount ?? play.pick(job.details.length, 'abend'), job.details.length))
    return
  }
  const verdicts = decideAll(site, job, job.details.length)
  const { tenant, batch, seq, file } = job
  const count = (kind: Verdict['kind']): number => verdicts.filter((verdict) => verdict.kind === kind).length
  const returnCode = count('rejected') === 0 ? 0 : 4
  const reason = returnCode === 0 ? '' : `${String(count('rejected'))} OF ${String(verdicts.length)} RECORDS REJECTED`
  const counts = { stored: count('stored'), kept: count('kept'), rejected: count('rejected') }
  answerBatch(site, play, { tenant, batch, seq, returnCode, reason, results: verdicts.map(ackResult) }, (ackN) =>
    recordEvents(site, job, verdicts, { kind: 'processed', file, tenant, batch, seq, returnCode, ackN, ...counts }),
  )
}

function abendBatch(site: Site, job: BatchJob, recordsDone: number): void {
  const { file, tenant, batch, seq, play } = job
  const verdicts = decideAll(site, job, recordsDone)
  play.note('abend', `${file}, after ${String(recordsDone)} of ${String(job.details.length)} records`)
  const stored = verdicts.filter(({ kind }) => kind === 'stored').length
  answerBatch(site, play, { tenant, batch, seq, returnCode: 12, reason: 'ABEND S0C7', results: [] }, () =>
    recordEvents(site, job, verdicts, { kind: 'abend', file, tenant, batch, seq, stored }),
  )
}

function decideAll(site: Site, { tenant, details, play, file }: BatchJob, count: number): readonly Verdict[] {
  const { state } = site.dataset
  const isMisread = play.strike('wrong-code-page') !== null
  if (isMisread) play.note('wrong-code-page', file)
  return applyBatch(details.slice(0, count), {
    findStored: (customer) => state.index.get(tenant)?.get(customer) ?? null,
    poison: poisonRules(site),
    isVersionBlind: findFault(state.faults, 'version-blind') !== null,
    recordToStore: (record, index) => flipByte(isMisread ? misreadText(record) : record, { play, index }),
  })
}

function poisonRules(site: Site): PoisonRules {
  const texts = (name: 'poison-key' | 'poison-name'): readonly string[] => findFault(site.dataset.state.faults, name)?.texts ?? []
  return { customers: texts('poison-key'), nameText: texts('poison-name')[0] ?? null }
}

// Only text is converted; numbers have no code page.
function misreadText(record: Buffer): Buffer {
  const stored = Buffer.from(record)
  for (const { offset, length, picture } of batchDetail.fields.values()) {
    if (picture.kind !== 'text') continue
    for (let at = offset; at < offset + length; at += 1) stored[at] = misread[record[at] ?? 0] ?? 0
  }
  return stored
}

// Key and version stay: they are what the record is found by.
function flipByte(record: Buffer, { play, index }: { readonly play: FaultPlay; readonly index: number }): Buffer {
  if (play.strike('flipped-byte', index) === null) return record
  const at = firstDataByte + play.pick(lastDataByte - firstDataByte, 'flipped-byte', index)
  const stored = Buffer.from(record)
  stored.writeUInt8(stored.readUInt8(at) ^ 1, at)
  play.note('flipped-byte', `record ${String(index + 1)}, byte ${String(at)}`)
  return stored
}

function recordEvents(
  site: Site,
  { tenant, batch, seq }: BatchJob,
  verdicts: readonly Verdict[],
  end: JournalEvent,
): { readonly events: readonly JournalEvent[]; readonly records: readonly Buffer[] } {
  const records: Buffer[] = []
  const events = verdicts.map((verdict): JournalEvent => {
    const { customer, version } = verdict
    const about = { tenant, batch, seq, customer, version }
    if (verdict.kind === 'rejected') return { kind: 'rejected', ...about, ...verdict.rejection }
    if (verdict.kind === 'kept') return { kind: 'kept', ...about, storedVersion: verdict.stored.version, hash: verdict.stored.hash }
    records.push(verdict.record)
    return { kind: 'stored', ...about, hash: verdict.hash, slot: site.dataset.state.slots + records.length - 1 }
  })
  return { events: [...events, end], records }
}
