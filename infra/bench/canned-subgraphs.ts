import { createServer, type IncomingMessage, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

/** Subgraphs that answer at once and do nothing else, so that only the gateway is measured. */
export interface CannedSubgraphs {
  readonly port: number
  /** Requests so far. */
  readonly calls: () => number
  readonly stop: () => Promise<void>
}

const body = z.object({
  query: z.string(),
  variables: z.object({ representations: z.array(z.object({ __typename: z.string(), id: z.string() })).optional() }).nullish(),
})

/** The epoch of the event log that they have. */
export const cannedEpoch = 'bench.0'

/** Starts all of them behind one port. Orders' log stands at 0; every order has the same customer. */
export async function startCannedSubgraphs(): Promise<CannedSubgraphs> {
  let calls = 0
  const server = createServer((request, response) => {
    calls += 1
    void answer(request).then((data) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data })))
  })
  server.keepAliveTimeout = 60_000
  return { port: await listen(server), calls: () => calls, stop: async () => await close(server) }
}

async function answer(request: IncomingMessage): Promise<unknown> {
  if (request.method === 'GET') return {}
  const { query, variables } = body.parse(JSON.parse(await text(request)))
  const representations = variables?.representations
  if (representations !== undefined) return { _entities: representations.map(entity) }
  if (query.includes('_admitUser')) {
    return { _admitUser: { isAdmitted: true, userId: 'user_1', roles: ['admin'], customerId: null, refusal: null } }
  }
  return { _events: { epoch: cannedEpoch, seq: 0, oldestSeq: 1, events: [] } }
}

function entity({ __typename, id }: { readonly __typename: string; readonly id: string }): unknown {
  if (__typename === 'Customer') return { __typename, id, name: 'Grace Hopper' }
  return {
    __typename,
    id,
    number: '10001',
    status: 'CONFIRMED',
    fulfillmentStatus: 'UNFULFILLED',
    version: 2,
    total: { amountMinor: 125_000, currency: 'EUR' },
    customer: { __typename: 'Customer', id: 'customer_1' },
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}
