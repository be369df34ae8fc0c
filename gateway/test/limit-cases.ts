import type { TestGateway } from './test-gateway.ts'

/** A document that a limit lets pass, and one that it does not. */
export interface LimitCase {
  readonly limit: string
  readonly passes: string
  readonly fails: string
  readonly code: string
  readonly message: string
  /** Of both; the second where they differ. */
  readonly variables?: readonly [passing: object, failing: object]
}

/** What gateways of these tests are started with: counting ten thousand selections would take long. */
export const testLimits = { selectionsMax: 500 } as const

/** A text so many times, each with its number. */
export function times(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join(' ')
}

const rules = {
  depth: ['DEPTH_LIMIT_EXCEEDED', 'An operation may have at most 10 levels of fields.'],
  aliases: ['ALIAS_LIMIT_EXCEEDED', 'An operation may have at most 15 aliases.'],
  rootFields: ['ROOT_FIELD_LIMIT_EXCEEDED', 'An operation may have at most 10 fields at the root.'],
  directives: ['DIRECTIVE_LIMIT_EXCEEDED', 'An operation may have at most 20 directives.'],
  selections: ['SELECTION_LIMIT_EXCEEDED', 'An operation may have at most 500 selections, fragments written out.'],
  first: ['PAGE_SIZE_LIMIT_EXCEEDED', 'first: a page has at most 100 items.'],
  last: ['PAGE_SIZE_LIMIT_EXCEEDED', 'last: a page has at most 100 items.'],
  variable: ['PAGE_SIZE_LIMIT_EXCEEDED', '$n: a page has at most 100 items.'],
} as const

type Write = (count: number) => string

const caseOf = (limit: string, rule: readonly [code: string, message: string], write: Write, max: number): LimitCase => ({
  limit,
  passes: write(max),
  fails: write(max + 1),
  code: rule[0],
  message: rule[1],
})

/** Of orders, from `order` or `next` on, so many levels deep. */
const nested: Write = (levels) => `${'{ next '.repeat(levels - 1)}{ number }${' }'.repeat(levels - 1)}`
const aliased: Write = (count) => times(count, (index) => `a${String(index)}: number`)

/** The limits of a document, by queries that the test graph answers. */
export const queryLimits: readonly LimitCase[] = [
  caseOf('depth', rules.depth, (levels) => `{ order(id: "1") ${nested(levels - 1)} }`, 10),
  caseOf(
    'depth hidden in fragments',
    rules.depth,
    (levels) => `query { ...A } fragment A on Query { order(id: "1") { ...B } } fragment B on Order { next ${nested(levels - 2)} }`,
    10,
  ),
  caseOf('aliases', rules.aliases, (count) => `{ order(id: "1") { ${aliased(count)} } }`, 15),
  caseOf(
    'aliases spread twice',
    rules.aliases,
    (count) => `{ order(id: "1") { ...F next { ...F } } } fragment F on Order { ${aliased(count)} }`,
    7,
  ),
  caseOf('root fields', rules.rootFields, (count) => `{ ${times(count, () => 'echo(text: "")')} }`, 10),
  caseOf('directives', rules.directives, (count) => `{ order(id: "1") { ${times(count, () => 'number @skip(if: false)')} } }`, 20),
  caseOf('selections', rules.selections, (count) => `{ order(id: "1") { ${times(count - 1, () => 'number')} } }`, 500),
  caseOf('first', rules.first, (size) => `{ orders(first: ${String(size)}) { id } }`, 100),
  caseOf('last', rules.last, (size) => `{ orders(last: ${String(size)}) { id } }`, 100),
  caseOf(
    'first as the default of a variable',
    rules.variable,
    (size) => `query ($n: Int = ${String(size)}) { orders(first: $n) { id } }`,
    100,
  ),
  {
    ...caseOf('first as a variable', rules.variable, () => 'query ($n: Int) { orders(first: $n) { id } }', 100),
    variables: [{ n: 100 }, { n: 101 }],
  },
]

const live = (selection: string, head = ''): string => `subscription ${head}{ orderChanged { ... on OrderChange { ${selection} } } }`

/** The same by subscriptions. */
export const subscriptionLimits: readonly LimitCase[] = [
  caseOf('depth', rules.depth, (levels) => live(`order ${nested(levels - 2)}`), 10),
  caseOf('aliases', rules.aliases, (count) => live(`order { ${aliased(count)} }`), 15),
  caseOf('root fields', rules.rootFields, (count) => `subscription { ${times(count, () => 'orderChanged { __typename }')} }`, 10),
  caseOf('directives', rules.directives, (count) => live(`order { ${times(count, () => 'number @skip(if: false)')} }`), 20),
  caseOf('selections', rules.selections, (count) => live(`order { ${times(count - 3, () => 'number')} }`), 500),
  caseOf('first', rules.first, (size) => live(`order { others(first: ${String(size)}) { id } }`), 100),
  {
    ...caseOf('first as a variable', rules.variable, () => live('order { others(first: $n) { id } }', '($n: Int) '), 100),
    variables: [{ n: 100 }, { n: 101 }],
  },
]

/** Tokens of a document are counted by who sends it. */
export const tokenLimits = [
  { who: 'a client', realm: 'clients', max: 1_000 },
  { who: 'an employee', realm: 'employees', max: 2_000 },
] as const

/** A query, or a subscription, of so many tokens; far more selections than allowed in it, so that it is refused for these once it is read. */
export function documentOfTokens(kind: 'query' | 'subscription', count: number): string {
  return kind === 'query'
    ? `{ echo(text: "") ${'__typename '.repeat(count - 8)}}`
    : `subscription { orderChanged { ${'__typename '.repeat(count - 6)}} }`
}

/** A body for `/graphql` of exactly so many bytes. */
export function bodyOfBytes(bytes: number, query = '{ __typename }'): string {
  const [start, end] = [`{"query":${JSON.stringify(query)},"variables":{"pad":"`, '"}}']
  return start + 'x'.repeat(bytes - start.length - end.length) + end
}

/** How many calls for callers a gateway's subgraphs have got. */
export function callsOf({ orders, customers }: TestGateway): number {
  return orders.calls.length + customers.calls.length
}
