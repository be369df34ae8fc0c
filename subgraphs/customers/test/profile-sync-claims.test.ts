import { sqlState } from '@iommi/shared/database'
import { idFromUuid } from '@iommi/shared/ids'
import { testContext } from '@iommi/shared/testing/test-context'
import { describe, expect, it } from 'vitest'
import { customersContext } from '../src/context.ts'
import { updateCustomerProfile } from '../src/customers/update-customer-profile.ts'
import { replayMainframeSync } from '../src/mainframe-sync/replay-mainframe-sync.ts'
import type { Ack } from '../src/profile-sync/ack-file.ts'
import { applyAck } from '../src/profile-sync/apply-ack.ts'
import { claimBatch } from '../src/profile-sync/claim-batch.ts'
import { sendBatches } from '../src/profile-sync/send-batches.ts'
import { admin, agent, customerUuid, newKey } from './customers-fixture.ts'
import { useParts } from './profile-sync-parts.ts'

const parts = useParts()
const shop = () => parts.acme()

describe('a batch', () => {
  it('is written once by several that send at the same time', async () => {
    await shop().register()
    const { batchId } = await claimBatch(parts.kit(), shop().tenant, 500)
    const { drop } = parts.kit()
    const slow = {
      ...drop,
      putBatch: async (id: string, bytes: Uint8Array) => {
        // While this one is at it.
        await sendBatches(parts.kit(), shop().tenant)
        await drop.putBatch(id, bytes)
      },
    }
    await sendBatches({ ...parts.kit(), drop: slow }, shop().tenant)
    expect(parts.counted).toEqual(['sent'])
    expect(await parts.filesIn('in')).toContain(`CUSTPROF.${batchId ?? ''}.dat`)
    const [batch] = await parts.rows(shop(), 'mainframe_batches')
    expect(batch).toMatchObject({ state: 'SENT', sends: 1 })
  })

  it('is written some seconds later by somebody else when whoever took it could not', async () => {
    await shop().register()
    await claimBatch(parts.kit(), shop().tenant, 500)
    const { drop } = parts.kit()
    const full = { ...drop, putBatch: () => Promise.reject(new Error('ENOSPC')) }
    await expect(sendBatches({ ...parts.kit(), drop: full }, shop().tenant)).rejects.toThrow('ENOSPC')
    await sendBatches(parts.kit(), shop().tenant)
    expect(parts.counted).toEqual([])
    parts.clock.now = new Date(parts.clock.now.getTime() + 5_000)
    await sendBatches(parts.kit(), shop().tenant)
    expect(parts.counted).toEqual(['sent'])
  })

  it('is named by the profiles in it, and by none that was given up instead', async () => {
    const [first, second, sent] = [await shop().register(), await shop().register(), await shop().register()]
    await parts.database.admin.unsafe(`update ${shop().table('customers')} set name = '10 €' where id = any($1)`, [
      [first, second].map(customerUuid),
    ])
    const { batchId } = await claimBatch(parts.kit(), shop().tenant, 500)
    const syncs = await parts.rows(shop(), 'mainframe_sync')
    const of = (id: string) => syncs.find((row) => row['customer_id'] === customerUuid(id))
    expect(of(sent)).toMatchObject({ batch_id: batchId, parked_at: null })
    for (const id of [first, second]) {
      expect(of(id)).toMatchObject({ batch_id: null, last_error_code: 'NOT_ENCODABLE', last_error_field: 'CUST-NAME', lease_until: null })
      expect(of(id)?.['parked_at']).not.toBeNull()
    }
  })
})

/** Answers to all that is open: of each batch one record is rejected, one is ahead of us, the others are stored. */
async function acksOfOpen(): Promise<readonly Ack[]> {
  const open = await parts.rows(shop(), 'mainframe_batches', `state <> 'ACKED'`)
  return await Promise.all(
    open.map(async ({ id, sequence }) => {
      const items = await parts.rows(shop(), 'mainframe_batch_items', `batch_id = '${String(id)}' order by position`)
      const results = items.map((item, n) => ({
        customerId: idFromUuid('customer', String(item['customer_id'])),
        isRejected: n === 0,
        storedVersion: Number(item['version']) + (n === 1 ? 1_000 : 0),
        storedHash: String(item['sent_hash']),
        rejectField: null,
        reason: '',
      }))
      const answer = { returnCode: 4, reason: '', results } as const
      return { tenantId: shop().tenant.id, batchId: idFromUuid('batch', String(id)), sequence: Number(sequence), ...answer }
    }),
  )
}

describe('claims and changes at the same time', () => {
  it('never wait for each other in a circle, nor do acks, while e-mail addresses change that are being sent', async () => {
    const ids = await Promise.all(Array.from({ length: 24 }, () => shop().register()))
    const outcomes: (string | null)[] = []
    const note = (work: Promise<unknown>): Promise<void> =>
      work.then(
        () => undefined,
        (error: unknown) => void outcomes.push(sqlState(error)),
      )
    for (let round = 0; round < 6; round += 1) {
      const changes = ids.map(async (customerId, n) => {
        const email = `round-${String(round)}-${String(n)}@example.org`
        const context = customersContext(testContext(parts.database.db, shop().tenant, agent))
        await note(updateCustomerProfile(context, { idempotencyKey: newKey(), customerId, email }))
      })
      const acks = (await acksOfOpen()).map((ack) => note(applyAck(parts.kit(), shop().tenant, ack)))
      await Promise.all([...changes, ...acks, ...Array.from({ length: 2 }, () => note(claimBatch(parts.kit(), shop().tenant, 500)))])
    }
    expect(outcomes).not.toContain('40P01')
  }, 60_000)

  it('nor do a replay and a change of the e-mail address', async () => {
    const customerId = await shop().register({ email: 'before@example.org' })
    await parts.database.admin.unsafe(
      `update ${shop().table('mainframe_sync')} set parked_at = now(), last_error_code = '4' where customer_id = $1`,
      [customerUuid(customerId)],
    )
    const { replayed } = await parts.database.admin.begin(async (tx) => {
      const { pid } = (await tx<{ pid: number }[]>`select pg_backend_pid() as pid`)[0] ?? { pid: 0 }
      await tx.unsafe(`update ${shop().table('customers')} set email_norm = 'after@example.org' where id = $1`, [customerUuid(customerId)])
      const input = { idempotencyKey: newKey(), customerId, reason: 'It was put right.' }
      const waiting = replayMainframeSync(customersContext(testContext(parts.database.db, shop().tenant, admin)), input)
      // Until it waits for us, whichever row it has come to.
      await expect
        .poll(async () => (await tx`select 1 from pg_locks where not granted and ${pid} = any(pg_blocking_pids(pid))`).length, {
          timeout: 10_000,
        })
        .toBeGreaterThan(0)
      await tx.unsafe(`update ${shop().table('mainframe_sync')} set desired_version = desired_version where customer_id = $1`, [
        customerUuid(customerId),
      ])
      return { replayed: waiting }
    })
    expect(await replayed).toMatchObject({ userErrors: [] })
  })
})
