import { describe, expect, it } from 'vitest'
import type { Ack, AckResult } from '../src/profile-sync/ack-file.ts'
import { claimBatch } from '../src/profile-sync/claim-batch.ts'
import { takeAnswer } from '../src/profile-sync/read-answers.ts'
import { sendBatches } from '../src/profile-sync/send-batches.ts'
import { customerUuid } from './customers-fixture.ts'
import { toAckFile, useParts } from './profile-sync-parts.ts'

const parts = useParts()
const shop = () => parts.acme()
const listener = { onAnswer: () => undefined }

/** A batch that was sent, and the ack that would say all is well. */
async function sendOne(): Promise<{ readonly customerId: string; readonly ack: Ack & { readonly results: readonly [AckResult] } }> {
  const customerId = await shop().register()
  const { batchId } = await claimBatch(parts.kit(), shop().tenant, 500)
  await sendBatches(parts.kit(), shop().tenant)
  const [item] = await parts.rows(shop(), 'mainframe_batch_items', `customer_id = '${customerUuid(customerId)}'`)
  const result = { customerId, isRejected: false, storedVersion: 1, storedHash: String(item?.['sent_hash']), rejectField: null, reason: '' }
  const [batch] = await parts.rows(shop(), 'mainframe_batches', `state = 'SENT'`)
  const sequence = Number(batch?.['sequence'])
  return { customerId, ack: { tenantId: shop().tenant.id, batchId: batchId ?? '', sequence, returnCode: 0, reason: '', results: [result] } }
}

const take = async (ack: Ack, damage: (bytes: Buffer) => Buffer = (bytes) => bytes): Promise<void> => {
  const name = await parts.answer(`CUSTACK.${ack.batchId}.1.dat`, damage(toAckFile(ack)))
  await takeAnswer(parts.kit(), listener, name)
}

const waitSeconds = async (): Promise<number> => {
  const [batch] = await parts.rows(shop(), 'mainframe_batches')
  const at = batch?.['next_send_at']
  return at instanceof Date ? (at.getTime() - parts.clock.now.getTime()) / 1_000 : Number.NaN
}

describe('an ack', () => {
  it('with low values (X’00’) in its texts parks like any other: they are blanks', async () => {
    const { customerId, ack } = await sendOne()
    const result = {
      ...ack.results[0],
      isRejected: true,
      storedVersion: 0,
      storedHash: '',
      rejectField: 'CUST-NAME\0\0',
      reason: 'NO\0NAME\0',
    }
    await take({ ...ack, returnCode: 4, reason: '1 OF 1\0', results: [result] })
    const [sync] = await parts.rows(shop(), 'mainframe_sync')
    expect(sync).toMatchObject({
      customer_id: customerUuid(customerId),
      last_error_field: 'CUST-NAME',
      last_error_message: 'NO NAME',
    })
    expect(sync?.['parked_at']).not.toBeNull()
    expect(await parts.filesIn('out')).toEqual([])
  })

  it('that the database refuses for what it says is set aside, and is not read again and again', async () => {
    const { ack } = await sendOne()
    const table = shop().table('mainframe_batches')
    await parts.database.admin.unsafe(`alter table ${table} add constraint believable check (reason <> 'UNBELIEVABLE')`)
    await take({ ...ack, reason: 'UNBELIEVABLE' })
    await parts.database.admin.unsafe(`alter table ${table} drop constraint believable`)
    expect(await parts.filesIn('out')).toEqual([])
    expect(await parts.filesIn('aside')).toContain(`CUSTACK.${ack.batchId}.1.dat`)
    expect(parts.counted).toContain('garbled')
  })

  it('that is garbled again and again is asked for less and less often', async () => {
    const { ack } = await sendOne()
    const garble = (bytes: Buffer): Buffer => bytes.subarray(0, -1)
    await take(ack, garble)
    expect(await waitSeconds()).toBeGreaterThan(0.1)
    expect(await waitSeconds()).toBeLessThan(1)
    await parts.database.admin.unsafe(`update ${shop().table('mainframe_batches')} set sends = 10`)
    await take(ack, garble)
    expect(await waitSeconds()).toBeGreaterThan(60)
  })

  it('that says the mainframe is ahead has the profiles wait again, and that is told', async () => {
    const { ack } = await sendOne()
    await take({ ...ack, returnCode: 8, reason: 'SEQUENCE', results: [] })
    const [batch] = await parts.rows(shop(), 'mainframe_batches')
    expect(batch).toMatchObject({ state: 'VOID' })
    const events = await parts.rows(shop(), 'outbox', `type = 'io.iommi.mainframe-sync.changed.v1' order by position`)
    expect(events.map(({ data }) => (data as { readonly state: string }).state)).toEqual(['SENT', 'PENDING'])
  })
})
