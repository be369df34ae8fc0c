import { sqlState, withTenant } from '@iommi/shared/database'
import { isId } from '@iommi/shared/ids'
import { startLoop, type Loop } from '@iommi/shared/lifecycle'
import type { Tenant } from '@iommi/shared/tenant'
import { readAck, type Ack } from './ack-file.ts'
import { lockBatch } from './ack-repo.ts'
import { applyAck, waitAfterRefusal, type AckEffect } from './apply-ack.ts'
import { applyExtract } from './apply-extract.ts'
import { takeTurns } from './take-turns.ts'
import { readExtract } from './extract-file.ts'
import { GarbledFileError } from './received-file.ts'
import { workFor, type SyncKit } from './sync-kit.ts'
import type { BatchEvent } from './sync-metrics.ts'

const pollMs = 50

/** Who is told that the mainframe has answered. */
export interface AnswerListener {
  /** Profiles of the tenant may be due again, and it may have another batch. */
  readonly onAnswer: (tenantId: string) => void
}

/** Takes acks and extracts as they come, until stopped. Any number of processes may. */
export function startReadingAnswers(kit: SyncKit, listener: AnswerListener): Loop {
  const turns = takeTurns<string>({ ...kit, operation: 'mainframe-answers', keyOf: (name) => name })
  return startLoop({ name: 'mainframe-answers', idleMs: pollMs, log: kit.log }, async (stopping) => {
    await turns.each(await kit.drop.received(), stopping, (name) => takeAnswer(kit, listener, name))
    return false
  })
}

/**
 * Applies one file of the mainframe, then removes it: a process that dies in between leaves it to be applied again, which changes nothing.
 * A file that is not whole, not an answer to anything of ours, or says what no table can hold, is set aside; its batch is sent again,
 * later each time, which brings the ack again.
 */
export async function takeAnswer(kit: SyncKit, listener: AnswerListener, name: string): Promise<void> {
  const bytes = await kit.drop.read(name)
  if (bytes === null) return
  try {
    if (name.startsWith('CUSTACK.')) await takeAck(kit, listener, readAck(bytes))
    else if (name.startsWith('EXTRACT.')) await takeExtract(kit, listener, bytes)
    else throw new GarbledFileError('Neither an ack nor an extract.')
    await kit.drop.discard(name)
  } catch (error) {
    if (!isOfTheFile(error)) throw error
    kit.log.warn({ err: error, reason: error.message, operation: 'mainframe-answers' }, 'a file of the mainframe was set aside')
    kit.metrics.batch('garbled')
    await kit.drop.setAside(name)
    await sendAgain(kit, name)
  }
}

/** Whether the file itself is to blame, so that reading it once more would end no better: SQLSTATE classes 22 and 23 are about values. */
function isOfTheFile(error: unknown): error is Error {
  return error instanceof GarbledFileError || (error instanceof Error && /^2[23][0-9A-Z]{3}$/.test(sqlState(error) ?? ''))
}

async function takeAck(kit: SyncKit, listener: AnswerListener, ack: Ack): Promise<void> {
  const tenant = await tenantOf(kit, ack.tenantId)
  if (!isId('batch', ack.batchId)) throw new GarbledFileError('The ack is to no batch.')
  const effect = await applyAck(kit, tenant, ack)
  report(kit, ack, effect)
  if (effect.kind !== 'ignored') kit.metrics.batch(eventOf[ack.returnCode])
  listener.onAnswer(tenant.id)
}

const eventOf: Readonly<Record<Ack['returnCode'], BatchEvent>> = { 0: 'stored', 4: 'some_rejected', 8: 'refused', 12: 'ended_abnormally' }

function report(kit: SyncKit, ack: Ack, effect: AckEffect): void {
  const fields = { tenantId: ack.tenantId, aggregateId: ack.batchId, seq: ack.sequence, count: ack.results.length }
  if (effect.kind === 'ignored') kit.log.info({ ...fields, reason: effect.why }, 'mainframe ack ignored')
  else if (effect.kind === 'applied') kit.log.info(fields, 'mainframe ack applied')
  else kit.log.warn({ ...fields, reason: ack.reason, status: ack.returnCode }, 'mainframe refused a batch')
}

async function takeExtract(kit: SyncKit, listener: AnswerListener, bytes: Buffer): Promise<void> {
  const extract = readExtract(bytes)
  const tenant = await tenantOf(kit, extract.tenantId)
  await applyExtract(kit, tenant, extract)
  listener.onAnswer(tenant.id)
}

async function tenantOf({ tenants }: SyncKit, id: string): Promise<Tenant> {
  const tenant = await tenants.find(id)
  if (tenant === null) throw new GarbledFileError('The tenant is none of ours.')
  return tenant
}

/** Only the name can be believed of a file that is not whole. Whose batch it is nobody knows: there is one at most. */
async function sendAgain(kit: SyncKit, name: string): Promise<void> {
  const [, batchId = ''] = /^CUSTACK\.(batch_[^.]+)\./.exec(name) ?? []
  if (!isId('batch', batchId)) return
  for (const tenant of await kit.tenants.all()) {
    const work = workFor(kit, tenant)
    await withTenant(work, async (tx) => {
      const batch = await lockBatch(tx, batchId)
      if (batch !== null) await waitAfterRefusal(tx, work, batch)
    })
  }
}
