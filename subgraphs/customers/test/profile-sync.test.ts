import { waitUntil } from '@iommi/infra/dev/wait-until'
import { sqlState, withSchema } from '@iommi/shared/database'
import { testContext } from '@iommi/shared/testing/test-context'
import { beforeAll, describe, expect, it } from 'vitest'
import { customersContext } from '../src/context.ts'
import { listMainframeSyncs } from '../src/mainframe-sync/list-mainframe-syncs.ts'
import { readMainframeActions } from '../src/mainframe-sync/read-mainframe-actions.ts'
import { reconcileMainframe } from '../src/mainframe-sync/reconcile-mainframe.ts'
import { replayMainframeSync } from '../src/mainframe-sync/replay-mainframe-sync.ts'
import { claimBatch } from '../src/profile-sync/claim-batch.ts'
import { admin, agent, customerUuid, newKey, type Shop } from './customers-fixture.ts'
import { readJournal } from '@iommi/infra/mocks/mainframe/oracle'
import { testTimes, usePipeline } from './profile-sync-fixture.ts'
import { clean } from './profile-sync-oracle.ts'
import { reconcileNow } from './profile-sync-reconcile.ts'

const pipeline = usePipeline()
const contextOf = (shop: Shop, actor = admin) => customersContext(testContext(pipeline.database.db, shop.tenant, actor))
const start = () => {
  pipeline.relay()
  pipeline.work()
}
const statesOf = async (shop: Shop, customerId: string) =>
  (
    await pipeline.rows(shop, 'outbox', `type = 'io.iommi.mainframe-sync.changed.v1' and aggregate_id = '${customerId}' order by position`)
  ).map(({ data }) => (data as { readonly state: string }).state)

describe.each(['acme', 'globex'] as const)('profile-sync for %s', (slug) => {
  const shop = () => pipeline[slug]()

  it('brings every change to the mainframe, byte for byte, and tells each step', async () => {
    start()
    const [id = ''] = await pipeline.register(shop(), 1)
    await shop().addAddress(id, { line1: '1 High Street', city: 'Zürich', countryCode: 'CH' })
    const version = await pipeline.rename(shop(), id, 'Ångström Café')
    await pipeline.untilSynced(shop())
    expect(await pipeline.judge(shop().tenant)).toEqual({ ...clean, committed: 1 })
    const [sync] = await pipeline.rows(shop(), 'mainframe_sync')
    expect(sync).toMatchObject({ customer_id: customerUuid(id), acked_version: version, desired_version: version, lease_until: null })
    const states = await statesOf(shop(), id)
    expect([states.includes('PENDING'), states.includes('SENT'), states.at(-1)]).toEqual([true, true, 'SYNCED'])
  })

  it('acknowledges 49 of 50 and parks the poisoned one with the reason; fixed and replayed it arrives (recipe 18)', async () => {
    const ids = await pipeline.register(shop(), 50)
    const [poisoned = ''] = ids
    await pipeline.mainframe.faults({ 'poison-key': poisoned })
    pipeline.relay()
    // A lease that does not run out on a busy machine: each step is told of once.
    pipeline.work({}, { times: { ...testTimes, leaseMs: 60_000 } })
    await pipeline.untilSynced(shop())
    const parked = await pipeline.rows(shop(), 'mainframe_sync', 'parked_at is not null')
    expect(parked).toHaveLength(1)
    expect(parked[0]).toMatchObject({ customer_id: customerUuid(poisoned), last_error_code: '4', lease_until: null })
    expect(parked[0]?.['last_error_message']).not.toBe('')
    expect((await statesOf(shop(), poisoned)).at(-1)).toBe('PARKED')
    const listed = await listMainframeSyncs(contextOf(shop(), agent), { where: { state: { in: ['PARKED'] } } })
    expect(listed.nodes.map(({ customerId }) => customerId)).toEqual([poisoned])

    await pipeline.mainframe.clearFaults()
    const input = { idempotencyKey: newKey(), customerId: poisoned, reason: 'The name was put right.' }
    await expect(replayMainframeSync(contextOf(shop(), agent), input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const replayed = await replayMainframeSync(contextOf(shop()), input)
    expect(replayed).toMatchObject({ mainframeSync: { customerId: poisoned, parkedAt: null }, userErrors: [] })
    await pipeline.untilSynced(shop())
    expect((await statesOf(shop(), poisoned)).slice(-3)).toEqual(['PENDING', 'SENT', 'SYNCED'])
    expect(await pipeline.judge(shop().tenant)).toMatchObject(clean)
    const [action] = (await readMainframeActions(contextOf(shop()), { first: 1 })).nodes
    expect(action).toMatchObject({ kind: 'REPLAY', customerId: poisoned, actorId: admin.id, reason: 'The name was put right.' })
    const again = await replayMainframeSync(contextOf(shop()), { ...input, idempotencyKey: newKey() })
    expect(again.userErrors.map(({ code }) => code)).toEqual(['NOT_PARKED'])
  })

  it('has a parked profile sent again by its next change', async () => {
    const [id = ''] = await pipeline.register(shop(), 1)
    await pipeline.mainframe.faults({ 'poison-name': 'Poison' })
    await pipeline.rename(shop(), id, 'Poison Pill')
    start()
    await waitUntil(
      'it is parked',
      { timeoutMs: 10_000 },
      async () => (await pipeline.rows(shop(), 'mainframe_sync', 'parked_at is not null')).length === 1,
    )
    await pipeline.rename(shop(), id, 'Remedy')
    await waitUntil('it is synced', { timeoutMs: 10_000 }, async () => (await statesOf(shop(), id)).at(-1) === 'SYNCED')
    expect(await pipeline.judge(shop().tenant)).toMatchObject(clean)
  })

  it('finds by reconciliation what nobody told us, heals it and reports it', async () => {
    start()
    const ids = await pipeline.register(shop(), 6)
    await pipeline.untilSynced(shop())
    const [lostThere = '', changedThere = ''] = ids
    const before = (await pipeline.mainframe.ask('/status')) as { readonly position: number }
    await pipeline.rename(shop(), lostThere, 'Forgotten by the mainframe')
    await pipeline.untilSynced(shop())
    // The mainframe falls back to before the last change; here, a customer is changed behind everybody's back.
    await pipeline.mainframe.ask('/restore', { to: before.position })
    const table = (name: string): string => shop().table(name)
    await pipeline.database.admin.unsafe(`update ${table('customers')} set name = 'Silently changed' where id = $1`, [
      customerUuid(changedThere),
    ])
    const report = await reconcileNow(pipeline.database, shop())
    expect(report).toMatchObject({ missingCount: 0, behindCount: 1, aheadCount: 0, differentCount: 1, unknownCount: 0 })
    expect(new Set(report.findings.map(({ kind, customerId }) => `${kind} ${customerId}`))).toEqual(
      new Set([`BEHIND ${lostThere}`, `DIFFERENT ${changedThere}`]),
    )
    await pipeline.untilSynced(shop())
    expect(await pipeline.judge(shop().tenant)).toMatchObject(clean)
  })
})

describe('the tables of the pipeline', () => {
  beforeAll(async () => {
    await pipeline.register(pipeline.acme(), 1)
    await claimBatch(pipeline.kit(), pipeline.database.acme, 500)
    await reconcileMainframe(contextOf(pipeline.acme()), { idempotencyKey: newKey(), reason: 'To have one.' })
  })

  const own = [
    'mainframe_sync',
    'mainframe_sequences',
    'mainframe_batches',
    'mainframe_batch_items',
    'mainframe_reconciliations',
    'mainframe_operator_actions',
  ]

  it.each(own)('%s: another tenant of the same tables reads, changes and removes nothing', async (table) => {
    const { globex, admin: superuser } = pipeline.database
    const count = async () => (await superuser.unsafe(`select count(*)::int as n from customers.${table}`))[0]?.['n']
    const before = await count()
    expect(before).toBeGreaterThan(0)
    for (const statement of [
      `select * from ${table}`,
      `update ${table} set tenant_id = tenant_id returning 1`,
      `delete from ${table} returning 1`,
    ]) {
      const attempt = superuser.begin(async (tx) => {
        await tx`select set_config('app.tenant_id', ${globex.id}, true), set_config('search_path', 'customers', true)`
        await tx.unsafe('set local role customers_app')
        return [...(await tx.unsafe(statement))]
      })
      expect([[], '42501']).toContainEqual(await attempt.catch((error: unknown) => sqlState(error)))
    }
    expect(await count()).toBe(before)
  })

  it.each(['mainframe_sync', 'mainframe_batches', 'mainframe_reconciliations'])(
    '%s: the worker role finds work in it and changes none',
    async (table) => {
      const worker = { db: pipeline.database.worker, schema: 'customers', signal: AbortSignal.timeout(5_000) }
      expect((await withSchema(worker, async (tx) => await tx.execute(`select 1 from ${table}`))).length).toBeGreaterThan(0)
      const change = withSchema(worker, async (tx) => await tx.execute(`update ${table} set tenant_id = tenant_id`))
      await expect(change).rejects.toMatchObject({ cause: { code: '42501' } })
    },
  )
})

describe('two tenants', () => {
  it('both move on: one with a single change does not wait for one with thousands (recipe 23)', async () => {
    await pipeline.register(pipeline.acme(), 300)
    pipeline.relay()
    pipeline.work({ recordsMax: 60 })
    const [id = ''] = await pipeline.register(pipeline.globex(), 1)
    await pipeline.untilSynced(pipeline.globex())
    await pipeline.untilSynced(pipeline.acme())
    const stored = readJournal(pipeline.mainframe.directory).filter(({ kind }) => kind === 'stored')
    const position = stored.findLastIndex((entry) => entry.kind === 'stored' && entry.customer === id)
    const last = stored.findLastIndex((entry) => entry.kind === 'stored' && entry.tenant === pipeline.acme().tenant.id)
    expect(position).toBeGreaterThanOrEqual(0)
    expect(position).toBeLessThan(last)
    expect(await pipeline.judge()).toMatchObject(clean)
  })
})
