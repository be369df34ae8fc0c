import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { findRemovedCoordinate } from './removed-coordinate.ts'

const sdl = `
type Query { ok: Boolean }
type Subscription { orderChanged(after: String, where: Where, first: Int = 1): Message! }
union Message = OrderChange | Checkpoint
type Checkpoint { cursor: String! }
type OrderChange { id: ID! status: Status! order: Order tags: [String!] note: String amount: Int total(in: Currency = EUR, detail: Detail): Int }
type Order implements Node { id: ID! number: String! lines(first: Int): [Line!] state: Status }
type Line { sku: String }
interface Node { id: ID! }
input Where { status: StatusFilter orderId: [ID!] note: String }
input StatusFilter { in: [Status!] }
input Detail { depth: Int width: Int }
enum Status { PLACED CONFIRMED }
enum Currency { EUR USD }
scalar DateTime
`
const before = buildSchema(sdl)

const full = `subscription Full($after: String, $where: Where, $size: Int) {
  orderChanged(after: $after, where: $where) {
    __typename
    ... on OrderChange {
      id status tags amount
      total(in: USD, detail: { depth: 1 })
      renamed: order { ...Parts }
    }
    ... on Checkpoint { cursor }
  }
}
fragment Parts on Order { number lines(first: $size) { sku } ... on Node { id } }`

/** What a change of the schema means for the document. */
function after(change: readonly [from: string, to: string]): string | null {
  const changed = sdl.replace(...change)
  expect(changed).not.toBe(sdl)
  const document = parse(full)
  expect(validate(before, document)).toEqual([])
  return findRemovedCoordinate(before, buildSchema(changed), document)
}

describe('the coordinate of what a schema has no longer', () => {
  it.each([
    ['a field', ['number: String! ', ''], 'Order.number'],
    ['a field behind an alias', ['order: Order ', ''], 'OrderChange.order'],
    ['a field of the root', ['orderChanged(', 'other('], 'Subscription.orderChanged'],
    ['a field of an interface', ['interface Node { id: ID! }', 'interface Node { other: ID }'], 'Node.id'],
    ['an argument', ['(first: Int): [Line', ': [Line'], 'Order.lines(first:)'],
    ['an argument of the root', ['after: String, ', ''], 'Subscription.orderChanged(after:)'],
    ['an argument that is required from now on', ['(in: Currency = EUR', '(unit: Int!, in: Currency = EUR'], 'OrderChange.total(unit:)'],
    ['an enum value that is written out', ['enum Currency { EUR USD }', 'enum Currency { EUR }'], 'Currency.USD'],
    ['an input field that is written out', ['input Detail { depth: Int width: Int }', 'input Detail { width: Int }'], 'Detail.depth'],
    ['a member of a union', ['union Message = OrderChange | Checkpoint', 'union Message = Checkpoint'], 'OrderChange'],
    ['an enum that turned into text', ['status: Status! order', 'status: String! order'], 'OrderChange.status'],
    ['a number that turned into text', ['amount: Int', 'amount: String'], 'OrderChange.amount'],
    ['a list that is one no longer', ['tags: [String!]', 'tags: String'], 'OrderChange.tags'],
    ['a value that became a list', ['amount: Int', 'amount: [Int]'], 'OrderChange.amount'],
    ['an interface that is no longer one of it', ['type Order implements Node', 'type Order'], 'Node'],
  ] as const)('names %s', (_what, change, coordinate) => {
    expect(after(change)).toBe(coordinate)
  })

  it('says that it is the whole operation where it is nothing else', () => {
    // A variable of this type can no longer stand there.
    expect(after(['(first: Int): [Line', '(first: Int!): [Line'])).toBe('Subscription')
  })

  it.each([
    ['a field is added', ['type Line {', 'type Line { title: String ']],
    ['a field nobody asks for goes', [' note: String amount', ' amount']],
    ['a type nobody asks for goes', ['scalar DateTime', '']],
    ['an argument nobody gives goes', [', first: Int = 1', '']],
    ['an enum value nobody writes goes', ['enum Status { PLACED CONFIRMED }', 'enum Status { PLACED }']],
    ['an input field nobody writes goes', ['input Detail { depth: Int width: Int }', 'input Detail { depth: Int }']],
    ['a value may be null from now on', ['number: String!', 'number: String']],
    ['a value may be null no more', ['amount: Int', 'amount: Int!']],
    ['items may be null from now on', ['tags: [String!]', 'tags: [String]']],
    ['a type joins the union', ['type Line', 'type More { id: ID } type Line']],
    ['descriptions change', ['type Line', '"A line." type Line']],
  ] as const)('is none when %s', (_what, change) => {
    expect(after(change)).toBeNull()
  })
})
