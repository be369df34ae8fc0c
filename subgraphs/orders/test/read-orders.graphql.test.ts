import { decodeEventCursor } from '@iommi/shared/event-cursor'
import { newId, uuidFromId } from '@iommi/shared/ids'
import { client, employee } from '@iommi/shared/testing/test-context'
import { beforeAll, describe, expect, it } from 'vitest'
import { cursorKey, givenOrder, neighbours, run, useOrders } from './orders-fixture.ts'

const fixture = useOrders()
const { contextFor, admin } = fixture

interface Page {
  readonly nodes: readonly { readonly id: string }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly changesCursor: string
}
const pageFields = 'nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } changesCursor'

describe.each(['acme', 'globex'] as const)('reading orders of %s', (slug) => {
  const mine = newId('customer')
  const ids: string[] = []
  beforeAll(async () => {
    for (let n = 0; n < 12; n += 1) {
      ids.push(
        await givenOrder(fixture, fixture[slug], neighbours(), {
          customerId: n % 2 === 0 ? mine : newId('customer'),
          externalReference: `ref-${String(n)}`,
        }),
      )
    }
    // Ties in the sort value: the id decides.
    const schema = slug === 'acme' ? 'orders' : 'orders__globex'
    await admin`update ${admin(`${schema}.orders`)} set placed_at = '2026-01-01T00:00:00Z' where id in ${admin(ids.slice(0, 6).map((id) => uuidFromId('order', id)))}`
  })
  const manager = () => contextFor(fixture[slug], employee('order-manager'), neighbours())
  const list = async (args: string, context = manager()) => {
    const result = await run(context, `{ orders(${args}) { ${pageFields} } }`)
    return (result.data?.['orders'] ?? result.errors?.[0]?.message) as Page
  }
  const newestFirst = () => [...ids.slice(6).toReversed(), ...ids.slice(0, 6).toSorted().toReversed()]

  it.each([1, 5, 12, 100])('pages forwards by %i and meets every order once, in order', async (size) => {
    const seen: string[] = []
    let after = ''
    for (;;) {
      const page = await list(`first: ${String(size)}${after}`)
      seen.push(...page.nodes.map(({ id }) => id))
      if (!page.pageInfo.hasNextPage) break
      after = `, after: "${String(page.pageInfo.endCursor)}"`
    }
    expect(seen).toEqual(newestFirst())
  })

  it('pages backwards from the end and meets every order once', async () => {
    const seen: string[] = []
    let before = ''
    for (;;) {
      const page = await list(`last: 5${before}`)
      seen.unshift(...page.nodes.map(({ id }) => id))
      if (!page.pageInfo.hasPreviousPage) break
      before = `, before: "${String(page.pageInfo.startCursor)}"`
    }
    expect(seen).toEqual(newestFirst())
  })

  it('sorts oldest first when asked, and refuses a cursor of the other order', async () => {
    const ascending = await list('first: 3, orderBy: { field: PLACED_AT, direction: ASC }')
    expect(ascending.nodes.map(({ id }) => id)).toEqual(newestFirst().toReversed().slice(0, 3))
    expect(await list(`first: 3, after: "${String(ascending.pageInfo.endCursor)}"`)).toBe(
      'after: this is not a cursor of this list in this order.',
    )
  })

  it('filters by each condition and by all of them together', async () => {
    const [first = ''] = ids
    const filtered = async (where: string) => (await list(`first: 100, where: ${where}`)).nodes.map(({ id }) => id)
    expect(await filtered('{ status: { in: [CANCELLED] } }')).toEqual([])
    expect((await filtered('{ status: { in: [PLACED, CANCELLED] } }')).length).toBe(12)
    expect((await filtered('{ fulfillmentStatus: { in: [UNFULFILLED] } }')).length).toBe(12)
    expect(await filtered('{ externalReference: { in: ["ref-0", "nope"] } }')).toEqual([first])
    expect((await filtered(`{ customerId: { in: ["${mine}"] } }`)).toSorted()).toEqual(ids.filter((_, n) => n % 2 === 0).toSorted())
    expect((await filtered('{ placedAt: { gte: "2026-01-01T00:00:00Z", lt: "2026-01-01T00:00:00.001Z" } }')).toSorted()).toEqual(
      ids.slice(0, 6).toSorted(),
    )
    const both = `{ customerId: { in: ["${mine}"] }, placedAt: { lt: "2026-02-01T00:00:00Z" }, externalReference: { in: ["ref-2", "ref-3"] } }`
    expect(await filtered(both)).toEqual([ids[2]])
  })

  it.each([
    ['first: 101', 'first: 101 is not allowed; a page has 0 to 100 items.'],
    ['last: -1', 'last: -1 is not allowed; a page has 0 to 100 items.'],
    ['first: 1, last: 1', 'first/after and last/before cannot be combined: page forwards or backwards.'],
    ['first: 1, after: "garbage"', 'after: this is not a cursor of this list in this order.'],
  ])('refuses (%s) and names the rule', async (args, message) => {
    expect(await list(args)).toBe(message)
  })

  it('shows a client its own orders only, wherever it looks', async () => {
    const other = ids[1] ?? ''
    const context = contextFor(fixture[slug], client(mine), neighbours())
    const own = ids.filter((_, n) => n % 2 === 0)
    expect((await list('first: 100', context)).nodes.map(({ id }) => id).toSorted()).toEqual(own.toSorted())
    expect((await list(`first: 100, where: { customerId: { in: ["${newId('customer')}"] } }`, context)).nodes).toEqual([])
    expect((await run(context, `{ order(id: "${other}") { id } }`)).data).toEqual({ order: null })
    const entity = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Order { id } ... on Customer { orders { nodes { id } } } } }`
    const representations = [
      { __typename: 'Order', id: other },
      { __typename: 'Order', id: own[0] },
      { __typename: 'Customer', id: newId('customer') },
    ]
    expect((await run(context, entity, { r: representations })).data).toEqual({ _entities: [null, { id: own[0] }, { orders: null }] })
  })

  it("hides the other tenant's order like one that does not exist", async () => {
    const other = contextFor(slug === 'acme' ? fixture.globex : fixture.acme, employee('admin'), neighbours())
    for (const id of [ids[0] ?? '', newId('order')]) {
      expect(await run(other, `{ order(id: "${id}") { id } }`)).toEqual({ data: { order: null } })
    }
    expect((await list('first: 100', other)).nodes.filter(({ id }) => ids.includes(id))).toEqual([])
  })

  it("reads many customers' orders together, each its own page", async () => {
    const representations = [mine, newId('customer')].map((id) => ({ __typename: 'Customer', id }))
    const result = await run(
      manager(),
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { id orders(first: 2) { nodes { id } pageInfo { hasNextPage } } } } }`,
      { r: representations },
    )
    const own = newestFirst().filter((id) => ids.indexOf(id) % 2 === 0)
    expect(result.data).toEqual({
      _entities: [
        { id: mine, orders: { nodes: own.slice(0, 2).map((id) => ({ id })), pageInfo: { hasNextPage: true } } },
        { id: representations[1]?.id, orders: { nodes: [], pageInfo: { hasNextPage: false } } },
      ],
    })
  })

  it('gives a changes cursor that is opaque and bound to the tenant', async () => {
    const { changesCursor } = await list('first: 1')
    const [id, other] = slug === 'acme' ? [fixture.acme.id, fixture.globex.id] : [fixture.globex.id, fixture.acme.id]
    expect(decodeEventCursor(cursorKey, id, changesCursor)).toEqual({ topic: 'order-events', epoch: 'new', seq: 0 })
    expect(() => decodeEventCursor(cursorKey, other, changesCursor)).toThrow('after: this is not a cursor of this stream.')
  })

  it('shows the history with its actors; a client sees no name but its own', async () => {
    const source = `{ order(id: "${ids[0] ?? ''}") { history(first: 5) { nodes { fromStatus toStatus actor { kind name } } } } }`
    const entry = { fromStatus: null, toStatus: 'PLACED' }
    expect((await run(manager(), source)).data).toEqual({
      order: { history: { nodes: [{ ...entry, actor: { kind: 'EMPLOYEE', name: 'Erin Employee' } }] } },
    })
    const asClient = await run(contextFor(fixture[slug], client(mine), neighbours()), source)
    expect(asClient.data).toEqual({ order: { history: { nodes: [{ ...entry, actor: { kind: 'EMPLOYEE', name: null } }] } } })
  })
})
