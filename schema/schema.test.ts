import { buildSchema, printSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { findBreakingChanges } from './breaking-changes.ts'
import { compose, composeApi } from './compose.ts'
import { findBreaches } from './conventions.ts'
import { readSubgraphs } from './subgraph-list.ts'

const subgraph = (sdl: string, name = 'one') => ({ name, routingUrl: `http://${name}.internal/graphql`, sdl })

describe('schema conventions', () => {
  it('hold for every subgraph', () => {
    expect(findBreaches(readSubgraphs())).toEqual([])
  })

  it.each([
    ['type A { "." a: Int }', ['A: has no description']],
    ['"." type A { a: Int }', ['A.a: has no description']],
    ['"." enum E { A }', ['E.A: has no description']],
    ['"." type A { id: ID! }', ['A: has an id and implements Node']],
    ['"." type A { "." orderId: ID }', ['A.orderId: refers to the object, not to its id']],
    [
      '"." type A { "." a: Int @deprecated(reason: "use b") }',
      ['@deprecated(reason: "use b"): says "use X since YYYY-MM-DD; removed after YYYY-MM-DD", the second day later'],
    ],
    ['"." type AConnection { "." edges: Int "." nodes: Int }', ['AConnection: a connection has pageInfo']],
    [
      '"." type A { "." bs(first: Int!): BConnection }',
      [
        'A.bs: takes first, after, last, before, all optional',
        'A.bs: says @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false, assumedSize: 20)',
      ],
    ],
    ['type Mutation { "." go(id: ID!): Int @authenticated }', ['Mutation.go: takes exactly one argument, input']],
    [
      'type Mutation { "." go(input: GoInput!): Int @authenticated } "." input GoInput { "." a: Int }',
      [
        'Mutation.go: its input has idempotencyKey: ID!',
        'Mutation.go: answers a payload',
        'Mutation.go: its payload has userErrors: [<Mutation>Error!]!',
      ],
    ],
    ['type Query { "." a: Int }', ['Query.a: says who may ask, by @authenticated, @requiresScopes or @policy']],
    [
      'extend type Query { "." a: Int @deprecated(reason: "use b since 2026-11-20; removed after 2027-01-31") }',
      ['Query.a: says who may ask, by @authenticated, @requiresScopes or @policy'],
    ],
    [
      'type Query { "." _a: Int } type Subscription { "." b: Int }',
      [
        'Query._a: is for services, so it is @inaccessible',
        'Subscription.b: says who may ask, by @authenticated, @requiresScopes or @policy',
      ],
    ],
  ])('refuse %s', (sdl, breaches) => {
    expect(findBreaches([subgraph(sdl)])).toEqual(breaches.map((breach) => `one: ${breach}`))
  })

  it('accept each way to say who may ask', () => {
    const sdl =
      'type Query { "." a: Int @policy(policies: [["allowed-address"]]) "." b: Int @requiresScopes(scopes: [["b"]]) "." c: Int @authenticated }'
    expect(findBreaches([subgraph(sdl)])).toEqual([])
  })

  it('refuse a shared type that two subgraphs declare differently', () => {
    const breaches = findBreaches([subgraph('"." type Money { "." a: Int }'), subgraph('"." type Money { "." a: Int! }', 'two')])
    expect(breaches).toEqual(['two: Money: differs from the one in one'])
  })
})

describe('composition', () => {
  it('names what does not compose', () => {
    const sdl = 'type Query { a: Int }'
    expect(() => compose([subgraph(sdl), subgraph('type Query { a: String }', 'two')])).toThrow('FIELD_TYPE_MISMATCH')
  })

  it('shows no service operation to clients', () => {
    const api = printSchema(composeApi(readSubgraphs()))
    expect([/^ {2}_\w+/m.test(api), /^(type|input) _/m.test(api), api.includes('placeOrder(input: PlaceOrderInput!)')]).toEqual([
      false,
      false,
      true,
    ])
  })
})

describe('breaking changes', () => {
  const before = buildSchema('type Query { a: Int old: Int @deprecated(reason: "use a; removed after 2026-01-31") } enum E { X Y }')
  it('are found and named', async () => {
    const after = buildSchema('type Query { old: Int } enum E { X }')
    expect(await findBreakingChanges(before, after, new Date('2026-01-01'))).toEqual([
      "Query.a: Field 'a' was removed from object type 'Query'",
      "E.Y: Enum value 'Y' was removed from enum 'E'",
    ])
  })
  it('let a field go once the date of its deprecation has passed, not before', async () => {
    const after = buildSchema('type Query { a: Int } enum E { X Y }')
    expect(await findBreakingChanges(before, after, new Date('2026-01-30'))).toHaveLength(1)
    expect(await findBreakingChanges(before, after, new Date('2026-02-02'))).toEqual([])
  })
  it('let additions pass', async () => {
    const after = buildSchema('type Query { a: Int b: Int old: Int @deprecated(reason: "use a; removed after 2026-01-31") } enum E { X Y }')
    expect(await findBreakingChanges(before, after, new Date())).toEqual([])
  })
})
