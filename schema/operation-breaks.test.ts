import { buildSchema, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { findOperationBreaks } from './operation-breaks.ts'
import type { JsonSchema } from './operation-variables.ts'

const sdl = `
  type Query { order(id: ID!, note: String): Order orders(where: Where = { limit: 1 }, size: Int = 10): [Order!]! node(id: ID!): Node search: [Hit!]! }
  type Mutation { place(input: PlaceInput!): Order }
  interface Node { id: ID! }
  union Hit = Order | Product
  type Order implements Node { id: ID! total: Float! status: Status! reference: String tags: [String!]! }
  type Product implements Node { id: ID! name: String! }
  enum Status { OPEN CLOSED LOST }
  input Where { status: Status limit: Int all: [Where!] name: String }
  input PlaceInput { key: ID! lines: [Line!]! via: Via }
  input Line { sku: String! quantity: Int }
  enum Via { WEB PHONE }
`

const operations: Readonly<Record<string, readonly [text: string, variables?: JsonSchema]>> = {
  ById: ['query ById($id: ID!) { mine: order(id: $id) { ...parts } } fragment parts on Order { total status }'],
  List: ['query List($where: Where) { orders(where: $where) { id } }'],
  Open: ['{ orders(where: { status: OPEN }, size: 5) { reference } }'],
  ByNode: ['query ByNode($id: ID!) { node(id: $id) { id ... on Product { name } } }'],
  Search: ['{ search { __typename ... on Order { tags } } }'],
  Place: ['mutation Place($input: PlaceInput!) { place(input: $input) { id } }'],
  Narrow: [
    'mutation Narrow($input: PlaceInput!) { place(input: $input) { id } }',
    {
      type: 'object',
      additionalProperties: false,
      required: ['input'],
      properties: { input: { $ref: '#/$defs/input' } },
      $defs: {
        input: {
          type: 'object',
          additionalProperties: false,
          required: ['key', 'lines'],
          properties: {
            key: { type: 'string' },
            via: { enum: ['WEB'] },
            lines: {
              type: 'array',
              items: {
                type: 'object',
                additionalProperties: false,
                required: ['sku', 'quantity'],
                properties: { sku: { type: 'string' }, quantity: { type: 'integer' } },
              },
            },
          },
        },
      },
    },
  ],
  ByStatus: [
    'query ByStatus($status: Status = OPEN) { orders(where: { status: $status }) { id } }',
    { type: 'object', additionalProperties: false, properties: { status: { enum: ['OPEN', 'CLOSED'] } } },
  ],
}

/** What breaks by a replacement in the SDL, as the lines of the gate; `notes` instead when asked for. */
function affected(change: readonly (readonly [before: string, after: string])[], what: 'breaks' | 'notes' = 'breaks'): readonly string[] {
  const changed = change.reduce((text, [before, after]) => {
    if (!text.includes(before)) throw new Error(`the schema has no "${before}"`)
    return text.replace(before, after)
  }, sdl)
  const pair = { before: buildSchema(sdl), after: buildSchema(changed) }
  return Object.entries(operations).flatMap(([name, [text, variables]]) =>
    findOperationBreaks(pair, parse(text), variables)[what].map((finding) => `${name}: ${finding.coordinate}: ${finding.what}`),
  )
}

describe('a change of the schema breaks exactly the operations that use what changed', () => {
  const matrix: readonly (readonly [change: string, edits: readonly (readonly [string, string])[], broken: readonly string[]])[] = [
    ['a field is removed', [['reference: String', '']], ['Open: Order.reference: was removed']],
    ['a field used through an alias and a fragment is removed', [['total: Float!', '']], ['ById: Order.total: was removed']],
    ['a root field is removed', [['search: [Hit!]!', '']], ['Search: Query.search: was removed']],
    ['a field is retyped', [['total: Float!', 'total: String!']], ['ById: Order.total: is now String!, was Float!']],
    ['a field becomes nullable', [['total: Float!', 'total: Float']], ['ById: Order.total: may now be null: is Float, was Float!']],
    ['a list becomes a single value', [['tags: [String!]!', 'tags: String!']], ['Search: Order.tags: is now String!, was [String!]!']],
    [
      'an item of a list becomes nullable',
      [['tags: [String!]!', 'tags: [String]!']],
      ['Search: Order.tags: may now be null: is [String]!, was [String!]!'],
    ],
    ['a field is never null any more', [['reference: String', 'reference: String!']], []],
    ['an argument that is given is removed', [['size: Int = 10', '']], ['Open: Query.orders(size:): was removed']],
    ['an argument that nobody gives is removed', [[', note: String', '']], []],
    ['an argument is retyped', [['size: Int = 10', 'size: String']], ['Open: Query.orders(size:): is now String, was Int']],
    [
      'an argument filled by a variable is retyped',
      [['order(id: ID!', 'order(id: Int!']],
      ['ById: Query.order(id:): is now Int!, was ID!'],
    ],
    [
      'an argument that is left out becomes required',
      [['note: String', 'note: String!']],
      ['ById: Query.order(note:): is now required: is now String!, was String'],
    ],
    [
      'a required argument is added',
      [['node(id: ID!', 'node(id: ID!, kind: Int!']],
      ['ByNode: Query.node(kind:): was added and is required: Int!'],
    ],
    ['an optional argument is added', [['node(id: ID!', 'node(id: ID!, kind: Int']], []],
    [
      'a nullable variable meets an argument that may no longer be null',
      [['where: Where = { limit: 1 }', 'where: Where!']],
      ['List: Query.orders(where:): is now Where!, was Where'],
    ],
    [
      'an input field that variables reach is removed',
      [
        ['limit: Int ', ''],
        [' = { limit: 1 }', ''],
      ],
      ['List: Where.limit: was removed'],
    ],
    [
      'an input field that a literal fills is removed',
      [['input Where { status: Status ', 'input Where { ']],
      ['List: Where.status: was removed', 'Open: Where.status: was removed', 'ByStatus: Where.status: was removed'],
    ],
    [
      'an input field is retyped',
      [['quantity: Int', 'quantity: String']],
      ['Place: Line.quantity: is now String, was Int', 'Narrow: Line.quantity: is now String, was Int'],
    ],
    [
      'an input field becomes required, and one client always gives it',
      [['quantity: Int', 'quantity: Int!']],
      ['Place: Line.quantity: is now required: is now Int!, was Int'],
    ],
    [
      'a required input field is added',
      [['sku: String!', 'sku: String! site: ID!']],
      ['Place: Line.site: was added and is required: ID!', 'Narrow: Line.site: was added and is required: ID!'],
    ],
    [
      'an input field that one client may not send is removed',
      [['lines: [Line!]! via: Via', 'lines: [Line!]!']],
      ['Place: PlaceInput.via: was removed', 'Narrow: PlaceInput.via: was removed'],
    ],
    ['an optional input field is added', [['sku: String!', 'sku: String! site: ID']], []],
    ['an enum value that one client may not send is removed', [['WEB PHONE', 'WEB']], ['Place: Via.PHONE: was removed']],
    [
      'an enum value in a literal and in a default is removed',
      [['enum Status { OPEN ', 'enum Status { ']],
      ['List: Status.OPEN: was removed', 'Open: Status.OPEN: was removed', 'ByStatus: Status.OPEN: was removed'],
    ],
    [
      "an enum value that a client's schema allows is removed",
      [['CLOSED LOST', 'LOST']],
      ['List: Status.CLOSED: was removed', 'ByStatus: Status.CLOSED: was removed'],
    ],
    ['an enum value that only comes out is removed', [['CLOSED LOST', 'CLOSED']], ['List: Status.LOST: was removed']],
    ['an enum value is added', [['CLOSED LOST', 'CLOSED LOST HELD']], []],
    ['a type leaves an interface', [['type Product implements Node', 'type Product']], ['ByNode: Node: is never a Product any more']],
    ['a type leaves a union', [['Order | Product', 'Product']], ['Search: Hit: is never a Order any more']],
    ['a type that nobody names leaves a union', [['Order | Product', 'Order']], []],
    [
      'a field of an interface becomes nullable',
      [['interface Node { id: ID! }', 'interface Node { id: ID }']],
      ['ByNode: Node.id: may now be null: is ID, was ID!'],
    ],
    [
      'a type is removed',
      [
        ['union Hit = Order | Product', 'union Hit = Order'],
        ['type Product implements Node { id: ID! name: String! }', ''],
      ],
      ['ByNode: Product: was removed'],
    ],
    [
      'a type becomes another kind of type',
      [['enum Via { WEB PHONE }', 'scalar Via']],
      ['Place: Via: is now of kind scalar, was enum', 'Narrow: Via: is now of kind scalar, was enum'],
    ],
    [
      'the mutations are gone',
      [['type Mutation { place(input: PlaceInput!): Order }', '']],
      ['Place: Mutation: was removed', 'Narrow: Mutation: was removed'],
    ],
  ]
  it.each(matrix)('when %s', (_, edits, broken) => {
    expect(affected(edits)).toEqual(broken)
  })

  it('and says what may newly come out without calling it broken', () => {
    expect(affected([['CLOSED LOST', 'CLOSED LOST HELD']], 'notes')).toEqual(['ById: Status.HELD: may now be answered'])
    expect(
      affected(
        [
          ['Hit = Order | Product', 'Hit = Order | Product | Line2'],
          ['input Line {', 'type Line2 { a: Int } input Line {'],
        ],
        'notes',
      ),
    ).toEqual(['Search: Hit: may now be a Line2'])
    expect(affected([['size: Int = 10', 'size: Int = 20']], 'notes')).toEqual([
      'List: Query.orders(size:): is left out, and means 20 now, was 10',
      'ByStatus: Query.orders(size:): is left out, and means 20 now, was 10',
    ])
  })

  it('and an operation that is new together with what it uses is only checked against the new schema', () => {
    const pair = { before: buildSchema('type Query { a: Int }'), after: buildSchema('type Query { a: Int b: Int }') }
    expect(findOperationBreaks(pair, parse('{ b }')).breaks).toEqual([])
    expect(findOperationBreaks(pair, parse('{ c }')).breaks).toEqual([
      { coordinate: 'document', what: 'Cannot query field "c" on type "Query". Did you mean "a" or "b"?' },
    ])
  })
})
