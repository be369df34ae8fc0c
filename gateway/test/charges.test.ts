import { describe, expect, it } from 'vitest'
import { idOf, useOperationFolders } from './operation-folders.ts'
import { moved } from './event-log.ts'
import { useLiveGateway } from './live-graph.ts'
import { useSockets } from './protocol-socket.ts'
import { acme } from './test-issuer.ts'

const limits = {
  requestsPerMinute: 60,
  costPerMinute: 600,
  employeeRequestsPerMinute: 600,
  employeeCostPerMinute: 60_000,
  costMax: 400,
  // Redis on a busy machine may take longer than a budget waits; what happens then is in the tests of outages.
  budgetWaitMs: 10_000,
}
const status = 'query Status { order(id: "order_1") { number } }'
const rules = { variables: {}, costMax: 5, requestsPerMinute: 3, expiresOn: '2099-12-31' }
const folders = useOperationFolders()
folders.register('partners/alpha', { graph: 'partner', tenant: acme, operations: { Status: rules } }, [status])
const gateway = useLiveGateway({ limits, operationsDirectory: folders.directory })
const sockets = useSockets(gateway)

interface Cost {
  readonly requestedQueryCost: number
  readonly actualQueryCost: number
  readonly throttleStatus: { readonly maximumAvailable: number; readonly currentlyAvailable: number; readonly restoreRate: number }
}

interface Told {
  readonly status: number
  readonly retryAfter: string | null
  readonly codes: readonly unknown[]
  readonly cost: Cost | undefined
}

async function ask(token: string, request: object): Promise<Told> {
  const response = await fetch(`http://127.0.0.1:${String(gateway.port)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(request),
  })
  const { errors = [], extensions } = (await response.json()) as {
    readonly errors?: readonly { readonly extensions: Readonly<Record<string, unknown>> }[]
    readonly extensions?: { readonly cost?: Cost }
  }
  const codes = errors.map((error) => error.extensions['code'])
  return { status: response.status, retryAfter: response.headers.get('retry-after'), codes, cost: extensions?.cost }
}

const client = async (sub: string): Promise<string> => await gateway.issuer.token('clients', { sub })
const query = { query: '{ order(id: "order_1") { number } }' }

describe('a budget', () => {
  it('is charged what an operation costs at most, and given back what it did not', async () => {
    const token = await client('thrifty')
    const { cost } = await ask(token, { query: '{ order(id: "order_1") { others(first: 50) { number } } }' })
    expect(cost).toMatchObject({ requestedQueryCost: 11, actualQueryCost: 2 })
    expect(cost?.throttleStatus).toMatchObject({ maximumAvailable: 600, restoreRate: 10 })
    expect(cost?.throttleStatus.currentlyAvailable).toBe(598)
  })

  it('admits nothing that may cost more than one operation may, whoever asks', async () => {
    const token = await client('spender')
    const dear = {
      query: `{ ${Array.from({ length: 9 }, (_, n) => `a${String(n)}: order(id: "1") { others { others { number } } }`).join(' ')} }`,
    }
    const tooDear = { query: `{ order(id: "1") { others { others { others { number } } } } }` }
    expect((await ask(token, tooDear)).codes).toEqual(['COST_LIMIT_EXCEEDED'])
    expect((await ask(await gateway.issuer.token('employees'), dear)).codes).toEqual(['COST_LIMIT_EXCEEDED'])
  })

  it('of a partner’s operation is its own: the ceiling and the rate agreed on', async () => {
    const token = await gateway.issuer.token('clients', { roles: ['partner'], partner: 'alpha' })
    const call = async (): Promise<Told> => await ask(token, { documentId: `sha256:${idOf(status)}` })
    const answers = [await call(), await call(), await call(), await call()]
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 429])
    // Three a minute: one each twenty seconds.
    expect(Number(answers[3]?.retryAfter)).toBeLessThanOrEqual(20)
  })

  it('pays for the messages of subscriptions too', async () => {
    const token = await gateway.issuer.token('clients', { sub: 'listener', customer_id: 'customer_1' })
    const socket = await sockets.connect(token)
    socket.subscribe('1', 'subscription { orderChanged { __typename ... on OrderChange { order { number } } } }')
    await socket.until((each) => each.answer('1').results.length === 1)
    await gateway.publish(...Array.from({ length: 200 }, (_, n) => moved(`order_${String(n)}`, acme)))
    await socket.until((each) => each.answer('1').results.length === 201)
    const left = async (): Promise<number> => (await ask(token, query)).cost?.throttleStatus.currentlyAvailable ?? 600
    // Two for each message, and some for asking; meanwhile it fills up again.
    await expect.poll(left, { timeout: 10_000, interval: 100 }).toBeLessThan(450)
  })
})
