import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  admin,
  agent,
  client,
  customerUuid,
  newKey,
  orderManager,
  partner,
  payloadIn,
  service,
  shopOf,
  type Shop,
} from './customers-fixture.ts'

const database = useTestDatabase('customers')
const rival = shopOf(database, 'globex')

const syncs = `query ($where: MainframeSyncWhereInput, $first: Int, $after: String) {
  mainframeSyncs(where: $where, first: $first, after: $after) {
    nodes { customer { id name } state desiredVersion ackedVersion lagSeconds batchId reject { code field message } }
    pageInfo { hasNextPage endCursor }
  }
}`
const overview = `{ mainframeOverview { pendingCount sentCount parkedCount oldestLagSeconds ackedLastMinuteCount } }`
const replay = `mutation ($input: ReplayMainframeSyncInput!) {
  replayMainframeSync(input: $input) { mainframeSync { customer { id } state reject { code } } userErrors { code field } }
}`
const reconcile = `mutation ($input: ReconcileMainframeInput!) {
  reconcileMainframe(input: $input) { reconciliation { id state storedCount findings { kind } } userErrors { code field } }
}`
const actions = `{ mainframeActions { nodes { id kind customer { id } reconciliation { id } actorKind actor reason actedAt } } }`

/** Sets columns of a customer's row, as the worker leaves them. */
async function leave(shop: Shop, customerId: string, columns: string): Promise<void> {
  await database.admin.unsafe(`update ${shop.table('mainframe_sync')} set ${columns} where customer_id = '${customerUuid(customerId)}'`)
}

const acked = `acked_version = desired_version, first_dirty_at = null`
const parked = `parked_at = now(), last_error_code = '4', last_error_field = 'CUST-NAME', last_error_message = 'MUST NOT BE BLANK'`

describe.each(['acme', 'globex'] as const)('the mainframe of %s', (slug) => {
  const shop = shopOf(database, slug)
  const other = slug === 'acme' ? rival : shopOf(database, 'acme')
  const at = (seconds: number): string => new Date(shop.clock.now.getTime() + seconds * 1_000).toISOString()
  let [waiting, sent, stuck, done]: readonly string[] = []

  beforeEach(async () => {
    for (const table of ['mainframe_operator_actions', 'mainframe_reconciliations', 'mainframe_sync'])
      await database.admin.unsafe(`delete from ${shop.table(table)} where tenant_id = '${shop.tenant.id}'`)
    ;[waiting, sent, stuck, done] = [await shop.register(), await shop.register(), await shop.register(), await shop.register()]
    await leave(shop, waiting, `first_dirty_at = '${at(-100)}'`)
    await leave(shop, sent, `first_dirty_at = '${at(-50)}', lease_until = '${at(30)}', batch_id = 'batch_1'`)
    await leave(shop, stuck, `first_dirty_at = '${at(-3_000)}', ${parked}`)
    await leave(shop, done, `${acked}, acked_at = '${at(-10)}'`)
  })

  const listed = async (where: object): Promise<unknown> => {
    const { nodes } = payloadIn(await shop.as(agent, syncs, { where }), 'mainframeSyncs') as {
      nodes: readonly { customer: { id: string } }[]
    }
    return nodes.map(({ customer }) => customer.id)
  }

  it('lists profiles by where they stand, those that have waited longest first', async () => {
    const { nodes } = payloadIn(await shop.as(orderManager, syncs), 'mainframeSyncs') as { nodes: readonly unknown[] }
    const of = (id: string | undefined): object => ({ customer: { id, name: 'Ada Lovelace' }, desiredVersion: 1 })
    const plain = { ackedVersion: 0, batchId: null, reject: null }
    expect(nodes).toEqual([
      {
        ...of(stuck),
        ...plain,
        state: 'PARKED',
        lagSeconds: 3_000,
        reject: { code: '4', field: 'CUST-NAME', message: 'MUST NOT BE BLANK' },
      },
      { ...of(waiting), ...plain, state: 'PENDING', lagSeconds: 100 },
      { ...of(sent), ...plain, state: 'SENT', lagSeconds: 50, batchId: 'batch_1' },
      { ...of(done), ...plain, state: 'SYNCED', ackedVersion: 1, lagSeconds: null },
    ])
  })

  it('lists those of the states and the age asked for', async () => {
    expect(await listed({ state: { in: ['PARKED'] } })).toEqual([stuck])
    expect(await listed({ state: { in: ['PENDING', 'SENT'] } })).toEqual([waiting, sent])
    expect(await listed({ state: { in: [] } })).toEqual([])
    expect(await listed({ olderThanSeconds: 60 })).toEqual([stuck, waiting])
    expect(await listed({ olderThanSeconds: 60, state: { in: ['PENDING', 'SYNCED'] } })).toEqual([waiting])
    expect((await shop.as(agent, syncs, { where: { olderThanSeconds: -1 } })).errors).toEqual(['BAD_USER_INPUT'])
  })

  it('pages without losing or repeating any', async () => {
    const found: unknown[] = []
    let after: unknown = null
    do {
      const page = payloadIn(await shop.as(agent, syncs, { first: 1, after }), 'mainframeSyncs') as {
        nodes: readonly { customer: { id: string } }[]
        pageInfo: { hasNextPage: boolean; endCursor: string }
      }
      found.push(...page.nodes.map(({ customer }) => customer.id))
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after !== null)
    expect(found).toEqual([stuck, waiting, sent, done])
  })

  it('counts what waits, and how long the oldest has, parked ones aside', async () => {
    const counts = { pendingCount: 1, sentCount: 1, parkedCount: 1, oldestLagSeconds: 100, ackedLastMinuteCount: 1 }
    expect((await shop.as(agent, overview)).data).toEqual({ mainframeOverview: counts })
    await leave(shop, sent ?? '', `lease_until = '${at(0)}'`)
    await leave(shop, done ?? '', `acked_at = '${at(-60)}'`)
    expect((await shop.as(agent, overview)).data).toEqual({
      mainframeOverview: { ...counts, pendingCount: 2, sentCount: 0, ackedLastMinuteCount: 0 },
    })
    for (const id of [waiting, sent, stuck]) await leave(shop, id ?? '', `${acked}, parked_at = null`)
    expect((await shop.as(agent, overview)).data).toMatchObject({ mainframeOverview: { pendingCount: 0, oldestLagSeconds: null } })
  })

  it('sends a parked profile again, once per key, and records who wanted it and why', async () => {
    const input = { idempotencyKey: newKey(), customerId: stuck, reason: ' The name was put right. ' }
    const first = await shop.as(admin, replay, { input })
    expect([first, await shop.as(admin, replay, { input })]).toEqual([first, first])
    expect(first.data).toEqual({
      replayMainframeSync: { mainframeSync: { customer: { id: stuck }, state: 'PENDING', reject: null }, userErrors: [] },
    })
    expect((await shop.as(admin, actions)).data).toEqual({
      mainframeActions: {
        nodes: [
          {
            id: expect.stringMatching(/^action_/),
            kind: 'REPLAY',
            customer: { id: stuck },
            reconciliation: null,
            actorKind: 'EMPLOYEE',
            actor: admin.id,
            reason: 'The name was put right.',
            actedAt: shop.clock.now.toISOString(),
          },
        ],
      },
    })
    expect((await other.as(admin, actions)).data).not.toMatchObject({ mainframeActions: { nodes: [{ customer: { id: stuck } }] } })
  })

  it.each([
    ['CUSTOMER_NOT_FOUND', () => ({ customerId: 'customer_01h455vb4pex5vsknk084sn02q', reason: 'X' }), ['input', 'customerId']],
    ['NOT_PARKED', () => ({ customerId: waiting, reason: 'X' }), ['input', 'customerId']],
    ['INVALID_INPUT', () => ({ customerId: stuck, reason: ' ' }), ['input', 'reason']],
    ['INVALID_INPUT', () => ({ customerId: 'somebody', reason: 'X' }), ['input', 'customerId']],
  ] as const)('refuses to send again by %s what must not be, and records nothing', async (code, given, field) => {
    const before = await shop.everything()
    const answer = payloadIn(await shop.as(admin, replay, { input: { idempotencyKey: newKey(), ...given() } }), 'replayMainframeSync')
    expect(answer).toMatchObject({ userErrors: [{ code, field }] })
    const withoutKeys = (all: unknown): unknown => (all as readonly unknown[]).slice(0, -1)
    expect(withoutKeys(await shop.everything())).toEqual(withoutKeys(before))
  })

  it('begins one reconciliation at a time, and records everybody who asked', async () => {
    const ask = async (reason: string) =>
      payloadIn(await shop.as(admin, reconcile, { input: { idempotencyKey: newKey(), reason } }), 'reconcileMainframe')
    const [first, second] = [await ask('After the restore.'), await ask('To be sure.')]
    expect(first).toMatchObject({ reconciliation: { state: 'REQUESTED', storedCount: null, findings: [] }, userErrors: [] })
    expect(second).toEqual(first)
    const told = (await shop.as(admin, actions)).data as { mainframeActions: { nodes: readonly { reason: string }[] } }
    expect(told.mainframeActions.nodes.map(({ reason }) => reason).toSorted()).toEqual(['After the restore.', 'To be sure.'])
    expect(await ask('')).toMatchObject({ reconciliation: null, userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'reason'] }] })
  })

  it('shows a report with what differed, whoever is no customer included', async () => {
    const { reconciliation } = payloadIn(
      await shop.as(admin, reconcile, { input: { idempotencyKey: newKey(), reason: 'X' } }),
      'reconcileMainframe',
    ) as { reconciliation: { id: string } }
    const stranger = 'customer_01h455vb4pex5vsknk084sn02q'
    const findings = [
      { kind: 'MISSING', customerId: done, expectedVersion: 1, storedVersion: 0 },
      { kind: 'UNKNOWN', customerId: stranger, expectedVersion: 0, storedVersion: 4 },
    ]
    await database.admin.unsafe(
      `update ${shop.table('mainframe_reconciliations')} set state = 'DONE', finished_at = '${at(5)}', stored_count = 3, missing_count = 1,
        behind_count = 0, ahead_count = 0, different_count = 0, unknown_count = 1, findings = $1::text::jsonb`,
      [JSON.stringify(findings)],
    )
    const report = `query ($id: ID!) { mainframeReconciliation(id: $id) { state finishedAt storedCount missingCount unknownCount
      findings { kind recordKey customer { id } expectedVersion storedVersion } } mainframeReconciliations { nodes { id } } }`
    const { data } = await shop.as(agent, report, { id: reconciliation.id })
    expect(data).toEqual({
      mainframeReconciliation: {
        state: 'DONE',
        finishedAt: at(5),
        storedCount: 3,
        missingCount: 1,
        unknownCount: 1,
        findings: [
          { kind: 'MISSING', recordKey: done, customer: { id: done }, expectedVersion: 1, storedVersion: 0 },
          { kind: 'UNKNOWN', recordKey: stranger, customer: null, expectedVersion: 0, storedVersion: 4 },
        ],
      },
      mainframeReconciliations: { nodes: [{ id: reconciliation.id }] },
    })
    const foreign = await other.as(agent, `query ($id: ID!) { mainframeReconciliation(id: $id) { id } }`, { id: reconciliation.id })
    expect(foreign).toEqual({ data: { mainframeReconciliation: null }, errors: [] })
  })

  it('shows batches, newest first, with the mainframe’s answers', async () => {
    await database.admin.unsafe(
      `insert into ${shop.table('mainframe_batches')} (tenant_id, id, sequence, business_date, bytes, record_count, state, created_at, sent_at,
        acked_at, sends, next_send_at, return_code, reason) values
        ($1, gen_random_uuid(), 1, now(), null, 7, 'ACKED', '${at(-9)}', '${at(-8)}', '${at(-7)}', 2, now(), 4, null),
        ($1, gen_random_uuid(), 2, now(), '', 1, 'SENT', '${at(-5)}', '${at(-4)}', null, 1, now(), 8, 'CRC')`,
      [shop.tenant.id],
    )
    const batches = `{ mainframeBatches { nodes { id sequence state recordCount createdAt sentAt ackedAt sendCount returnCode reason } } }`
    const id = expect.stringMatching(/^batch_/)
    expect((await shop.as(agent, batches)).data).toEqual({
      mainframeBatches: {
        nodes: [
          {
            id,
            sequence: 2,
            state: 'SENT',
            recordCount: 1,
            createdAt: at(-5),
            sentAt: at(-4),
            ackedAt: null,
            sendCount: 1,
            returnCode: 8,
            reason: 'CRC',
          },
          {
            id,
            sequence: 1,
            state: 'ACKED',
            recordCount: 7,
            createdAt: at(-9),
            sentAt: at(-8),
            ackedAt: at(-7),
            sendCount: 2,
            returnCode: 4,
            reason: null,
          },
        ],
      },
    })
  })

  it('is read by employees, moved by admins, and of no concern to anybody else', async () => {
    const input = { idempotencyKey: newKey(), customerId: stuck, reason: 'X' }
    const reads = [syncs, overview, `{ mainframeBatches { nodes { id } } }`, `{ mainframeReconciliations { nodes { id } } }`]
    const refused = async (actor: typeof agent, source: string, variables = {}): Promise<boolean> =>
      (await shop.as(actor, source, variables)).errors.includes('FORBIDDEN')
    for (const actor of [admin, agent, orderManager, service]) {
      for (const source of reads) expect([actor.id, source, await refused(actor, source)]).toEqual([actor.id, source, false])
    }
    const before = await shop.everything()
    for (const actor of [client(stuck ?? ''), partner]) {
      for (const source of reads) expect([actor.id, source, await refused(actor, source)]).toEqual([actor.id, source, true])
    }
    for (const actor of [agent, orderManager, client(stuck ?? ''), partner]) {
      expect(await refused(actor, actions)).toBe(true)
      expect(await refused(actor, replay, { input })).toBe(true)
      expect(await refused(actor, reconcile, { input: { idempotencyKey: newKey(), reason: 'X' } })).toBe(true)
    }
    expect(await shop.everything()).toEqual(before)
  })
})
