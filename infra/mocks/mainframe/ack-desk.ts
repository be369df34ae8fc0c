import { join } from 'node:path'
import type { DueAck } from './dataset-state.ts'
import { writeWhole } from './drop.ts'
import { findFault, type FaultPlay } from './fault-play.ts'
import type { AckPlan, JournalEvent } from './journal-entry.ts'
import { recordBytes } from './layouts.ts'
import type { Site } from './site.ts'

/** An ack to be sent: the next of its batch, with the bytes of ack number `of`. */
export interface AckToSend {
  readonly batch: string
  readonly n: number
  readonly of: number
  readonly bytes: number
}

/** The n that the next ack of a batch gets. */
export function nextAckN(site: Site, batch: string): number {
  return (site.dataset.state.ackNs.get(batch) ?? 0) + 1
}

/** How an ack goes out, as far as the faults let it; what struck is noted in `play`. */
export function planAck(site: Site, play: FaultPlay, ack: AckToSend): readonly JournalEvent[] {
  if (play.strike('no-ack') !== null) {
    play.note('no-ack', `ack ${String(ack.n)} of ${ack.batch}`)
    return [{ kind: 'ack-withheld', batch: ack.batch, n: ack.n }]
  }
  const plan = planFirst(site, play, ack)
  if (play.strike('duplicate-ack') === null) return [plan]
  play.note('duplicate-ack', `ack ${String(ack.n)} of ${ack.batch} again as ${String(ack.n + 1)}`)
  return [plan, { ...plan, n: ack.n + 1 }]
}

function planFirst(
  site: Site,
  play: FaultPlay,
  { batch, n, of, bytes }: AckToSend,
): Extract<JournalEvent, { readonly kind: 'ack-planned' }> {
  const about = `ack ${String(n)} of ${batch}`
  const isOneWaiting = [...site.dataset.state.dueAcks.values()].some(({ behind }) => behind)
  const late = play.strike('late-ack')
  const behind = isOneWaiting ? null : play.strike('reordered-acks')
  const seconds = (late?.amount ?? 0) + (behind?.amount ?? 0)
  if (late !== null) play.note('late-ack', `${about}, ${String(seconds)} s`)
  if (behind !== null) play.note('reordered-acks', about)
  return {
    kind: 'ack-planned',
    batch,
    n,
    of,
    dueAtMs: site.now() + seconds * 1_000,
    behind: behind !== null,
    ...damage(play, about, bytes),
  }
}

// The trailer is spared: a byte of its filler would change nothing that a checksum is for.
function damage(play: FaultPlay, about: string, bytes: number): Pick<AckPlan, 'flipAt' | 'cutAt'> {
  const flipAt = play.strike('garbled-ack') === null ? null : play.pick(bytes - recordBytes, 'garbled-ack')
  const cutAt = play.strike('truncated-ack') === null ? null : play.pick(bytes, 'truncated-ack')
  if (flipAt !== null) play.note('garbled-ack', `${about}, byte ${String(flipAt)}`)
  if (cutAt !== null) play.note('truncated-ack', `${about}, ${String(cutAt)} of ${String(bytes)} bytes left`)
  return { flipAt, cutAt }
}

/** Writes every ack that is due; one that cannot be written stays due. */
export function writeDueAcks(site: Site): void {
  const due = [...site.dataset.state.dueAcks.values()]
  const isTime = (ack: DueAck): boolean => ack.dueAtMs <= site.now()
  const written = due.map((ack) => !ack.behind && isTime(ack) && writeAck(site, ack))
  for (const [index, ack] of due.entries()) {
    if (ack.behind && (isTime(ack) || written.includes(true, index))) writeAck(site, ack)
  }
}

/** When the next ack is due (milliseconds since 1970); Infinity when none is. One that could not be written is tried whenever there is work. */
export function nextAckAtMs(site: Site): number {
  const due = [...site.dataset.state.dueAcks.values()].filter(({ hasFailed }) => !hasFailed)
  return Math.min(...due.map(({ dueAtMs }) => dueAtMs))
}

function writeAck(site: Site, { batch, n, of, flipAt, cutAt, hasFailed }: DueAck): boolean {
  const file = `CUSTACK.${batch}.${String(n)}.dat`
  const bytes = site.dataset.readAck(batch, of)
  if (flipAt !== null) bytes.writeUInt8(bytes.readUInt8(flipAt) ^ 1, flipAt)
  const failure = writeOut(site, file, bytes.subarray(0, cutAt ?? bytes.length))
  if (failure === null) site.dataset.commit([{ kind: 'ack-written', batch, n, file }])
  else if (!hasFailed) site.dataset.commit([{ kind: 'ack-failed', batch, n, reason: failure }])
  return failure === null
}

/** Puts a file where the other side finds it; answers why not when it cannot. */
export function writeOut(site: Site, file: string, bytes: Buffer): string | null {
  if (findFault(site.dataset.state.faults, 'disk-full') !== null) return 'DISK FULL'
  try {
    writeWhole(join(site.drop.outgoing, file), bytes)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
