import { newId } from '@iommi/shared/ids'
import { client, employee, service } from '@iommi/shared/testing/test-context'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { neighbours, run, useOrders } from './orders-fixture.ts'

const fixture = useOrders()
const { contextFor } = fixture

interface Known {
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly externalReference: string | null
  readonly status: string
  readonly fulfillmentStatus: string
  readonly placedAt: string
  readonly totalMinor: number
  readonly currency: string
  readonly skus: readonly string[]
}
type Filter = Readonly<Record<string, unknown>>

const customers = Array.from({ length: 4 }, () => newId('customer'))
const statuses = ['PLACED', 'CONFIRMED', 'COMPLETED', 'CANCELLED']
const references = ['PO-1', 'PO-10', 'po-1', 'Ärger', null]
const skus = ['ABC-1', 'abc-2', 'XYZ']
const pick = <Value>(values: readonly Value[], n: number): Value => values[n % values.length] as Value

/** What the filter language says, spelled out over plain objects. */
function holds(order: Known, where: Filter): boolean {
  return Object.entries(where).every(([name, filter]) => {
    if (name === 'AND') return (filter as Filter[]).every((each) => holds(order, each))
    if (name === 'OR') return (filter as Filter[]).some((each) => holds(order, each))
    if (name === 'NOT') return !holds(order, filter as Filter)
    const {
      in: values,
      startsWith,
      gte,
      lt,
    } = filter as { in?: string[]; startsWith?: string; gte?: string | number; lt?: string | number }
    const fold = (text: string) => (name === 'sku' ? text.toUpperCase() : text)
    const texts = name === 'sku' ? order.skus : [order[name as keyof Known]]
    return texts.some((value) => {
      if (value === null) return false
      const isIn = values === undefined || values.some((each) => fold(each) === fold(String(value)))
      const begins = startsWith === undefined || fold(String(value)).startsWith(fold(startsWith))
      return isIn && begins && (gte === undefined || (value as string) >= gte) && (lt === undefined || (value as string) < lt)
    })
  })
}

describe.each(['acme', 'globex'] as const)('filtering orders of %s', (slug) => {
  const known: Known[] = []
  const context = () => contextFor(fixture[slug], employee('order-manager'), neighbours())
  const ask = async (source: string, variables: Filter = {}, asked = context()) => {
    const result = await run(asked, source, variables)
    if (result.errors !== undefined) throw new Error(result.errors[0]?.message)
    return result.data as Record<string, never>
  }
  const find = async (where: Filter): Promise<readonly string[]> => {
    const source = 'query ($where: OrderWhereInput) { orders(first: 100, where: $where) { nodes { id } totalCount } }'
    const page = (await ask(source, { where }))['orders'] as unknown as { nodes: { id: string }[]; totalCount: number }
    expect(page.totalCount).toBe(page.nodes.length)
    return page.nodes.map(({ id }) => id)
  }

  beforeAll(async () => {
    const orders = Array.from({ length: 40 }, (_, n) => ({
      importKey: newId('key'),
      externalReference: pick(references, n),
      customerId: pick(customers, n * 3),
      placedAt: new Date(Date.UTC(2026, 0, 1 + (n % 9), n % 5)),
      currency: pick(['GBP', 'EUR'], n),
      status: pick(statuses, n),
      fulfillmentStatus: pick(statuses, n) === 'COMPLETED' ? 'DELIVERED' : 'UNFULFILLED',
      lines: [
        { sku: pick(skus, n), title: 'Widget', quantity: 1 + (n % 4), unitPriceMinor: 100 },
        { sku: pick(skus, n + 1), title: 'Widget', quantity: 1, unitPriceMinor: 7 },
      ],
    }))
    await run(
      contextFor(fixture[slug], service, neighbours()),
      'mutation ($input: _ImportOrdersInput!) { _importOrders(input: $input) { results { orderId } } }',
      {
        input: { orders: orders.map((order) => ({ ...order, placedAt: order.placedAt.toISOString() })) },
      },
    )
    const source = `{ orders(first: 100) { nodes { id number externalReference status fulfillmentStatus placedAt total { amountMinor currency } customer { id } lines(first: 2) { nodes { sku } } } } }`
    const { nodes } = (await ask(source))['orders'] as unknown as { nodes: Record<string, never>[] }
    for (const node of nodes as unknown as (Known & {
      total: { amountMinor: number; currency: string }
      customer: { id: string }
      lines: { nodes: { sku: string }[] }
    })[]) {
      const { total, customer, lines, ...rest } = node
      known.push({
        ...rest,
        totalMinor: total.amountMinor,
        currency: total.currency,
        customerId: customer.id,
        skus: lines.nodes.map(({ sku }) => sku),
      })
    }
  })

  const oneOf = (values: readonly string[]) => fc.subarray([...values]).map((chosen) => ({ in: chosen }))
  const leaf = fc.oneof(
    oneOf(statuses).map((status) => ({ status })),
    oneOf(['UNFULFILLED', 'DELIVERED']).map((fulfillmentStatus) => ({ fulfillmentStatus })),
    oneOf(customers).map((customerId) => ({ customerId })),
    fc.constantFrom('PO', 'PO-1', 'po', 'Ä', 'x').map((startsWith) => ({ externalReference: { startsWith } })),
    oneOf(['PO-1', 'po-1', 'Ärger', 'a\u0000b']).map((externalReference) => ({ externalReference })),
    fc.constantFrom('1', '100', '1002').map((startsWith) => ({ number: { startsWith } })),
    fc.constantFrom('abc', 'XY', 'q').map((startsWith) => ({ sku: { startsWith } })),
    oneOf(skus).map((sku) => ({ sku })),
    fc.tuple(fc.nat(500), fc.nat(500)).map(([gte, lt]) => ({ totalMinor: { gte, lt } })),
    fc.tuple(fc.nat(9), fc.nat(9)).map(([from, to]) => ({
      placedAt: { gte: new Date(Date.UTC(2026, 0, 1 + from)).toISOString(), lt: new Date(Date.UTC(2026, 0, 1 + to)).toISOString() },
    })),
  )
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((AND) => ({ AND })),
      fc.array(tie('filter'), { maxLength: 3 }).map((OR) => ({ OR })),
      tie('filter').map((NOT) => ({ NOT })),
      fc.tuple(leaf, leaf).map(([a, b]) => ({ ...a, ...b })),
    ),
  }))

  it('finds exactly what a naive reading of the filter finds, and counts it', async () => {
    await fc.assert(
      fc.asyncProperty(filter, async (where) => {
        const expected = known.filter((order) => holds(order, where)).map(({ id }) => id)
        expect((await find(where)).toSorted()).toEqual(expected.toSorted())
      }),
      { numRuns: 150 },
    )
  })

  it('sorts by total both ways, ties by id, page by page', async () => {
    for (const direction of ['ASC', 'DESC'] as const) {
      const seen: string[] = []
      let after: string | null = null
      do {
        const source = `query ($after: String) { orders(first: 7, after: $after, orderBy: { field: TOTAL, direction: ${direction} }) { nodes { id } pageInfo { hasNextPage endCursor } } }`
        const page = (await ask(source, { after }))['orders'] as unknown as {
          nodes: { id: string }[]
          pageInfo: { hasNextPage: boolean; endCursor: string }
        }
        seen.push(...page.nodes.map(({ id }) => id))
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
      } while (after !== null)
      const ascending = known.toSorted((a, b) => a.totalMinor - b.totalMinor || (a.id < b.id ? -1 : 1)).map(({ id }) => id)
      expect(seen).toEqual(direction === 'ASC' ? ascending : ascending.toReversed())
    }
  })

  it.each([
    [{ AND: [{ AND: [{ AND: [{ AND: [{ AND: [{}] }] }] }] }] }, 'where.AND.0.AND.0.AND.0.AND.0.AND.0: at most 5 levels are allowed.'],
    [{ OR: Array.from({ length: 50 }, () => ({})) }, 'where.OR.49: at most 50 filters may be combined.'],
    [{ number: { in: Array.from({ length: 101 }, String) } }, 'where.number.in: at most 100 values are allowed.'],
    [{ NOT: { number: { startsWith: '' } } }, 'where.NOT.number.startsWith: 1 to 100 characters of one line are expected.'],
    [{ id: { in: ['nonsense'] } }, 'An id of the form order_<26 characters> is expected here.'],
  ])('refuses %j and names the rule', async (where, message) => {
    await expect(find(where)).rejects.toThrow(message)
  })

  it.each(['MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH'] as const)('counts by %s, status and currency like a naive count', async (interval) => {
    const stats = (
      await ask(`{ orderStats(interval: ${interval}) { rows { from to status orderCount revenue { amountMinor currency } } } }`)
    )['orderStats'] as unknown as {
      rows: { from: string; to: string; status: string; orderCount: number; revenue: { amountMinor: number; currency: string } }[]
    }
    const naive = stats.rows.map(({ from, to, status, revenue: { currency } }) => {
      const inside = known.filter(
        (order) => order.placedAt >= from && order.placedAt < to && order.status === status && order.currency === currency,
      )
      return {
        from,
        to,
        status,
        orderCount: inside.length,
        revenue: { currency, amountMinor: inside.reduce((sum, { totalMinor }) => sum + totalMinor, 0) },
      }
    })
    expect(stats.rows).toEqual(naive)
    expect(stats.rows.reduce((sum, { orderCount }) => sum + orderCount, 0)).toBe(40)
    expect(stats.rows.every(({ orderCount }) => orderCount > 0)).toBe(true)
  })

  it("counts a client's own orders only, and a customer's on the customer", async () => {
    const [customer = ''] = customers
    const own = known.filter(({ customerId }) => customerId === customer)
    const asked = contextFor(fixture[slug], client(customer), neighbours())
    const data = await ask('{ orders(first: 1) { totalCount } orderStats(interval: MONTH) { rows { orderCount } } }', {}, asked)
    expect(data['orders']).toEqual({ totalCount: own.length })
    const { rows } = data['orderStats'] as unknown as { rows: { orderCount: number }[] }
    expect(rows.reduce((sum, { orderCount }) => sum + orderCount, 0)).toBe(own.length)
    const entity = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { orders(first: 0) { totalCount } } } }'
    const representations = customers.map((id) => ({ __typename: 'Customer', id }))
    const entities = (await ask(entity, { r: representations }))['_entities']
    expect(entities).toEqual(
      customers.map((id) => ({ orders: { totalCount: known.filter(({ customerId }) => customerId === id).length } })),
    )
  })
})
