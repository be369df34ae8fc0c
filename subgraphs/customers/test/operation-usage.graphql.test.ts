import { newId } from '@iommi/shared/ids'
import { tenantRegistry } from '@iommi/shared/tenants'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { beforeEach, describe, expect, it } from 'vitest'
import { forgetOldUsage } from '../src/operation-usage/forget-operation-usage.ts'
import {
  admin,
  agent,
  client,
  orderManager,
  partner,
  payloadIn,
  recordOperationUsage,
  reportedUsage as usage,
  service,
  shopOf,
} from './customers-fixture.ts'

const database = useTestDatabase('customers')

const list = `query ($where: OperationUsageWhereInput, $first: Int, $after: String, $last: Int, $before: String) {
  operationUsage(where: $where, first: $first, after: $after, last: $last, before: $before) {
    nodes { day client operationId operationName operationType isRegistered requests errors cost fields }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`

interface Page {
  readonly nodes: readonly Readonly<Record<string, unknown>>[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string
    readonly endCursor: string
  }
}

const hash = (digit: string): string => digit.repeat(64)
const sorted = { ...usage, fields: usage.fields.toSorted() }

describe.each(['acme', 'globex'] as const)('operation usage of %s', (slug) => {
  const shop = shopOf(database, slug)
  const other = shopOf(database, slug === 'acme' ? 'globex' : 'acme')

  beforeEach(async () => {
    for (const each of [shop, other]) {
      for (const table of ['operation_usage', 'operation_fields']) await database.admin.unsafe(`delete from ${each.table(table)}`)
    }
  })

  const report = async (operations: readonly object[], reportId = newId('report')): Promise<unknown> =>
    payloadIn(await shop.as(service, recordOperationUsage, { input: { reportId, operations } }), '_recordOperationUsage')
  const page = async (variables: Readonly<Record<string, unknown>> = {}): Promise<Page> =>
    payloadIn(await shop.as(admin, list, variables), 'operationUsage') as Page
  const namesOf = ({ nodes }: Page): readonly unknown[] => nodes.map(({ operationName }) => operationName)
  const found = async (where: object): Promise<readonly unknown[]> => namesOf(await page({ where }))

  it('shows what was reported, with the fields that the operation asks for', async () => {
    expect(await report([usage])).toEqual({ isNew: true })
    expect((await page()).nodes).toEqual([sorted])
  })

  it('adds the counts of every report to those of the same day, client and operation', async () => {
    await report([usage])
    await report([{ ...usage, requests: 5, errors: 0, cost: 7, isRegistered: false, fields: [] }])
    await report([{ ...usage, day: '2026-11-20T23:59:59.999Z', requests: 1, errors: 1, cost: 0, isRegistered: false }])
    expect((await page()).nodes).toEqual([{ ...sorted, requests: 16, errors: 2, cost: 127, isRegistered: false }])
  })

  it('counts a report once, however often and at once it comes', async () => {
    const reportId = newId('report')
    const answers = await Promise.all(Array.from({ length: 10 }, () => report([usage], reportId)))
    expect(answers.filter((answer) => JSON.stringify(answer) === '{"isNew":true}')).toHaveLength(1)
    expect(await report([usage], reportId)).toEqual({ isNew: false })
    expect((await page()).nodes).toEqual([sorted])
  })

  it('takes reports of several gateways at once without losing a count', async () => {
    const operations = Array.from({ length: 30 }, (_, index) => ({ ...usage, operationName: `Operation${String(index)}` }))
    const reports = Array.from({ length: 20 }, (_, index) => report(index % 2 === 0 ? operations : operations.toReversed()))
    expect(await Promise.all(reports)).toEqual(reports.map(() => ({ isNew: true })))
    const { nodes } = await page({ first: 100 })
    expect(nodes.map(({ requests }) => requests)).toEqual(operations.map(() => 200))
    expect(nodes.every(({ fields }) => JSON.stringify(fields) === JSON.stringify(sorted.fields))).toBe(true)
  })

  it('tells operations of one document, clients and days apart', async () => {
    await report([
      usage,
      { ...usage, operationName: null, fields: ['Query.viewer'] },
      { ...usage, client: 'storefront' },
      { ...usage, day: '2026-11-19T12:00:00.000Z' },
    ])
    const { nodes } = await page()
    expect(nodes.map(({ day, client: name, operationName, fields }) => [day, name, operationName, fields])).toEqual([
      ['2026-11-20T00:00:00.000Z', 'storefront', 'LiveOrders', sorted.fields],
      ['2026-11-20T00:00:00.000Z', 'dashboard', 'LiveOrders', sorted.fields],
      ['2026-11-20T00:00:00.000Z', 'dashboard', null, ['Query.viewer']],
      ['2026-11-19T00:00:00.000Z', 'dashboard', 'LiveOrders', sorted.fields],
    ])
  })

  it('shows operations that were too many to be told apart as other, of no kind', async () => {
    const others = { ...usage, operationId: 'other', operationName: null, operationType: null, isRegistered: false, fields: [] }
    await report([others])
    expect((await page()).nodes).toEqual([others])
  })

  it('tells at most 1,000 operations of a client and day apart that are not registered, and loses no count of the others', async () => {
    const unregistered = (from: number, count: number, of: object = {}) =>
      Array.from({ length: count }, (_, index) => ({
        ...usage,
        isRegistered: false,
        operationId: String(from + index).padStart(64, '0'),
        requests: 2,
        fields: ['Query.viewer'],
        ...of,
      }))
    await report(unregistered(0, 500))
    await report(unregistered(500, 490))
    // Ten of these 20 find room.
    await report([...unregistered(990, 20), ...unregistered(0, 3), ...unregistered(5_000, 5, { client: 'storefront' })])
    await report([
      ...unregistered(6_000, 4),
      ...unregistered(7_000, 2, { isRegistered: true }),
      ...unregistered(8_000, 1, { day: '2026-11-21T00:00:00.000Z' }),
    ])
    const counted = await database.admin.unsafe(
      `select client, operation_id = 'other' as is_other, is_registered, count(*)::int as operations, sum(requests)::int as requests
       from ${shop.table('operation_usage')} where day = '2026-11-20' group by 1, 2, 3 order by 1, 2, 3`,
    )
    expect([...counted]).toEqual([
      { client: 'dashboard', is_other: false, is_registered: false, operations: 1_000, requests: 2_006 },
      { client: 'dashboard', is_other: false, is_registered: true, operations: 2, requests: 4 },
      { client: 'dashboard', is_other: true, is_registered: false, operations: 1, requests: 28 },
      { client: 'storefront', is_other: false, is_registered: false, operations: 5, requests: 10 },
    ])
    const described = await database.admin.unsafe(
      `select count(distinct operation_id)::int as documents from ${shop.table('operation_fields')}`,
    )
    expect([...described]).toEqual([{ documents: 1_000 + 5 + 2 + 1 }])
  })

  const many = [
    { ...usage, operationName: 'A', operationId: hash('1'), requests: 2, client: 'dashboard', fields: ['Query.orders', 'Order.number'] },
    { ...usage, operationName: 'B', operationId: hash('2'), requests: 9, client: 'storefront', fields: ['Query.products'] },
    { ...usage, operationName: 'Ba', operationId: hash('3'), requests: 5, client: 'partner-one', fields: ['Query.order', 'Order.number'] },
    { ...usage, operationName: 'C', operationId: hash('4'), requests: 50, day: '2026-11-18T00:00:00.000Z', fields: ['Query.viewer'] },
    { ...usage, operationName: 'D', operationId: hash('5'), requests: 5, day: '2026-11-19T00:00:00.000Z', client: 'Dashboard' },
  ]

  it('lists the newest day first and on it the most requests, in pages both ways', async () => {
    await report(many)
    const order = ['B', 'Ba', 'A', 'D', 'C']
    expect(namesOf(await page())).toEqual(order)
    const first = await page({ first: 2 })
    const second = await page({ first: 2, after: first.pageInfo.endCursor })
    const third = await page({ first: 2, after: second.pageInfo.endCursor })
    expect([first, second, third].map(namesOf)).toEqual([['B', 'Ba'], ['A', 'D'], ['C']])
    expect([first, second, third].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false])
    expect(namesOf(await page({ last: 2, before: third.pageInfo.startCursor }))).toEqual(['A', 'D'])
    const cursor = Buffer.from(JSON.stringify(['operation usage', 'yesterday', 1, 'a', 'b', 'c'])).toString('base64url')
    expect((await shop.as(admin, list, { after: cursor })).errors).toEqual(['BAD_USER_INPUT'])
    expect((await shop.as(admin, list, { first: 101 })).errors).toEqual(['BAD_USER_INPUT'])
  })

  it.each([
    ['client', { client: { in: ['dashboard'] } }, ['A', 'C']],
    ['the beginning of a client', { client: { startsWith: 'partner' } }, ['Ba']],
    ['operation', { operationName: { in: ['B', 'C'] } }, ['B', 'C']],
    ['the beginning of an operation', { operationName: { startsWith: 'B' } }, ['B', 'Ba']],
    ['field', { field: 'Order.number' }, ['Ba', 'A', 'D']],
    ['a field that nobody asks for', { field: 'Order.id' }, []],
    ['first day, in whatever of its hours', { from: '2026-11-19T17:00:00.000Z' }, ['B', 'Ba', 'A', 'D']],
    ['end, exclusive', { until: '2026-11-20T00:00:00.000Z' }, ['D', 'C']],
    ['an end in the course of a day', { until: '2026-11-19T00:00:00.001Z' }, ['D', 'C']],
    ['an end far away', { until: '9999-12-31T23:59:59.999Z', from: '0001-01-01T00:00:00.000Z' }, ['B', 'Ba', 'A', 'D', 'C']],
    [
      'everything at once',
      { client: { startsWith: 'd' }, operationName: { in: ['A'] }, field: 'Order.number', from: '2026-11-20T00:00:00.000Z' },
      ['A'],
    ],
  ])('finds by %s', async (_name, where, names) => {
    await report(many)
    expect(await found(where)).toEqual(names)
  })

  it.each(['Order', 'Order.', 'Order.number.x', "Order.number' or true", ''])('refuses to look for the field "%s"', async (field) => {
    expect((await shop.as(admin, list, { where: { field } })).errors).toEqual(['BAD_USER_INPUT'])
  })

  it.each([
    ['customer-service', agent],
    ['order-manager', orderManager],
    ['partner', partner],
    ['client', client(newId('customer'))],
  ])('is not for %s to read, nor to write', async (_name, actor) => {
    const before = await shop.everything()
    expect(await shop.as(actor, list)).toEqual({ data: null, errors: ['FORBIDDEN'] })
    const written = await shop.as(actor, recordOperationUsage, { input: { reportId: newId('report'), operations: [usage] } })
    expect(written).toEqual({ data: null, errors: ['FORBIDDEN'] })
    expect(await shop.everything()).toEqual(before)
  })

  it('is not for admins to write', async () => {
    const written = await shop.as(admin, recordOperationUsage, { input: { reportId: newId('report'), operations: [usage] } })
    expect(written).toEqual({ data: null, errors: ['FORBIDDEN'] })
    expect((await page()).nodes).toEqual([])
  })

  it("shows nothing of another tenant's, and takes the same report of both", async () => {
    const reportId = newId('report')
    await report([usage], reportId)
    const input = { reportId, operations: [{ ...usage, client: 'theirs' }] }
    expect(payloadIn(await other.as(service, recordOperationUsage, { input }), '_recordOperationUsage')).toEqual({ isNew: true })
    expect((await page()).nodes).toEqual([sorted])
  })

  it.each([
    ['a client without a name', { client: ' ' }],
    ['a client with a long name', { client: 'x'.repeat(101) }],
    ['a client with control characters', { client: 'a\u0000b' }],
    ['another kind of id', { operationId: 'A'.repeat(64) }],
    ['a name that is none', { operationName: 'two words' }],
    ['no requests', { requests: 0, errors: 0 }],
    ['more errors than requests', { errors: 11 }],
    ['a negative cost', { cost: -1 }],
    ['an operation of no kind', { operationType: null }],
    ['a kind of others', { operationId: 'other' }],
    ['a field that is none', { fields: ['Order'] }],
  ])('refuses a report with %s, whole', async (_name, wrong) => {
    const operations = [usage, { ...usage, client: 'wrong', ...wrong }]
    const input = { reportId: newId('report'), operations }
    expect(await shop.as(service, recordOperationUsage, { input })).toEqual({ data: null, errors: ['BAD_USER_INPUT'] })
    expect((await page()).nodes).toEqual([])
    // The refused report's id is free.
    expect(await report([usage], input.reportId)).toEqual({ isNew: true })
  })

  it('refuses a report that names an operation twice, and one without an id of its kind', async () => {
    const ask = async (input: object) => (await shop.as(service, recordOperationUsage, { input })).errors
    expect(await ask({ reportId: newId('report'), operations: [usage, { ...usage, requests: 3 }] })).toEqual(['BAD_USER_INPUT'])
    expect(await ask({ reportId: newId('order'), operations: [usage] })).toEqual(['BAD_USER_INPUT'])
  })

  it('forgets days older than 400, and fields of operations that are counted on no day any more', async () => {
    const at = (day: string, digit: string) => ({ ...usage, day, operationId: hash(digit), operationName: `On${digit}` })
    await report([at('2025-10-15T00:00:00.000Z', '1'), at('2025-10-16T00:00:00.000Z', '2'), at('2026-11-20T00:00:00.000Z', '3')])
    const now = () => new Date('2026-11-20T13:00:00.000Z')
    await forgetOldUsage({ worker: database.worker, tenants: tenantRegistry(database.db), now })
    expect(namesOf(await page())).toEqual(['On3', 'On2'])
    const described = await database.admin.unsafe(`select distinct operation_name from ${shop.table('operation_fields')} order by 1`)
    expect(described.map(({ operation_name: name }) => String(name))).toEqual(['On2', 'On3'])
  })
})
