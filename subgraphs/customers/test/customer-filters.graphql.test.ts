import { openDatabase, withTenant } from '@iommi/shared/database'
import { newId } from '@iommi/shared/ids'
import { testContext } from '@iommi/shared/testing/test-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { sql } from 'drizzle-orm'
import { array, assert, asyncProperty, constantFrom, oneof, record, subarray, type Arbitrary } from 'fast-check'
import { graphql } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { customersContext } from '../src/context.ts'
import { isSelected } from '../src/customers/customer-repo.ts'
import { schema } from '../src/schema.ts'
import { ruleSql } from '../src/segments/segment-rule-repo.ts'
import { agent, createSegment, newKey, payloadIn, shopOf } from './customers-fixture.ts'

const database = useTestDatabase('customers')

const page = `query ($where: CustomerWhereInput, $first: Int) {
  customers(first: $first, where: $where, orderBy: { field: CREATED_AT, direction: ASC }) { nodes { id } totalCount }
}`

type Where = Readonly<Record<string, unknown>>

/** A customer as the test remembers it. */
interface Known {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
  readonly createdAt: string
  readonly country: string | null
}

describe.each(['acme', 'globex'] as const)('filters of customers for %s', (slug) => {
  const shop = shopOf(database, slug)
  const other = shopOf(database, slug === 'acme' ? 'globex' : 'acme')
  const run = newKey()
  const people: Known[] = []

  const find = async (where: Where) => {
    const { nodes, totalCount } = payloadIn(await shop.as(agent, page, { where, first: 100 }), 'customers') as {
      readonly nodes: readonly { readonly id: string }[]
      readonly totalCount: number
    }
    expect(totalCount).toBe(nodes.length)
    return nodes.map(({ id }) => people.findIndex((person) => person.id === id))
  }

  beforeAll(async () => {
    const drawn = [
      ['Émile Zola', 'emile', '+442079460958', 'GB'],
      ['emil', 'EMIL', null, 'IE'],
      ['Adam', null, '+442079460959', null],
      ['Zoe', 'zoe', '+12025550123', 'GB'],
      ['zoë b', null, null, 'FR'],
      ['Ádám', 'adam', '+442079460958', 'FR'],
    ] as const
    for (const [index, [name, email, phone, country]] of drawn.entries()) {
      shop.clock.now = new Date(Date.UTC(2034, 0, 1 + index))
      const address = email === null ? null : `${email}-${run}@Example.com`
      const id = await shop.register({ name, email: address, phone })
      people.push({ id, name, email: address, phone, createdAt: shop.clock.now.toISOString(), country })
      if (country === null) continue
      await shop.addAddress(id, { countryCode: country })
      // Another address: it is not the default.
      await shop.addAddress(id, { countryCode: 'JP' })
    }
  })

  it('find by each field', async () => {
    const ids = people.map(({ id }) => id)
    expect(await find({ id: { in: [ids[4], ids[1], newId('customer')] } })).toEqual([1, 4])
    expect(await find({ name: { in: ['EMILE ZOLA', 'Émil', 'nobody'] } })).toEqual([0, 1])
    expect(await find({ name: { startsWith: 'ÉMI' } })).toEqual([0, 1])
    expect(await find({ name: { startsWith: 'zoe', in: ['Zoë B', 'Adam'] } })).toEqual([4])
    expect(await find({ email: { in: [`EMILE-${run}@example.com`, 'no\u0000body'] } })).toEqual([0])
    expect(await find({ email: { startsWith: 'emi' } })).toEqual([0, 1])
    expect(await find({ phone: { in: ['+442079460958'] } })).toEqual([0, 5])
    expect(await find({ phone: { startsWith: '+44' } })).toEqual([0, 2, 5])
    expect(await find({ createdAt: { gte: '2034-01-02T00:00:00Z', lt: '2034-01-04T00:00:00Z' } })).toEqual([1, 2])
    expect(await find({ countryCode: { in: ['FR', 'IE'] } })).toEqual([1, 4, 5])
    expect(await find({ countryCode: { in: ['JP'] } })).toEqual([])
    expect(await find({ countryCode: {} })).toEqual([0, 1, 2, 3, 4, 5])
    for (const none of [{ id: { in: [] } }, { name: { in: [] } }, { countryCode: { in: [] } }]) expect(await find(none)).toEqual([])
  })

  it('find who lacks a value by what it is not', async () => {
    expect(await find({ NOT: { email: { startsWith: 'emi' } } })).toEqual([2, 3, 4, 5])
    expect(await find({ NOT: { phone: { startsWith: '+44' } } })).toEqual([1, 3, 4])
    expect(await find({ NOT: { countryCode: { in: ['GB'] } } })).toEqual([1, 2, 4, 5])
  })

  const some = (values: readonly string[]): Arbitrary<Where> => subarray([...values], { minLength: 1 }).map((chosen) => ({ in: chosen }))
  const condition: Arbitrary<Where> = oneof<Arbitrary<Where>[]>(
    record({ name: oneof(some(['adam', 'EMIL', 'zoe']), constantFrom({ startsWith: 'e' }, { startsWith: 'Zoë' })) }),
    record({ email: oneof(some([`zoe-${run}@example.com`, `adam-${run}@example.com`]), constantFrom({ startsWith: 'E' })) }),
    record({ phone: oneof(some(['+12025550123', '+442079460958']), constantFrom({ startsWith: '+4420' })) }),
    record({ createdAt: constantFrom({ gte: '2034-01-03T00:00:00.000Z' }, { lt: '2034-01-05T00:00:00.000Z' }) }),
    record({ countryCode: some(['GB', 'FR']) }),
  )
  const whereOf = (levels: number): Arbitrary<Where> => {
    const leaf = array(condition, { minLength: 1, maxLength: 2 }).map((parts): Where => Object.assign({}, ...parts))
    if (levels === 1) return leaf
    const inner = whereOf(levels - 1)
    const group = array(inner, { minLength: 1, maxLength: 3 })
    return oneof(leaf, record({ AND: group }), record({ OR: group }), record({ NOT: inner }))
  }
  const folded = (text: string): string =>
    text
      .normalize('NFKD')
      .replaceAll(/[\u0300-\u036F]/g, '')
      .toLowerCase()
  interface Text {
    readonly in?: readonly string[]
    readonly startsWith?: string
  }
  const fits = (value: string | null | undefined, { in: list, startsWith }: Text, fold: (text: string) => string): boolean =>
    typeof value === 'string' &&
    (list === undefined || list.map(fold).includes(value)) &&
    (startsWith === undefined || value.startsWith(fold(startsWith)))
  const asIs = (text: string): string => text
  const naively: Readonly<Record<string, (person: Known, wanted: never) => boolean>> = {
    AND: (person, rules: readonly Where[]) => rules.every((each) => meets(person, each)),
    OR: (person, rules: readonly Where[]) => rules.some((each) => meets(person, each)),
    NOT: (person, one: Where) => !meets(person, one),
    name: ({ name }, text: Text) => fits(folded(name), text, folded),
    email: ({ email }, text: Text) => fits(email?.toLowerCase(), text, folded),
    phone: ({ phone }, text: Text) => fits(phone, text, asIs),
    countryCode: ({ country }, text: Text) => fits(country, text, asIs),
    createdAt: ({ createdAt }, { gte = '', lt = '9' }: { readonly gte?: string; readonly lt?: string }) =>
      gte <= createdAt && createdAt < lt,
  }
  const meets = (person: Known, where: Where): boolean =>
    Object.entries(where).every(([name, wanted]) => naively[name]?.(person, wanted as never) === true)

  it('combined with AND, OR and NOT find what a naive reader finds, and count it', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31)
    await assert(
      asyncProperty(whereOf(4), async (where) => {
        const within = { AND: [{ id: { in: people.map(({ id }) => id) } }, where] }
        expect(await find(within)).toEqual(people.flatMap((person, index) => (meets(person, where) ? [index] : [])))
      }),
      { numRuns: 60, seed },
    )
  }, 60_000)

  it('find the members of segments, of this tenant only', async () => {
    const made = async (rule: unknown, at = shop): Promise<string> => {
      const input = { idempotencyKey: newKey(), name: newKey(), rule }
      return JSON.stringify((await at.as(agent, createSegment, { input })).data).match(/segment_\w{26}/)?.[0] ?? ''
    }
    const [french, emils, everybody] = [
      await made({ countryIn: ['FR'] }),
      await made({ nameStartsWith: 'emil' }),
      await made({ registered: { gte: '2000-01-01T00:00:00Z' } }, other),
    ]
    expect(await find({ segment: { in: [french] } })).toEqual([4, 5])
    expect(await find({ segment: { in: [french, emils] } })).toEqual([0, 1, 4, 5])
    expect(
      await find({ AND: [{ segment: { in: [french] } }, { OR: [{ segment: { in: [emils] } }, { name: { in: ['adam'] } }] }] }),
    ).toEqual([5])
    expect(await find({ NOT: { segment: { in: [french] } } })).toEqual([0, 1, 2, 3])
    expect(await find({ segment: { in: [everybody, newId('segment')] } })).toEqual([])
    expect(await find({ segment: { in: [] } })).toEqual([])
    const ids = Array.from({ length: 11 }, () => newId('segment'))
    for (const where of [
      { segment: { in: ids } },
      { OR: ids.map((id) => ({ segment: { in: [id] } })) },
      { segment: { in: ['nonsense'] } },
      { NOT: { segment: { in: [newId('customer')] } } },
    ]) {
      expect((await shop.as(agent, page, { where })).errors).toEqual(['BAD_USER_INPUT'])
    }
  })

  it('refuse more than they take, by name of the rule', async () => {
    const nested = (depth: number): Where => (depth === 1 ? { name: { in: ['x'] } } : { NOT: nested(depth - 1) })
    const many = Array.from({ length: 101 }, () => 'x')
    expect(await find(nested(5))).toEqual([])
    for (const where of [
      nested(6),
      { OR: Array.from({ length: 50 }, () => ({ name: { in: ['x'] } })) },
      { name: { in: many } },
      { phone: { in: many } },
      { id: { in: ['x'] } },
      { countryCode: { in: many.map(() => 'GB') } },
      { name: { startsWith: '' } },
      { name: { startsWith: 'x'.repeat(101) } },
      { email: { startsWith: 'a\u0000' } },
    ]) {
      expect((await shop.as(agent, page, { where })).errors).toEqual(['BAD_USER_INPUT'])
    }
  })

  it('count only when asked to', async () => {
    const statements: string[] = []
    const db = openDatabase({ url: database.urlOf('customers_app'), subgraph: 'customers', onStatement: (text) => statements.push(text) })
    const countsFor = async (fields: string): Promise<number> => {
      statements.length = 0
      const contextValue = customersContext(testContext(db, shop.tenant, agent))
      const { errors } = await graphql({ schema, source: `{ customers { ${fields} } }`, contextValue })
      expect(errors).toBeUndefined()
      expect(statements.length).toBeGreaterThan(0)
      return statements.filter((text) => text.includes('count(')).length
    }
    expect([await countsFor('nodes { id } pageInfo { hasNextPage }'), await countsFor('nodes { id } totalCount')]).toEqual([0, 1])
    await db.close()
  })
})

describe('plans over 20,000 customers', () => {
  const { id: tenantId } = { id: '01890000-0000-7000-8000-00000000beef' }
  const scope = () => ({ ...testContext(database.db, database.acme, agent), tenant: { ...database.acme, id: tenantId } })

  beforeAll(async () => {
    await database.admin.begin(async (tx) => {
      await tx`select set_config('app.tenant_id', ${tenantId}, true), set_config('search_path', 'customers', true)`
      await tx.unsafe(`insert into customers (id, name, name_sort, email, email_norm, phone, version, created_at, updated_at)
        select gen_random_uuid(), n, n, n || '@example.com', n || '@example.com', '+44' || (2000000000 + i), 1, timestamptz '2020-01-01Z' + i * interval '1 hour', now()
        from (select i, 'name' || (i * 7919 % 20000) as n from generate_series(1, 20000) i) as drawn`)
      await tx.unsafe(`insert into addresses (id, customer_id, line1, city, country_code, is_default, created_at)
        select gen_random_uuid(), id, 'x', 'x', case when random() < 0.002 then 'IS' else 'GB' end, true, now() from customers where tenant_id = '${tenantId}'`)
      await tx.unsafe(`insert into customer_preferences (customer_id, locale, marketing_channels, version, updated_at)
        select id, case when random() < 0.002 then 'is-IS' else 'en-GB' end, '{}', 1, now() from customers where tenant_id = '${tenantId}'`)
      await tx.unsafe(`insert into consent_text_versions (purpose, version, published_at) values ('ANALYTICS', 1, now())`)
      await tx.unsafe(`insert into consents (id, customer_id, purpose, decision, text_version, source, occurred_at, recorded_at, actor_kind, actor_id)
        select gen_random_uuid(), id, 'ANALYTICS', 'GRANTED', 1, 'APP', now(), now(), 'SYSTEM', 'x' from customers where tenant_id = '${tenantId}'`)
      await tx.unsafe('analyze customers, addresses, customer_preferences, consents')
    })
  })

  const planOf = async (condition: ReturnType<typeof isSelected>): Promise<string> => {
    const rows = await withTenant(scope(), (tx) =>
      tx.execute<{ 'QUERY PLAN': string }>(sql`explain select id from customers where ${condition} order by created_at desc limit 21`),
    )
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }

  it.each([
    ['name', { name: { startsWith: 'name123' } }, /name_sort >= 'name123'/],
    ['name', { name: { in: ['name77'] } }, /name_sort = /],
    ['email', { email: { startsWith: 'name123' } }, /email_norm >= 'name123'/],
    ['phone', { phone: { in: ['+442000000001'] } }, /phone = /],
    ['time', { createdAt: { gte: new Date('2022-01-01Z'), lt: new Date('2022-01-02Z') } }, /created_at >= .*created_at < /],
    ['country', { countryCode: { in: ['IS'] } }, /country_code = 'IS'/],
  ])('find by %s through an index on tenant and column', async (_name, where, condition) => {
    const plan = await planOf(isSelected({ where }))
    expect(plan).toMatch(new RegExp(`Index Cond: \\(\\(tenant_id = .*${condition.source}`))
    expect(plan).not.toContain('Seq Scan')
  })

  it.each([
    ['countryIn', { countryIn: ['IS'] }, /country_code = 'IS'/],
    ['localeIn', { localeIn: ['is-IS'] }, /locale = 'is-IS'/],
    ['nameStartsWith', { nameStartsWith: 'Name123' }, /name_sort >= 'name123'/],
    ['hasConsent', { hasConsent: 'ANALYTICS' as const }, /customer_id = customers.id/],
  ])('find members by %s through an index on tenant and column', async (_name, rule, condition) => {
    const plan = await planOf(ruleSql(rule))
    expect(plan).toMatch(new RegExp(`Index Cond: \\(\\(tenant_id = .*${condition.source}`))
    expect(plan).not.toContain('Seq Scan')
  })
})
