import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { parseAddressList } from '@iommi/shared/address-list'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSupergraph } from '../src/supergraph.ts'
import { useTestGateway } from './test-gateway.ts'
import { testGraph } from './test-graph.ts'

const loopback = parseAddressList('127.0.0.0/8')
if (loopback === null) throw new Error('this is an address list')
const gateway = useTestGateway({ config: { routerAddresses: loopback } })
const closed = useTestGateway()

interface Context {
  readonly authorization?: string
}

/** Another make's router over the doors of our gateway: it knows the supergraph, and passes the bearer token on. */
class Door extends RemoteGraphQLDataSource<Context> {
  override willSendRequest({ request, context }: Parameters<NonNullable<RemoteGraphQLDataSource<Context>['willSendRequest']>>[0]): void {
    if (context.authorization !== undefined) request.http?.headers.set('authorization', context.authorization)
  }
}

let router: ApolloServer<Context> | null = null
beforeAll(async () => {
  router = new ApolloServer<Context>({
    gateway: new ApolloGateway({
      // Of the directives on access it knows nothing: subgraphs go by them all the same.
      supergraphSdl: readSupergraph(testGraph.supergraphSdl).sdl,
      buildService: ({ name }) => new Door({ url: `http://127.0.0.1:${String(gateway.port)}/subgraphs/${name}` }),
    }),
  })
  await router.start()
})
afterAll(async () => await router?.stop())

async function ask(query: string, contextValue: Context): Promise<unknown> {
  const answer = await router?.executeOperation({ query }, { contextValue })
  return answer?.body.kind === 'single' ? { ...answer.body.singleResult.data } : null
}

describe('another router', () => {
  it('reads and changes through the gateway, as the caller', async () => {
    const authorization = `Bearer ${await gateway.issuer.token('employees')}`
    expect(await ask('{ order(id: "1") { number customer { name } } }', { authorization })).toEqual({
      order: { number: 'A-1', customer: { name: 'Clara' } },
    })
    expect(await ask('mutation { rename(id: "1", name: "Eva") { name } }', { authorization })).toEqual({ rename: { name: 'Eva' } })
  })

  it('gets nothing without a token', async () => {
    expect(await ask('{ order(id: "1") { number } }', {})).toEqual({ order: null })
  })
})

describe('a door', () => {
  const post = async (at: typeof gateway, path: string, headers: Readonly<Record<string, string>> = {}): Promise<number> => {
    const authorization = `Bearer ${await at.issuer.token('employees')}`
    const body = JSON.stringify({ query: '{ order(id: "1") { number } }' })
    return (await at.call(path, { method: 'POST', headers: { 'content-type': 'application/json', authorization, ...headers }, body }))
      .status
  }

  it('is not there for anybody else, whatever they say where they come from', async () => {
    expect(await post(gateway, '/subgraphs/orders')).toBe(200)
    expect(await post(closed, '/subgraphs/orders')).toBe(404)
    expect(await post(closed, '/subgraphs/orders', { 'x-forwarded-for': '127.0.0.1' })).toBe(404)
    expect(await post(gateway, '/subgraphs/nothing')).toBe(404)
  })
})
