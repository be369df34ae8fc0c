import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { array, assert, asyncProperty, boolean, constantFrom, oneof, record, sample, uniqueArray, type Arbitrary } from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  agent,
  createSegment,
  customerUuid,
  importCustomers,
  newKey,
  payloadIn,
  recordConsent,
  service,
  shopOf,
  updateCustomerPreferences,
  updateSegment,
} from './customers-fixture.ts'

const database = useTestDatabase('customers')

const countries = ['GB', 'IE', 'FR'] as const
const locales = ['en', 'en-GB', 'en-US', 'de', 'de-AT', 'es'] as const
const purposes = ['MARKETING_EMAIL', 'ANALYTICS'] as const
const names = ['Émile', 'emilia', 'EMIL', 'Zoe', 'zoë b', 'Adam', 'Åse'] as const
const times = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z'] as const

/** A customer as the test remembers it, in its own words. */
interface Known {
  readonly name: string
  readonly createdAt: string
  readonly hasEmail: boolean
  readonly hasPhone: boolean
  /** Of the default address, and of another one. */
  readonly country: string | null
  readonly otherCountry: string | null
  readonly locale: string | null
  /** What was said, in that sequence. */
  readonly words: readonly { readonly purpose: string; readonly isGranted: boolean }[]
}

const known: Arbitrary<Known> = record({
  name: constantFrom(...names),
  createdAt: constantFrom(...times),
  hasEmail: boolean(),
  hasPhone: boolean(),
  country: constantFrom(...countries, null),
  otherCountry: constantFrom(...countries, null),
  locale: constantFrom(...locales, null),
  words: array(record({ purpose: constantFrom(...purposes), isGranted: boolean() }), { maxLength: 4 }),
})

type Rule = Readonly<Record<string, unknown>>

const condition: Arbitrary<Rule> = oneof<Arbitrary<Rule>[]>(
  record({ countryIn: uniqueArray(constantFrom(...countries), { minLength: 1 }) }),
  record({ registered: record({ gte: constantFrom(...times) }) }),
  record({ registered: record({ gte: constantFrom(...times), lt: constantFrom(...times) }) }),
  record({ hasEmail: boolean() }),
  record({ hasPhone: boolean() }),
  record({ hasConsent: constantFrom(...purposes) }),
  record({ localeIn: uniqueArray(constantFrom(...locales, 'fr'), { minLength: 1 }) }),
  record({ nameStartsWith: constantFrom('e', 'EMIL', 'émile', 'z', 'zoe b', 'a', 'ÅS') }),
)

const leaf = array(condition, { minLength: 1, maxLength: 2 }).map((parts): Rule => Object.assign({}, ...parts))

/** A rule of at most this many levels. */
function ruleOf(levels: number): Arbitrary<Rule> {
  if (levels === 1) return leaf
  const inner = ruleOf(levels - 1)
  const group = array(inner, { minLength: 1, maxLength: 3 })
  return oneof(leaf, record({ AND: group }), record({ OR: group }), record({ NOT: inner }))
}

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .toLowerCase()

const naively: Readonly<Record<string, (customer: Known, wanted: never) => boolean>> = {
  AND: (customer, rules: readonly Rule[]) => rules.filter((each) => !belongs(customer, each)).length === 0,
  OR: (customer, rules: readonly Rule[]) => rules.filter((each) => belongs(customer, each)).length > 0,
  NOT: (customer, rule: Rule) => !belongs(customer, rule),
  countryIn: ({ country }, list: readonly unknown[]) => list.includes(country),
  registered: ({ createdAt }, { gte = '', lt = '9' }: { readonly gte?: string; readonly lt?: string }) =>
    gte <= createdAt && createdAt < lt,
  hasEmail: ({ hasEmail }, wanted: boolean) => hasEmail === wanted,
  hasPhone: ({ hasPhone }, wanted: boolean) => hasPhone === wanted,
  hasConsent: ({ words }, wanted: string) => words.filter(({ purpose }) => purpose === wanted).at(-1)?.isGranted === true,
  localeIn: ({ locale }, list: readonly string[]) => list.some((each) => locale === each || String(locale).split('-')[0] === each),
  nameStartsWith: ({ name }, prefix: string) => folded(name).indexOf(folded(prefix)) === 0,
}

/** Who belongs, told as naively as possible, sharing nothing with the product. */
function belongs(customer: Known, rule: Rule): boolean {
  return Object.entries(rule).every(([name, wanted]) => naively[name]?.(customer, wanted as never) === true)
}

const inBoth = `query ($segmentId: ID!, $where: CustomerWhereInput!) {
  segment(id: $segmentId) { members(first: 100) { nodes { id } totalCount } }
  customers(first: 100) { nodes { id segments { nodes { segment { id } } } } }
  filtered: customers(first: 100, where: $where) { nodes { id } totalCount }
}`

interface Both {
  readonly segment: { readonly members: { readonly nodes: readonly { readonly id: string }[]; readonly totalCount: number } }
  readonly customers: { readonly nodes: readonly { readonly id: string; readonly segments: { readonly nodes: readonly unknown[] } }[] }
  readonly filtered: Both['segment']['members']
}

describe.each(['acme', 'globex'] as const)('membership for %s', (slug) => {
  const shop = shopOf(database, slug)
  const seed = Math.floor(Math.random() * 2 ** 31)
  const people = new Map<string, Known>()
  let segmentId = ''

  beforeAll(async () => {
    const drawn = sample(known, { numRuns: 60, seed })
    const run = newKey()
    const customers = drawn.map(({ name, createdAt, hasEmail, hasPhone }, index) => ({
      importKey: `${run}-${String(index)}`,
      name,
      createdAt,
      ...(hasEmail ? { email: `${run}-${String(index)}@example.com` } : {}),
      ...(hasPhone ? { phone: '+442079460958' } : {}),
    }))
    const imported = payloadIn(await shop.as(service, importCustomers, { input: { customers } }), '_importCustomers') as {
      results: readonly { customerId: string }[]
    }
    const versions = new Map<string, number>()
    for (const purpose of purposes) versions.set(purpose, await shop.publishText(purpose))
    for (const [index, person] of drawn.entries()) {
      const customerId = imported.results[index]?.customerId ?? ''
      people.set(customerId, person)
      if (person.country !== null) {
        await shop.addAddress(customerId, { countryCode: person.country })
        if (person.otherCountry !== null) await shop.addAddress(customerId, { countryCode: person.otherCountry })
      }
      const key = () => ({ idempotencyKey: newKey(), customerId })
      if (person.locale !== null) await shop.as(agent, updateCustomerPreferences, { input: { ...key(), locale: person.locale } })
      for (const { purpose, isGranted } of person.words) {
        const word = { purpose, decision: isGranted ? 'GRANTED' : 'WITHDRAWN', source: 'APP', textVersion: versions.get(purpose) }
        payloadIn(await shop.as(agent, recordConsent, { input: { ...key(), ...word } }), 'recordConsent')
      }
    }
    const input = { idempotencyKey: newKey(), name: 'Drawn', rule: { hasEmail: true } }
    const { data } = await shop.as(agent, createSegment, { input })
    segmentId = JSON.stringify(data).match(/segment_\w{26}/)?.[0] ?? ''
  })

  it(`by SQL, by explanation and told naively is the same for 60 random customers and 60 random rules (seed ${String(seed)})`, async () => {
    await assert(
      asyncProperty(ruleOf(4), async (drawn) => {
        const changed = payloadIn(
          await shop.as(agent, updateSegment, { input: { idempotencyKey: newKey(), segmentId, rule: drawn } }),
          'updateSegment',
        )
        expect(changed).toMatchObject({ userErrors: [] })
        const expected = [...people].filter(([, person]) => belongs(person, drawn)).map(([id]) => id)
        const variables = { segmentId, where: { NOT: { segment: { in: [segmentId] } } } }
        const answer = await shop.as(agent, inBoth, variables)
        expect(answer.errors).toEqual([])
        const { segment, customers, filtered } = answer.data as unknown as Both
        expect(segment.members.totalCount).toBe(expected.length)
        expect(segment.members.nodes.map(({ id }) => id).toSorted()).toEqual(expected.toSorted())
        const explained = customers.nodes.filter(({ segments }) => segments.nodes.length > 0).map(({ id }) => id)
        expect(explained.toSorted()).toEqual(expected.toSorted())
        expect(filtered.totalCount).toBe(people.size - expected.length)
        expect(filtered.nodes.filter(({ id }) => expected.includes(id))).toEqual([])
      }),
      { numRuns: 60, seed },
    )
  }, 120_000)

  it('keeps to its tenant', async () => {
    const rows = await database.admin.unsafe(`select id from ${shop.table('customers')} where tenant_id = $1`, [shop.tenant.id])
    expect(rows.map(({ id }) => String(id)).toSorted()).toEqual([...people.keys()].map(customerUuid).toSorted())
  })
})
