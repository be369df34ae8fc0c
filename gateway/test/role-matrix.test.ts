import { parseAddressList } from '@iommi/shared/address-list'
import type { Role } from '@iommi/shared/request-context'
import { getNamedType, isLeafType, isNonNullType, type GraphQLField } from 'graphql'
import { describe, expect, it } from 'vitest'
import { compose, composeApi } from '@iommi/schema/compose'
import { readSubgraphs } from '@iommi/schema/subgraph-list'
import { findDenial, grantsFor } from '../src/auth/grants.ts'
import { sampleValue } from '../src/execution/sample-variables.ts'
import { eventsSubgraph, readSupergraph } from '../src/supergraph.ts'
import { openEventLog } from './event-log.ts'
import { accepting, codesOf, useStreams, type OpenStream } from './protocol-stream.ts'
import { administration, callers, guardedFields, isAllowed, rootFields, type MatrixCaller } from './role-matrix.ts'
import { admission, type TestGraph } from './test-graph.ts'
import { useTestGateway, type Answer } from './test-gateway.ts'

const subgraphs = readSubgraphs()
const api = composeApi(subgraphs)
const supergraphSdl = compose(subgraphs)
const { access } = readSupergraph(supergraphSdl)
const called = subgraphs.filter(({ name }) => name !== eventsSubgraph)

/** The real schema over subgraphs that know nothing: what gets to them is answered with null or an error. */
const graph: TestGraph = {
  supergraphSdl,
  sources: () =>
    Object.fromEntries(
      called.map(({ name, sdl }) => {
        const admit = (_: unknown, { input }: { readonly input: Readonly<Record<string, unknown>> }): object => admission(input)
        return [
          name,
          { sdl, resolvers: { ...openEventLog().resolvers, ...(name === 'customers' ? { Mutation: { _admitUser: admit } } : {}) } },
        ]
      }),
    ),
}
const [loopback, nobody] = [parseAddressList('127.0.0.0/8'), parseAddressList('')]
if (loopback === null || nobody === null) throw new Error('these are address lists')
const gateway = useTestGateway({ graph, config: { adminAddresses: loopback } })
const elsewhere = useTestGateway({ graph, config: { adminAddresses: nobody } })
const open = useStreams(gateway)

const fields = new Map<string, GraphQLField<unknown, unknown>>(
  [api.getQueryType(), api.getMutationType(), api.getSubscriptionType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {}).map((field) => [`${type?.name ?? ''}.${field.name}`, field] as const),
  ),
)

interface Operation {
  readonly query: string
  readonly variables: object
}

/** The smallest operation that asks for a root field. */
function operationOf(coordinate: string, field: GraphQLField<unknown, unknown>): Operation {
  const required = field.args.filter(({ type }) => isNonNullType(type))
  const definitions = required.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ')
  const values = required.map(({ name }) => `${name}: $${name}`).join(', ')
  const call = `${field.name}${values === '' ? '' : `(${values})`}${isLeafType(getNamedType(field.type)) ? '' : ' { __typename }'}`
  return {
    query: `${coordinate.split('.', 1).join().toLowerCase()} ${definitions === '' ? '' : `(${definitions})`} { ${call} }`,
    variables: Object.fromEntries(required.map(({ name, type }) => [name, sampleValue(type)])),
  }
}

interface Outcome {
  readonly status: number
  readonly codes: readonly unknown[]
  /** Whether it got further than the gateway; of a subscription, whether it began. */
  readonly reached: boolean
}

async function tokenOf(at: typeof gateway, caller: MatrixCaller): Promise<string | null> {
  const realm = caller === 'client' || caller === 'partner' ? 'clients' : 'employees'
  return caller === 'anonymous' ? null : await at.issuer.token(realm, { sub: `some-${caller}`, roles: [caller] })
}

async function subscribe(openAt: OpenStream, caller: MatrixCaller, { query }: Operation): Promise<Outcome> {
  const stream = await openAt({ accept: accepting.sse, query, token: await tokenOf(gateway, caller) })
  await stream.until(({ messages, end }) => end() !== null || messages().length > 0)
  return { status: stream.status, codes: codesOf(stream), reached: stream.messages().length > 0 }
}

async function ask(at: typeof gateway, caller: MatrixCaller, operation: Operation): Promise<Outcome> {
  const token = await tokenOf(at, caller)
  const before = at.calls()
  const headers = { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) }
  const answer = await at.call('/graphql', { method: 'POST', headers, body: JSON.stringify(operation) })
  return { status: answer.status, codes: codes(answer), reached: at.calls() > before }
}

/** How a caller is refused: clients and partners have graphs of their own, in which there is no such field. */
function refusalOf(coordinate: string, caller: MatrixCaller): { readonly code: string; readonly status: number } {
  if (caller === 'anonymous') return { code: 'UNAUTHENTICATED', status: 401 }
  if (caller === 'client' || caller === 'partner') return { code: 'GRAPHQL_VALIDATION_FAILED', status: 400 }
  return { code: 'FORBIDDEN', status: coordinate.startsWith('Query.') ? 200 : 403 }
}

const codes = (answer: Answer): readonly unknown[] => (answer.json.errors ?? []).map(({ extensions }) => extensions['code'])

describe('the role matrix', () => {
  it('has a row for every root field, and no other', () => {
    expect(Object.keys(rootFields).toSorted()).toEqual([...fields.keys()].toSorted())
  })

  it('has a row for every guarded field below the root, and no other', () => {
    const below = [...access.fields.keys()].filter((coordinate) => !/^(Query|Mutation|Subscription)\./.test(coordinate))
    expect(Object.keys(guardedFields).toSorted()).toEqual(below.toSorted())
  })

  it('names what is administration', () => {
    const policed = [...access.fields].filter(([, { policies }]) => policies.length > 0).map(([coordinate]) => coordinate)
    expect(administration.toSorted()).toEqual(policed.toSorted())
  })

  describe.each(Object.entries(rootFields))('%s', (coordinate, row) => {
    const field = fields.get(coordinate)
    it.each(callers)(`is ${row} for %s`, async (caller) => {
      if (field === undefined) throw new Error(`${coordinate} is no root field`)
      const operation = operationOf(coordinate, field)
      const isSubscription = coordinate.startsWith('Subscription.')
      const { reached, ...answer } = await (isSubscription ? subscribe(open, caller, operation) : ask(gateway, caller, operation))
      const mayAsk = isAllowed(row, caller)
      expect(reached).toBe(mayAsk)
      const { code: refusal, status } = refusalOf(coordinate, caller)
      expect([...new Set(answer.codes)].filter((code) => code === refusal)).toEqual(mayAsk ? [] : [refusal])
      expect(answer.status).toBe(mayAsk ? 200 : status)
    })
  })

  it.each(Object.entries(guardedFields))('%s is %s', (coordinate, row) => {
    const [parent = '', name = ''] = coordinate.split('.')
    for (const caller of callers.filter((each) => each !== 'anonymous')) {
      const roles: readonly Role[] = [caller]
      const denial = findDenial(access, grantsFor({ roles }, new Set()), { parent, name, type: 'Int' })
      expect([caller, denial === null]).toEqual([caller, isAllowed(row, caller)])
    }
    expect(isAllowed(row, 'anonymous')).toBe(false)
  })

  it.each(administration)('%s is refused to an admin from elsewhere', async (coordinate) => {
    const field = fields.get(coordinate)
    if (field === undefined) throw new Error(`${coordinate} is no root field`)
    const { status, codes: told, reached } = await ask(elsewhere, 'admin', operationOf(coordinate, field))
    expect([status, told, reached]).toEqual([403, ['FORBIDDEN'], false])
  })
})
