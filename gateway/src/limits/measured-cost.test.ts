import * as fc from 'fast-check'
import {
  buildSchema,
  execute,
  getNamedType,
  getNullableType,
  getOperationAST,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  parse,
  validate,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { readCostRules } from './cost-rules.ts'
import { measuredCost } from './measured-cost.ts'
import { staticCost, type StaticCost } from './static-cost.ts'

const sdl = `
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
  type Query {
    orders(first: Int, where: Where): Orders @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], assumedSize: 4, requireOneSlicingArgument: false)
    node: Node
    things: [Thing] @listSize(assumedSize: 3)
    tags: [Tag!] @cost(weight: 2)
    grid: [[Order]] @listSize(assumedSize: 2)
    text(dear: Int @cost(weight: 5)): String
  }
  type Mutation { place(where: Where!): Order }
  input Where { text: String @cost(weight: 2) all: [Where!] }
  enum Tag { RED GREEN }
  interface Node { id: ID! related: [Node] }
  union Thing = Order | Customer | Note
  type Orders { nodes: [Order] edges: [Edge] count: Int @cost(weight: 3) }
  type Edge { node: Order }
  type Order implements Node { id: ID! related: [Node] @listSize(assumedSize: 2) lines(first: Int = 2): [Line!] @listSize(slicingArguments: ["first"]) customer: Customer total: Int @cost(weight: 1) }
  type Line @cost(weight: 2) { sku: String order: Order @cost(weight: 4) }
  type Customer implements Node @cost(weight: 3) { id: ID! related: [Node] @listSize(assumedSize: 3) orders: Orders @cost(weight: 6) }
  type Note { text: String @cost(weight: 8) thing: Thing }`
const schema = buildSchema(sdl)
const rules = readCostRules(parse(sdl))

const costOf = (text: string, variables: Readonly<Record<string, unknown>> = {}): StaticCost => {
  const document = parse(text)
  expect(validate(schema, document)).toEqual([])
  const operation = getOperationAST(document)
  if (operation === null || operation === undefined) throw new Error('no operation')
  return staticCost({ rules, schema, document, operation, variables })
}

describe('the measured cost', () => {
  it.each([
    ['counts lists by their length', '{ orders { nodes { id } } }', { orders: { nodes: [{ id: 1 }, { id: 2 }] } }, 1 + 2],
    ['counts nothing for null', '{ orders { nodes { id } count } }', { orders: { nodes: [null, { id: 1 }, null], count: null } }, 1 + 1],
    ['counts what is weighted', '{ orders { count } tags }', { orders: { count: 7 }, tags: ['RED', 'GREEN'] }, 1 + 3 + 2 * 2],
    [
      'counts arguments once, also where null came',
      '{ orders(where: { text: "" }) { count } text(dear: 1) }',
      { orders: null, text: null },
      3 + 5,
    ],
    ['counts each list of lists', '{ grid { id } }', { grid: [[{ id: 1 }], null, [], [{ id: 2 }, { id: 3 }]] }, 3],
    ['knows the type by __typename, whatever it is called', '{ node { kind: __typename id } }', { node: { kind: 'Customer', id: 1 } }, 3],
    [
      'knows the type by the fields that came',
      '{ things { ... on Order { total } ... on Customer { id } ... on Note { text } } }',
      { things: [{ total: 1 }, { id: 1 }, { text: '' }] },
      1 + 1 + 3 + (1 + 8),
    ],
    ['takes the cheapest of the types it may be', '{ node { id } }', { node: { id: 1 } }, 1],
    [
      'counts a field under each of its names',
      '{ a: node { id __typename } b: node { id __typename } }',
      { a: { id: 1, __typename: 'Order' }, b: { id: 1, __typename: 'Order' } },
      2,
    ],
    ['counts what was merged once', '{ node { id } ...F } fragment F on Query { node { id } }', { node: { id: 1 } }, 1],
    ['is 10 more for a mutation', 'mutation { place(where: {}) { id } }', { place: { id: 1 } }, 10 + 1 + 1],
    ['is at least 1', '{ node { id } }', { node: null }, 1],
    ['is that of an answer without data', '{ node { id } }', null, 1],
    ['is that of a mutation without data', 'mutation { place(where: {}) { id } }', null, 10],
    ['takes no account of what was not asked for', '{ node { id } }', { node: { id: 1 }, orders: { count: 1 } }, 1],
  ])('%s', (_rule, text, data, expected) => {
    expect(measuredCost(costOf(text), data)).toBe(expected)
  })

  it('is more than the static cost where lists are longer than assumed', () => {
    const cost = costOf('{ things { ... on Order { id } } }')
    const things = Array.from({ length: 30 }, () => ({ id: 1 }))
    expect(cost.cost).toBe(3 * 3)
    expect(measuredCost(cost, { things })).toBe(30)
  })
})

// Random operations over the schema above. Every choice is one number of a sequence that fast-check makes and shrinks.
type Choose = (below: number) => number

function chooser(numbers: readonly number[]): Choose {
  let next = 0
  return (below) => {
    const number = numbers[next % numbers.length] ?? 0
    next += 1
    return number % below
  }
}

interface Asking {
  readonly choose: Choose
  readonly depth: number
  /** Whether the type of each object can be seen in the answer. */
  readonly isTyped: boolean
}

const leaves: Readonly<Record<string, readonly string[]>> = {
  Query: ['tags', 'text(dear: 1)', 'text: __typename', '__typename'],
  Orders: ['count', 'kind: __typename'],
  Edge: ['__typename'],
  Order: ['id', 'total', 'what: __typename'],
  Line: ['sku'],
  Customer: ['id', '__typename'],
  Note: ['text', 'words: text'],
  Node: ['id', '__typename', 'key: id'],
  Thing: ['__typename', 'kind: __typename'],
}
const branches: Readonly<Record<string, readonly (readonly [field: string, type: string])[]>> = {
  Query: [
    ['orders', 'Orders'],
    ['two: orders(first: 2, where: { text: "", all: [{}] })', 'Orders'],
    ['sized: orders(first: $first)', 'Orders'],
    ['node', 'Node'],
    ['things', 'Thing'],
    ['grid', 'Order'],
    ['... on Query', 'Query'],
  ],
  Orders: [
    ['nodes', 'Order'],
    ['edges', 'Edge'],
    ['nodes', 'Order'],
    ['... @include(if: $yes)', 'Orders'],
  ],
  Edge: [['node', 'Order']],
  Order: [
    ['lines', 'Line'],
    ['many: lines(first: $first)', 'Line'],
    ['customer', 'Customer'],
    ['related', 'Node'],
    ['customer @skip(if: $yes)', 'Customer'],
  ],
  Line: [['order', 'Order']],
  Customer: [
    ['orders', 'Orders'],
    ['few: orders(first: 1)', 'Orders'],
    ['related', 'Node'],
  ],
  Note: [['thing', 'Thing']],
  Node: [
    ['related', 'Node'],
    ['... on Order', 'Order'],
    ['... on Customer', 'Customer'],
  ],
  Thing: [
    ['... on Order', 'Order'],
    ['... on Customer', 'Customer'],
    ['... on Note', 'Note'],
    ['... on Node', 'Node'],
  ],
}

function selectionsOf(type: string, { choose, depth, isTyped }: Asking): string {
  const ofLeaves = leaves[type] ?? []
  const ofBranches = depth === 0 ? [] : (branches[type] ?? [])
  const parts = [ofLeaves[choose(ofLeaves.length)] ?? '__typename', ...(isTyped ? ['its: __typename'] : [])]
  for (let count = choose(4); count > 0 && ofBranches.length > 0; count -= 1) {
    const [field, below] = ofBranches[choose(ofBranches.length)] ?? ['__typename', '']
    parts.push(`${field} ${selectionsOf(below, { choose, depth: depth - 1, isTyped })}`)
  }
  return `{ ${parts.join(' ')} }`
}

/** An object of an answer: its type, and what the rule of the field that led to it says of lists in it. */
interface Made {
  readonly __typename: string
  readonly size: number
}

// From here on everything is written by hand from the SDL, so that it is no second use of what is tested.
function assumedBy({ __typename, size }: Made, field: string, first: unknown): number {
  const own = typeof first === 'number' ? first : null
  const sizes: Readonly<Record<string, number>> = {
    'Query.things': 3,
    'Query.tags': 10,
    'Query.grid': 2,
    'Orders.nodes': size,
    'Orders.edges': size,
    'Order.related': 2,
    'Order.lines': own ?? 10,
    'Customer.related': 3,
  }
  return sizes[`${__typename}.${field}`] ?? 0
}

function sizeBelow({ __typename }: Made, field: string, first: unknown): number {
  if (`${__typename}.${field}` === 'Customer.orders') return 10
  return typeof first === 'number' ? first : 4
}

const weightsOfFields: Readonly<Record<string, number>> = {
  'Query.tags': 2,
  'Orders.count': 3,
  'Order.total': 1,
  'Line.order': 4,
  'Customer.orders': 6,
  'Note.text': 8,
}
const weightsOfTypes: Readonly<Record<string, number>> = { Line: 2, Customer: 3 }

interface Answer {
  readonly data: ExecutionResult['data']
  /** What it cost, counted while it was made. */
  readonly paid: number
}

/** Runs an operation: each list is at most as long as is assumed, and anything may be null. */
async function answerTo(text: string, variables: Readonly<Record<string, unknown>>, choose: Choose): Promise<Answer> {
  let paid = 0
  const fieldResolver: GraphQLFieldResolver<Made, unknown> = (parent, args, _context, { fieldName, returnType }) => {
    // Of `where: { text: "", all: [{}] }` and of `dear: 1`.
    paid += (args['where'] === undefined ? 0 : 1 + 2 + 1) + (args['dear'] === undefined ? 0 : 5)
    const weight = weightsOfFields[`${parent.__typename}.${fieldName}`]
    const size = sizeBelow(parent, fieldName, args['first'])
    const make = (type: GraphQLOutputType): unknown => {
      if (!isNonNullType(type) && choose(5) === 0) return null
      const named = getNamedType(type)
      if (isLeafType(named)) {
        paid += weight ?? 0
        return isEnumType(named) ? 'RED' : 1
      }
      const types = isAbstractType(named) ? schema.getPossibleTypes(named) : [named]
      const __typename = types[choose(types.length)]?.name ?? ''
      paid += weight ?? weightsOfTypes[__typename] ?? 1
      return { __typename, size }
    }
    const makeList = (type: GraphQLOutputType, most: number): unknown => {
      const nullable = getNullableType(type)
      if (!isListType(nullable)) return make(type)
      return choose(8) === 0 ? null : Array.from({ length: choose(most + 1) }, () => makeList(nullable.ofType, 10))
    }
    return makeList(returnType, assumedBy(parent, fieldName, args['first']))
  }
  const rootValue = { __typename: 'Query', size: 0 }
  const { data, errors } = await execute({ schema, document: parse(text), rootValue, variableValues: variables, fieldResolver })
  expect(errors).toBe(undefined)
  return { data, paid }
}

const numbers = fc.array(fc.nat({ max: 1_000 }), { minLength: 40, maxLength: 200 })
const samples = fc.record({ asked: numbers, came: numbers, first: fc.nat({ max: 6 }), isYes: fc.boolean() })

interface Sample {
  readonly asked: readonly number[]
  readonly came: readonly number[]
  readonly first: number
  readonly isYes: boolean
}

/** What a random operation was admitted for, was measured at, and cost; null for one that validation refuses. */
async function costsOf({ asked, came, first, isYes }: Sample, isTyped: boolean): Promise<readonly [number, number, number] | null> {
  const text = `query ($first: Int, $yes: Boolean!) ${selectionsOf('Query', { choose: chooser(asked), depth: 5, isTyped })}`
  const document = parse(text)
  // Chance also asks for fields that cannot be merged.
  const errors = validate(schema, document).filter(({ message }) => !message.includes('is never used'))
  const operation = getOperationAST(document)
  if (errors.length > 0 || operation === null || operation === undefined) return null
  const variables = { first, yes: isYes }
  const cost = staticCost({ rules, schema, document, operation, variables })
  const { data, paid } = await answerTo(text, variables, chooser(came))
  return [cost.cost, measuredCost(cost, data), Math.max(1, paid)]
}

describe('whatever is asked and whatever comes, as long as no list is longer than assumed', () => {
  it('an answer costs no more than it was admitted for, and no more than what came', async () => {
    let answers = 0
    const holds = async (sample: Sample): Promise<void> => {
      const [admitted, measured, paid] = (await costsOf(sample, false)) ?? [0, 0, 0]
      answers += admitted === 0 ? 0 : 1
      expect(paid).toBeLessThanOrEqual(admitted)
      expect(measured).toBeLessThanOrEqual(paid)
    }
    await fc.assert(fc.asyncProperty(samples, holds), { numRuns: 300 })
    expect(answers).toBeGreaterThan(150)
  })

  it('an answer that tells the types of its objects costs exactly what came', async () => {
    let answers = 0
    const holds = async (sample: Sample): Promise<void> => {
      const [admitted, measured, paid] = (await costsOf(sample, true)) ?? [0, 0, 0]
      answers += admitted === 0 ? 0 : 1
      expect(measured).toBe(paid)
    }
    await fc.assert(fc.asyncProperty(samples, holds), { numRuns: 300 })
    expect(answers).toBeGreaterThan(150)
  })
})
