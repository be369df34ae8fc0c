import { scopesOf } from '@iommi/shared/authorize'
import { newId } from '@iommi/shared/ids'
import type { Actor } from '@iommi/shared/request-context'
import { testContext } from '@iommi/shared/testing/test-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { graphql } from 'graphql'
import { describe, expect, it } from 'vitest'
import { customersContext } from '../src/context.ts'
import { schema } from '../src/schema.ts'
import { admin, agent, client, customerById, newKey, orderManager, partner, service, shopOf, type Shop } from './customers-fixture.ts'

const database = useTestDatabase('customers')

const page = `query ($first: Int, $after: String, $last: Int, $before: String, $where: CustomerWhereInput, $orderBy: CustomerOrderInput) {
  customers(first: $first, after: $after, last: $last, before: $before, where: $where, orderBy: $orderBy) {
    edges { cursor node { id } } nodes { id name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`
const entities = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Customer { id name mainframeSync { state } } } }`

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[]
  readonly nodes: readonly { readonly id: string; readonly name: string }[]
  readonly pageInfo: Readonly<Record<'hasNextPage' | 'hasPreviousPage', boolean> & Record<'startCursor' | 'endCursor', string | null>>
}

async function readPage(shop: Shop, variables: Readonly<Record<string, unknown>>, actor: Actor = agent): Promise<Page> {
  const { data, errors } = await shop.as(actor, page, variables)
  if (errors.length > 0) throw new Error(errors.join(', '))
  return data?.['customers'] as Page
}

describe.each(['acme', 'globex'] as const)('customers of %s', (slug) => {
  const shop = shopOf(database, slug)
  const other = shopOf(database, slug === 'acme' ? 'globex' : 'acme')

  it.each([
    ['admin', admin, []],
    ['customer-service', agent, []],
    ['order-manager', orderManager, []],
    ['system', service, []],
    ['partner', partner, ['FORBIDDEN']],
  ])('shows a customer and the list to roles that may read customers: %s', async (_name, actor, errors) => {
    const id = await shop.register({ name: 'Shown' })
    const one = await shop.as(actor, `query ($id: ID!) { customer(id: $id) { name } }`, { id })
    expect(one).toEqual(errors.length > 0 ? { data: { customer: null }, errors } : { data: { customer: { name: 'Shown' } }, errors })
    const list = await shop.as(actor, page, { where: { id: { in: [id] } } })
    expect(list.errors).toEqual(errors)
  })

  it('shows a client itself, without the mainframe, and neither others nor the list', async () => {
    const [mine, theirs] = [await shop.register({ name: 'Mine' }), await shop.register()]
    await shop.addAddress(mine)
    expect(await shop.as(client(mine), customerById, { id: mine })).toMatchObject({
      data: { customer: { id: mine, name: 'Mine', addresses: { nodes: [{ city: 'London' }] }, mainframeSync: null } },
      errors: [],
    })
    expect(await shop.as(client(mine), customerById, { id: theirs })).toEqual({ data: { customer: null }, errors: [] })
    expect(await shop.as(client(mine), page)).toEqual({ data: null, errors: ['FORBIDDEN'] })
  })

  it("shows unknown customers and another tenant's alike as null, and refuses ids of another kind", async () => {
    for (const id of [newId('customer'), await other.register()]) {
      expect(await shop.as(agent, customerById, { id })).toEqual({ data: { customer: null }, errors: [] })
    }
    expect(await shop.as(agent, customerById, { id: newId('order') })).toEqual({ data: { customer: null }, errors: ['BAD_USER_INPUT'] })
  })

  it('resolves references in their sequence: null for unknown, foreign and malformed ones', async () => {
    const [a, b, foreign] = [await shop.register({ name: 'A' }), await shop.register({ name: 'B' }), await other.register()]
    const representations = [b, foreign, a, newId('customer'), 'nonsense', b].map((id) => ({ __typename: 'Customer', id }))
    const expected = (seen: readonly (string | null)[], mainframeSync: unknown) =>
      seen.map((id) => id && { id, name: id === a ? 'A' : 'B', mainframeSync })
    expect(await shop.as(orderManager, entities, { representations })).toEqual({
      data: { _entities: expected([b, null, a, null, null, b], { state: 'PENDING' }) },
      errors: [],
    })
    expect(await shop.as(client(a), entities, { representations })).toEqual({
      data: { _entities: expected([null, null, a, null, null, null], null) },
      errors: [],
    })
    expect(await shop.as(partner, entities, { representations })).toEqual({
      data: { _entities: [null, null, null, null, null, null] },
      errors: [],
    })
  })

  it('pages exactly, forwards and backwards, by time and by name, through equal sort values', async () => {
    const ids: string[] = []
    for (let index = 0; index < 23; index += 1) {
      shop.clock.now = new Date(Date.UTC(2031, 0, 1 + Math.floor(index / 3)))
      ids.push(await shop.register({ name: ['zoe', 'Émile', 'emile', 'Adam'][index % 4] ?? '' }))
    }
    const where = { createdAt: { gte: '2031-01-01T00:00:00Z', lt: '2031-02-01T00:00:00Z' } }
    const nameKey = (index: number): string => ['zoe', 'emile', 'emile', 'adam'][index % 4] ?? ''
    const byName = ids.map((id, index) => [nameKey(index), id] as const).toSorted((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1))
    const sorts = [
      { orderBy: undefined, expected: ids.toReversed() },
      { orderBy: { field: 'CREATED_AT', direction: 'ASC' }, expected: ids },
      { orderBy: { field: 'NAME', direction: 'ASC' }, expected: byName.map(([, id]) => id) },
      { orderBy: { field: 'NAME', direction: 'DESC' }, expected: byName.map(([, id]) => id).toReversed() },
    ]
    for (const { orderBy, expected } of sorts) {
      const forwards: string[] = []
      let after: string | null = null
      do {
        const { edges, nodes, pageInfo }: Page = await readPage(shop, { first: 5, after, where, orderBy })
        expect(edges.map(({ node }) => node.id)).toEqual(nodes.map(({ id }) => id))
        expect(pageInfo.hasPreviousPage).toBe(forwards.length > 0)
        forwards.push(...nodes.map(({ id }) => id))
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null
      } while (after !== null)
      expect(forwards).toEqual(expected)
      const backwards: string[] = []
      let before: string | null = null
      do {
        const { nodes, pageInfo }: Page = await readPage(shop, { last: 5, before, where, orderBy })
        expect(pageInfo.hasNextPage).toBe(backwards.length > 0)
        backwards.unshift(...nodes.map(({ id }) => id))
        before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null
      } while (before !== null)
      expect(backwards).toEqual(expected)
    }
  })

  it('shows 20 customers unless asked otherwise, at most 100, and refuses more by name of the rule', async () => {
    for (let index = 0; index < 25; index += 1) await shop.register()
    expect((await readPage(shop, {})).nodes).toHaveLength(20)
    expect((await readPage(shop, { first: 100 })).nodes.length).toBeGreaterThanOrEqual(25)
    for (const variables of [{ first: 101 }, { last: 101 }, { first: -1 }, { first: 1, last: 1 }, { after: 'x' }]) {
      expect(await shop.as(agent, page, variables)).toEqual({ data: null, errors: ['BAD_USER_INPUT'] })
    }
    const { endCursor } = (await readPage(shop, { first: 1 })).pageInfo
    const byName = { field: 'NAME', direction: 'ASC' }
    expect(await shop.as(agent, page, { after: endCursor, orderBy: byName })).toEqual({ data: null, errors: ['BAD_USER_INPUT'] })
  })

  it('refuses cursors that somebody wrote by hand and times that no database has', async () => {
    const cursor = (...values: readonly unknown[]): string => Buffer.from(JSON.stringify(values)).toString('base64url')
    const id = newId('customer')
    const byName = { field: 'NAME', direction: 'ASC' }
    for (const after of [
      cursor('customers NAME ASC', 'a\u0000', id),
      cursor('customers NAME ASC', 'a'),
      cursor('customers NAME ASC', 'a', 'x'),
    ]) {
      expect(await shop.as(agent, page, { after, orderBy: byName })).toEqual({ data: null, errors: ['BAD_USER_INPUT'] })
    }
    for (const time of ['+275760-09-13T00:00:00.000Z', '0000-01-01T00:00:00.000Z', 'soon']) {
      expect(await shop.as(agent, page, { after: cursor('customers CREATED_AT DESC', time, id) })).toEqual({
        data: null,
        errors: ['BAD_USER_INPUT'],
      })
    }
    for (const gte of ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-10:00', 'soon']) {
      expect((await shop.as(agent, page, { where: { createdAt: { gte } } })).errors).toEqual([
        expect.stringContaining('DateTime: an ISO 8601 instant'),
      ])
    }
  })

  it('finds customers by id, by e-mail address in any spelling, and by time, all conditions holding', async () => {
    const key = newKey()
    shop.clock.now = new Date('2032-05-01T12:00:00.000Z')
    const early = await shop.register({ email: `Früh-${key}@example.com` })
    shop.clock.now = new Date('2032-05-02T12:00:00.000Z')
    const late = await shop.register({ email: `late-${key}@example.com` })
    const foreign = await other.register({ email: `foreign-${key}@example.com` })
    const found = async (where: unknown) =>
      (await readPage(shop, { where, orderBy: { field: 'CREATED_AT', direction: 'ASC' } })).nodes.map(({ id }) => id)
    expect(await found({ id: { in: [late, early, foreign, newId('customer')] } })).toEqual([early, late])
    expect(await found({ email: { in: [` FRU\u0308H-${key}@EXAMPLE.com`, `foreign-${key}@example.com`, 'no\u0000body'] } })).toEqual([
      early,
    ])
    expect(await found({ createdAt: { gte: '2032-05-01T12:00:00Z', lt: '2032-05-02T12:00:00Z' } })).toEqual([early])
    expect(await found({ id: { in: [early, late] }, createdAt: { gte: '2032-05-02T12:00:00.000Z' } })).toEqual([late])
    expect(await found({ id: { in: [] } })).toEqual([])
    expect(await found({ id: null, email: null, createdAt: { gte: '2032-05-02T00:00:00Z', lt: null } })).toEqual([late])
    const tooMany = Array.from({ length: 101 }, () => early)
    for (const where of [{ id: { in: tooMany } }, { email: { in: tooMany } }, { id: { in: ['x'] } }]) {
      expect(await shop.as(agent, page, { where })).toEqual({ data: null, errors: ['BAD_USER_INPUT'] })
    }
  })

  it('pages addresses exactly, forwards and backwards', async () => {
    const id = await shop.register()
    const ids: string[] = []
    for (let index = 0; index < 7; index += 1) ids.push(await shop.addAddress(id))
    const addresses = async (args: string) => {
      const { data } = await shop.as(
        agent,
        `query ($id: ID!) { customer(id: $id) { addresses${args} { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
        { id },
      )
      return (data as { readonly customer: { readonly addresses: Pick<Page, 'nodes' | 'pageInfo'> } }).customer.addresses
    }
    const idsIn = (connection: Pick<Page, 'nodes'>): readonly string[] => connection.nodes.map((node) => node.id)
    expect(idsIn(await addresses(''))).toEqual(ids)
    const first = await addresses('(first: 3)')
    expect([idsIn(first), first.pageInfo.hasNextPage, first.pageInfo.hasPreviousPage]).toEqual([ids.slice(0, 3), true, false])
    const second = await addresses(`(first: 4, after: "${first.pageInfo.endCursor ?? ''}")`)
    expect([idsIn(second), second.pageInfo.hasNextPage, second.pageInfo.hasPreviousPage]).toEqual([ids.slice(3), false, true])
    const back = await addresses(`(last: 2, before: "${second.pageInfo.startCursor ?? ''}")`)
    expect([idsIn(back), back.pageInfo.hasNextPage, back.pageInfo.hasPreviousPage]).toEqual([ids.slice(1, 3), true, true])
    expect(idsIn(await addresses('(last: 2)'))).toEqual(ids.slice(5))
  })

  it('reads addresses and mainframe state of a whole page in one query each', async () => {
    const expected: unknown[] = []
    const ids: string[] = []
    for (let index = 0; index < 10; index += 1) {
      const id = await shop.register()
      ids.push(id)
      const added = []
      for (let count = 0; count < index % 4; count += 1) added.push(await shop.addAddress(id))
      const nodes = added.slice(0, 2).map((addressId) => ({ id: addressId }))
      expected.push({
        id,
        addresses: { nodes, pageInfo: { hasNextPage: added.length > 2 } },
        mainframeSync: { desiredVersion: 1 + added.length },
      })
    }
    let reads = 0
    const base = testContext(database.db, shop.tenant, agent)
    const counting = Object.defineProperty({ ...base }, 'db', {
      enumerable: true,
      get: () => {
        reads += 1
        return base.db
      },
    })
    const contextValue = customersContext(counting)
    reads = 0
    const source = `query ($ids: [ID!]!) {
      customers(first: 100, where: { id: { in: $ids } }, orderBy: { field: CREATED_AT, direction: ASC }) {
        nodes { id addresses(first: 2) { nodes { id } pageInfo { hasNextPage } } mainframeSync { desiredVersion } }
      }
    }`
    const { data } = await graphql({ schema, source, contextValue, variableValues: { ids } })
    expect(JSON.parse(JSON.stringify(data))).toEqual({ customers: { nodes: expected } })
    // The page itself is read through the use case; what hangs off its customers through the loaders.
    expect(reads).toBe(2)
  })
})

describe.each(['acme', 'globex'] as const)('viewer for %s', (slug) => {
  const shop = shopOf(database, slug)
  const viewer = '{ viewer { id kind name roles permissions tenant { id slug } customer { id name } } }'

  it.each([
    ['employee', agent, 'EMPLOYEE'],
    ['partner', partner, 'PARTNER'],
    ['system', service, 'SYSTEM'],
  ])('says who is calling: %s', async (_name, actor, kind) => {
    expect(await shop.as(actor, viewer)).toEqual({
      data: {
        viewer: {
          id: expect.stringMatching(/^viewer_[0-7][0-9a-hjkmnp-tv-z]{25}$/),
          kind,
          name: actor.name,
          roles: actor.roles,
          permissions: scopesOf(actor),
          tenant: { id: expect.stringMatching(/^tenant_/), slug },
          customer: null,
        },
      },
      errors: [],
    })
  })

  it('shows a client its customer, and null when there is none of this tenant', async () => {
    const id = await shop.register({ name: 'Clara' })
    expect(await shop.as(client(id), '{ viewer { kind roles customer { id name mainframeSync { state } } } }')).toEqual({
      data: { viewer: { kind: 'CLIENT', roles: ['client'], customer: { id, name: 'Clara', mainframeSync: null } } },
      errors: [],
    })
    const foreign = await shopOf(database, slug === 'acme' ? 'globex' : 'acme').register()
    expect(await shop.as(client(foreign), '{ viewer { customer { id } } }')).toEqual({ data: { viewer: { customer: null } }, errors: [] })
  })
})
