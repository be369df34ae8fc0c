import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { composeWithHints, type Composition } from './compose.ts'
import { manifestEntryOf, type GraphName } from './operation-manifest.ts'
import type { RegisteredOperation } from './registered-operations.ts'
import { checkSchema, type SchemaReport } from './schema-check.ts'

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag", "@inaccessible"])'
const both = '@tag(name: "public") @tag(name: "partner")'
const orders = `${link}
  type Query { order(id: ID! ${both}): Order ${both} secret: Int _order: Int @inaccessible }
  type Order @key(fields: "id") { id: ID! ${both} total: Int! @tag(name: "partner") margin: Int! status: Status! ${both}
    old: Old @deprecated(reason: "use total since 2026-01-01; removed after 2026-06-30") ${both} }
  type Old ${both} { of: OldKind! kept: Kept! }
  enum OldKind ${both} { A }
  type Kept ${both} { a: Int! }
  enum Status ${both} { OPEN CLOSED }
  type Other ${both} { kept: Kept! }
  extend type Query { other: Other ${both} }`
const customers = `${link}
  type Order @key(fields: "id") { id: ID! ${both} buyer: Buyer ${both} }
  "A buyer." type Buyer ${both} { name: String! }`

function composition(...edits: readonly (readonly [before: string, after: string])[]): Composition {
  const edited = [orders, customers].map((sdl) => edits.reduce((text, [before, after]) => text.replace(before, after), sdl))
  return composeWithHints(
    edited.map((sdl, index) => ({ name: ['orders', 'customers'][index] ?? '', routingUrl: 'http://x.internal', sdl })),
  )
}

function registered(client: string, graph: GraphName, text: string, isCurrent = true): RegisteredOperation {
  const { id, name, body } = manifestEntryOf(text)
  return { client, name, id, isCurrent, graph, document: parse(body), variables: undefined }
}

const operations = [
  registered('dashboard', 'internal', 'query Margin { order(id: 1) { margin } }'),
  registered('storefront', 'public', 'query Status { order(id: 1) { status buyer { name } } }'),
  registered('globalparts', 'partner', 'query Total { order(id: 1) { total } }'),
  registered('globalparts', 'partner', 'query Total { order(id: 1) { total status } }', false),
]

const check = (today: string, ...edits: readonly (readonly [string, string])[]): Promise<SchemaReport> =>
  checkSchema({ before: composition(), after: composition(...edits), operations, today: new Date(today) })

describe('the schema gate', () => {
  it('finds nothing where nothing changed', async () => {
    expect(await check('2026-03-01')).toEqual({ operations: [], changes: [], notes: [] })
  })

  it('names client, operation and field in whichever subgraph the change is, and the graphs in which it is one', async () => {
    expect(await check('2026-03-01', ['name: String!', 'name: String'])).toEqual({
      operations: ['storefront Status: Buyer.name: may now be null: is String, was String!'],
      changes: ["public, partner, internal: Buyer.name: Field 'Buyer.name' changed type from 'String!' to 'String'"],
      notes: [],
    })
  })

  it('tells the text that frontends still send from the current one', async () => {
    const earlier = operations[3]?.id.slice(0, 12) ?? ''
    expect((await check('2026-03-01', ['status: Status!', 'status: Status'])).operations).toEqual([
      'storefront Status: Order.status: may now be null: is Status, was Status!',
      `globalparts Total: Order.status: may now be null: is Status, was Status! (earlier text ${earlier})`,
    ])
  })

  it('sees a field leave one graph while it stays in another', async () => {
    const report = await check('2026-03-01', ['total: Int! @tag(name: "partner")', 'total: Int! @tag(name: "public")'])
    const earlier = operations[3]?.id.slice(0, 12) ?? ''
    expect(report.operations).toEqual([
      'globalparts Total: Order.total: was removed',
      `globalparts Total: Order.total: was removed (earlier text ${earlier})`,
    ])
    expect(report.changes).toEqual(["partner: Order.total: Field 'total' was removed from object type 'Order'"])
  })

  it('lets go what is overdue, with the types that only it led to, and not a day before', async () => {
    const removal: readonly (readonly [string, string])[] = [
      [/old: Old .*\n/.exec(orders)?.[0] ?? '', '}\n'],
      [/type Old .*\n/.exec(orders)?.[0] ?? '', ''],
      [/enum OldKind .*\n/.exec(orders)?.[0] ?? '', ''],
    ]
    expect(await check('2026-07-01', ...removal)).toEqual({ operations: [], changes: [], notes: [] })
    expect((await check('2026-06-30', ...removal)).changes).toEqual([
      "public, partner, internal: Old: Type 'Old' was removed",
      "public, partner, internal: OldKind: Type 'OldKind' was removed",
      "public, partner, internal: Order.old: Field 'old' (deprecated) was removed from object type 'Order'",
    ])
  })

  it('breaks nobody by what no caller sees', async () => {
    expect(await check('2026-03-01', ['_order: Int @inaccessible', ''])).toEqual({ operations: [], changes: [], notes: [] })
  })

  it('notes what operations may newly be answered and what composition newly remarks', async () => {
    const report = await check(
      '2026-03-01',
      ['OPEN CLOSED', 'OPEN CLOSED LOST'],
      [
        'type Order @key(fields: "id") { id: ID! @tag(name: "public") @tag(name: "partner") total',
        '"One." type Order @key(fields: "id") { id: ID! @tag(name: "public") @tag(name: "partner") total',
      ],
      [
        'type Order @key(fields: "id") { id: ID! @tag(name: "public") @tag(name: "partner") buyer',
        '"Two." type Order @key(fields: "id") { id: ID! @tag(name: "public") @tag(name: "partner") buyer',
      ],
    )
    expect(report).toEqual({
      operations: [],
      changes: [],
      notes: [
        expect.stringMatching(/^INCONSISTENT_DESCRIPTION: Element "Order" has/),
        'storefront Status: Status.LOST: may now be answered',
        `globalparts Total: Status.LOST: may now be answered (earlier text ${operations[3]?.id.slice(0, 12) ?? ''})`,
      ],
    })
  })

  it('checks operations also where there is nothing earlier, and a graph that is new breaks nobody', async () => {
    const after = composition(['margin: Int!', ''])
    expect(await checkSchema({ before: null, after, operations, today: new Date() })).toEqual({
      operations: ['dashboard Margin: document: Cannot query field "margin" on type "Order".'],
      changes: [],
      notes: [],
    })
    const untagged = composition(...Array.from({ length: 20 }, () => [both, ''] as const), ['@tag(name: "partner")', ''])
    const report = await checkSchema({ before: untagged, after: composition(), operations, today: new Date() })
    expect(report).toEqual({ operations: [], changes: [], notes: [] })
  })

  it('names the operation whose variables it cannot judge', async () => {
    const wrong = operations.slice(2, 3).map((operation) => ({ ...operation, variables: { type: 'objekt' } }))
    const report = await checkSchema({ before: composition(), after: composition(), operations: wrong, today: new Date() })
    expect(report.operations).toEqual([expect.stringMatching(/^globalparts Total: variables: client.json has no valid JSON Schema: /)])
  })

  it('refuses operations of a graph that is gone', async () => {
    const after = composition(...Array.from({ length: 20 }, () => [both, ''] as const), ['@tag(name: "partner")', ''])
    const report = await checkSchema({ before: composition(), after, operations, today: new Date() })
    expect(report.operations).toContain('storefront Status: public: there is no such graph, for nothing is tagged so')
    expect(report.changes).toEqual(['public, partner: the whole graph is gone'])
  })
})
