import { composeServices } from '@apollo/composition'
import { readSubgraphs } from '@iommi/schema/subgraph-list'
import { GraphQLError, isTypeDefinitionNode, Kind, parse, print, visit, type DocumentNode } from 'graphql'
import type { CallContext } from './test-subgraph.ts'

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@shareable"])`

const customersSdl = `${link}
type Query {
  customer(id: ID!): Customer
  me: Customer
}
type Mutation {
  rename(id: ID!, name: String!): Customer
  _admitUser(input: _AdmitUserInput!): _AdmitUserPayload! @inaccessible
}
type Customer @key(fields: "id") { id: ID!  name: String!  note: String  friend: Customer  kind: Kind }
enum Kind { PRIVATE BUSINESS }
input _AdmitUserInput @inaccessible { kind: UserKind!  issuer: String!  subject: String!  name: String  roles: [String!]!  customerId: ID  email: String }
type _AdmitUserPayload @inaccessible { isAdmitted: Boolean!  userId: ID  roles: [String!]!  customerId: ID  refusal: _AdmissionRefusal }
enum UserKind @inaccessible { EMPLOYEE CLIENT PARTNER }
enum _AdmissionRefusal @inaccessible { DISABLED UNKNOWN_CUSTOMER }
`

const ordersSdl = `${link}
type Query {
  orders(first: Int, last: Int, status: Status): [Order!]!
  order(id: ID!): Order
  seen: Seen!
  fail(kind: String!): String
  echo(text: String): String
  numbers: Numbers
  _events(topic: String!, afterSeq: SafeInt!, first: Int!): _EventPage! @inaccessible @shareable
}
type Mutation { cancel(id: ID!): Order }
scalar SafeInt
type _EventPage @inaccessible @shareable { epoch: String!  seq: SafeInt!  oldestSeq: SafeInt!  events: [String!]! }
enum Status { PLACED CANCELLED }
type Order @key(fields: "id") { id: ID!  number: String!  note: String  total: Int  customer: Customer  next: Order  others(first: Int): [Order!] }
type Customer @key(fields: "id", resolvable: false) { id: ID! }
type Numbers { whole: Int!  more: Numbers }
type Seen { tenantId: String!  actor: String!  requestId: String  traceparent: String  timeoutMs: Int  issuer: String! }
`

/** The product's own: what there is to subscribe to. */
export const eventsSdl = readSubgraphs().find(({ name }) => name === 'events')?.sdl ?? ''

const order = { id: 'order_1', number: 'A-1', note: 'leave at the door', total: 3, customer: { id: 'customer_1' } }
const customer = { id: 'customer_1', name: 'Clara', note: 'prefers mornings', kind: 'PRIVATE' }

/** What canaries look like: found anywhere outside, a secret got out. */
export const canary = 'canary-4f1d'

/** Errors of every kind a resolver can come up with, each full of canaries; only the last two may be shown. */
export const failures: Readonly<Record<string, () => unknown>> = {
  Error: () => new Error(canary),
  TypeError: () => new TypeError(canary),
  RangeError: () => Object.assign(new RangeError(canary), { code: canary }),
  cause: () => new Error(canary, { cause: new Error(canary) }),
  aggregate: () => new AggregateError([new Error(canary)], canary),
  string: () => canary,
  object: () => ({ message: canary, stack: canary }),
  sql: () => Object.assign(new Error(`duplicate key (email)=(${canary})`), { code: '23505', detail: canary, query: `select '${canary}'` }),
  axios: () => Object.assign(new Error(canary), { config: { headers: { authorization: canary } }, response: { data: canary } }),
  graphql: () => new GraphQLError(canary, { extensions: { secret: canary } }),
  unknownCode: () => new GraphQLError(canary, { extensions: { code: 'SQL_STATE_23505', exception: { stacktrace: [canary] } } }),
  internal: () => new GraphQLError(canary, { extensions: { code: 'INTERNAL_SERVER_ERROR', stacktrace: [canary] } }),
  validation: () => new GraphQLError(canary, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }),
  unauthenticated: () => new GraphQLError(canary, { extensions: { code: 'UNAUTHENTICATED' } }),
  undefined: () => undefined,
  null: () => null,
  number: () => 4.1,
  bigint: () => 41n,
  symbol: () => Symbol(canary),
  function: () => () => canary,
  list: () => [canary, new Error(canary)],
  map: () => new Map([[canary, canary]]),
  syntax: () => new SyntaxError(canary),
  uri: () => new URIError(canary),
  aborted: () => new DOMException(canary, 'AbortError'),
  system: () => Object.assign(new Error(canary), { code: 'ENOENT', syscall: 'open', path: `/etc/${canary}` }),
  subclass: () => new (class SecretError extends Error {})(canary),
  json: () => Object.assign(new Error(canary), { toJSON: () => canary, toString: () => canary }),
  wrapped: () => new GraphQLError(canary, { originalError: Object.assign(new Error(canary), { extensions: { code: canary } }) }),
  http: () => new GraphQLError(canary, { extensions: { http: { status: 418, headers: { 'x-canary': canary } } } }),
  prototype: () => Object.create(null, { message: { value: canary } }) as unknown,
  public: () => new GraphQLError('You may not.', { extensions: { code: 'FORBIDDEN', serviceName: canary, debug: canary } }),
  retryable: () => new GraphQLError('Try again.', { extensions: { code: 'CONFLICT', retryable: true, exception: canary } }),
}

/** What the gateway asked of the customers service by itself. */
export type Ensured = { readonly input: Readonly<Record<string, unknown>>; readonly caller: string }[]

/** A supergraph and the subgraphs behind it, by name; `ensured` is told what the gateway asks customers by itself. */
export interface TestGraph {
  readonly supergraphSdl: string
  readonly sources: (ensured: Ensured) => Readonly<Record<string, { readonly sdl: string; readonly resolvers: object }>>
}

function testSubgraphSources(ensured: Ensured): ReturnType<TestGraph['sources']> {
  const customerResolvers = {
    Query: { customer: () => customer, me: (_: unknown, __: unknown, { claims }: CallContext) => ({ ...customer, id: ownId(claims) }) },
    Mutation: {
      rename: (_: unknown, { name }: { name: string }) => ({ ...customer, name }),
      _admitUser: (_: unknown, { input }: { input: Record<string, unknown> }, { claims }: CallContext) => {
        ensured.push({ input: { ...input }, caller: `${claims.actor.kind} ${claims.iss} for ${claims.onBehalfOf ?? 'nobody'}` })
        return admission(input)
      },
    },
    Customer: { __resolveReference: () => customer, friend: () => customer },
  }
  const orderResolvers = {
    Query: {
      orders: () => [order, { ...order, id: 'order_2', number: 'A-2' }],
      order: () => order,
      seen: (_: unknown, __: unknown, { claims, headers }: CallContext) => ({
        tenantId: claims.tenantId,
        actor: JSON.stringify(claims.actor),
        issuer: claims.iss,
        requestId: headers['x-request-id'],
        traceparent: headers['traceparent'],
        timeoutMs: Number(headers['x-timeout-ms']),
      }),
      fail: (_: unknown, { kind }: { kind: string }) => {
        // Anything at all can be thrown.
        // oxlint-disable-next-line typescript/only-throw-error
        throw failures[kind]?.()
      },
      echo: (_: unknown, { text }: { text: string | null }) => text,
      numbers: () => ({ whole: 1, more: { whole: 2 } }),
      _events: () => ({ epoch: 'new', seq: 0, oldestSeq: 1, events: [] }),
    },
    Mutation: { cancel: () => order },
    Order: { __resolveReference: () => order, next: () => order, others: () => [order] },
  }
  return { customers: { sdl: customersSdl, resolvers: customerResolvers }, orders: { sdl: ordersSdl, resolvers: orderResolvers } }
}

/** The usual graph of these tests: customers and orders; subscriptions begin, and nothing ever happens. */
export const testGraph: TestGraph = {
  supergraphSdl: composeSources({ customers: customersSdl, orders: ordersSdl, events: eventsSdl }),
  sources: testSubgraphSources,
}

/** Composes subgraphs by name; the URLs lead nowhere. */
export function composeSources(services: Readonly<Record<string, string>>): string {
  const { supergraphSdl, errors = [] } = composeServices(
    Object.entries(services).map(([name, sdl]) => ({ name, url: `http://${name}.invalid/`, typeDefs: openToAll(parse(sdl)) })),
  )
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join('\n'))
  return supergraphSdl
}

/** The source with every type in every graph, whatever it says itself; one that links nothing has no tags. */
function openToAll(source: DocumentNode): DocumentNode {
  if (!print(source).includes('@link')) return source
  const untagged = visit(source, { Directive: ({ name }) => (name.value === 'tag' ? null : undefined) })
  const [tagged] = parse('type T @tag(name: "public") @tag(name: "partner") { a: Int }').definitions
  const tags = tagged?.kind === Kind.OBJECT_TYPE_DEFINITION ? (tagged.directives ?? []) : []
  const definitions = untagged.definitions.map((node) =>
    isTypeDefinitionNode(node) ? { ...node, directives: [...(node.directives ?? []), ...tags] } : node,
  )
  const text = print({ ...untagged, definitions })
  return parse(text.includes('"@tag"') ? text : text.replace('import: [', 'import: ["@tag", '))
}

/** Lets everybody in but those whose subject or customer says otherwise. */
export function admission({ kind, subject, roles, customerId }: Readonly<Record<string, unknown>>): object {
  const refusal = subject === 'disabled' ? 'DISABLED' : customerId === 'customer_unknown' ? 'UNKNOWN_CUSTOMER' : null
  if (refusal !== null) return { isAdmitted: false, userId: null, roles: [], customerId: null, refusal }
  const userId = `user_of_${String(subject)}`
  return { isAdmitted: true, userId, roles, customerId: kind === 'CLIENT' ? (customerId ?? 'customer_new') : null, refusal: null }
}

function ownId(claims: CallContext['claims']): string {
  return claims.actor.kind === 'client' ? claims.actor.customerId : 'customer_1'
}
