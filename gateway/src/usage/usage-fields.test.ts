import { buildSchema, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { fieldsOfOperation } from './usage-fields.ts'

const schema = buildSchema(`
  interface Node { id: ID! }
  type Order implements Node { id: ID! number: String customer: Customer lines: [Line!]! }
  type Customer implements Node { id: ID! name: String }
  type Line { quantity: Int }
  union Thing = Order | Customer
  type Query { order(id: ID): Order node: Node things: [Thing!]! }
  type Mutation { place: Order }
  type Subscription { orderChanged: Order }
`)

const fieldsOf = (text: string, operationName: string | null = null): readonly string[] =>
  fieldsOfOperation(schema, parse(text), operationName)

describe('fieldsOfOperation', () => {
  it('names each field by its type, once, sorted, whatever its alias and arguments', () =>
    expect(fieldsOf('{ a: order(id: 1) { number customer { name id } } b: order(id: 2) { n: number } }')).toEqual([
      'Customer.id',
      'Customer.name',
      'Order.customer',
      'Order.number',
      'Query.order',
    ]))

  it('follows fragments, inline ones and those of fragments', () =>
    expect(
      fieldsOf(`query { things { ... on Order { ...O } ... on Customer { name } } }
        fragment O on Order { lines { ...L } } fragment L on Line { quantity }`),
    ).toEqual(['Customer.name', 'Line.quantity', 'Order.lines', 'Query.things']))

  it('names a field of an interface by the interface', () =>
    expect(fieldsOf('{ node { id ... on Order { number } } }')).toEqual(['Node.id', 'Order.number', 'Query.node']))

  it('looks at one operation of several, and at the fragments that it spreads', () => {
    const text = `query A { order { ...N } } mutation B { place { id } } fragment N on Order { number } fragment X on Order { id }`
    expect(fieldsOf(text, 'A')).toEqual(['Order.number', 'Query.order'])
    expect(fieldsOf(text, 'B')).toEqual(['Mutation.place', 'Order.id'])
    expect(fieldsOf(text, 'C')).toEqual([])
  })

  it('knows subscriptions', () =>
    expect(fieldsOf('subscription { orderChanged { id } }')).toEqual(['Order.id', 'Subscription.orderChanged']))

  it('leaves out introspection', () =>
    expect(fieldsOf('{ __typename __schema { types { name } } order { __typename } }')).toEqual(['Query.order']))

  it('leaves out what the schema does not have', () => expect(fieldsOf('{ order { colour } nothing { x } }')).toEqual(['Query.order']))

  it('ends where fragments spread each other', () =>
    expect(fieldsOf('{ order { ...A } } fragment A on Order { id ...B } fragment B on Order { number ...A }')).toEqual([
      'Order.id',
      'Order.number',
      'Query.order',
    ]))
})
