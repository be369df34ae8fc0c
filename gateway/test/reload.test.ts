import { renameSync, writeFileSync } from 'node:fs'
import { silentLogger } from '@iommi/shared/telemetry'
import { buildSchema, getOperationAST, parse, type OperationDefinitionNode } from 'graphql'
import { describe, expect, it } from 'vitest'
import { grantsFor } from '../src/auth/grants.ts'
import { reloadableGateway } from '../src/execution/reloadable-gateway.ts'
import { sampleVariables } from '../src/execution/sample-variables.ts'
import { newRecord } from '../src/gateway-context.ts'
import { hashOf, readSupergraph } from '../src/supergraph.ts'
import { composeSources, testGraph } from './test-graph.ts'
import { useTestGateway, type TestGateway } from './test-gateway.ts'

const base = testGraph.sources([])
const sources = { customers: base['customers']?.sdl ?? '', orders: base['orders']?.sdl ?? '' }

/** The usual supergraph and one field more. What it is asked for the orders service answers with an error: it does not know it. */
const withField = (name: string): string => composeSources({ ...sources, orders: `${sources.orders}\nextend type Query { ${name}: Int }` })

const reload = useTestGateway({ clocks: { supergraphPollMs: 5 } })
const known = async (gateway: TestGateway, field: string): Promise<boolean> => (await gateway.run(`{ ${field} }`)).status === 200

function put(gateway: TestGateway, sdl: string): void {
  writeFileSync(`${gateway.supergraphFile}.next`, sdl)
  renameSync(`${gateway.supergraphFile}.next`, gateway.supergraphFile)
}

const linesOf = (gateway: TestGateway, message: string): readonly Readonly<Record<string, unknown>>[] =>
  gateway.log.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === message)

async function serve(gateway: TestGateway, sdl: string): Promise<void> {
  put(gateway, sdl)
  await expect.poll(() => linesOf(gateway, 'supergraph swapped').at(-1)?.['schema'], { timeout: 60_000 }).toBe(hashOf(sdl))
}

describe('a new supergraph', { timeout: 60_000 }, () => {
  it('is served once it lies in the file, and the log says which', async () => {
    expect(await known(reload, 'added')).toBe(false)
    await serve(reload, withField('added'))
    expect(await known(reload, 'added')).toBe(true)
    const sdl = await reload.call('/schema.graphql', { headers: { authorization: `Bearer ${await reload.issuer.token('employees')}` } })
    expect(sdl.text).toContain('  added: Int\n')
    await serve(reload, testGraph.supergraphSdl)
    expect(await known(reload, 'added')).toBe(false)
    expect((await reload.run('{ order(id: "1") { number customer { name } } }')).json).toEqual({
      data: { order: { number: 'A-1', customer: { name: 'Clara' } } },
    })
  })

  it('keeps its own key fields', async () => {
    await serve(
      reload,
      composeSources({ ...sources, orders: sources.orders.replace('type Numbers {', 'type Numbers @key(fields: "whole") {') }),
    )
    const answer = await reload.run('{ numbers { whole: more { whole } } }')
    expect(answer.json.errors?.map(({ extensions }) => extensions['code'])).toEqual(['ALIAS_NOT_ALLOWED'])
    await serve(reload, testGraph.supergraphSdl)
    expect((await reload.run('{ numbers { whole: more { whole } } }')).json.data).toEqual({ numbers: { whole: { whole: 2 } } })
  })

  it.each([
    ['is no GraphQL', 'type Query {', /^Syntax Error/],
    ['is no supergraph', 'type Query { a: Int }', /./],
    [
      'asks for an unknown policy',
      testGraph.supergraphSdl.replace('orders(', 'odd: Int @policy(policies: [["full-moon"]])\n  orders('),
      /full-moon/,
    ],
    [
      'names a subgraph without an address',
      composeSources({ ...sources, payments: 'type Query { paid: Int }' }),
      /^no address is configured for payments$/,
    ],
  ])('that %s is refused with the reason, once, and the old one goes on', async (_what, sdl, reason) => {
    const before = linesOf(reload, 'supergraph refused').length
    put(reload, sdl)
    await expect.poll(() => linesOf(reload, 'supergraph refused').length, { timeout: 30_000 }).toBe(before + 1)
    const last = linesOf(reload, 'supergraph refused').at(-1)
    expect([last?.['level'], last?.['schema'], last?.['reason']]).toEqual(['error', hashOf(sdl), expect.stringMatching(reason)])
    expect((await reload.run('{ order(id: "1") { number } }')).json).toEqual({ data: { order: { number: 'A-1' } } })
    // The old one again, put back: nothing to do. The next one that is good shows that meanwhile nothing was logged.
    put(reload, testGraph.supergraphSdl)
    await serve(reload, withField(`after${String(before)}`))
    expect(linesOf(reload, 'supergraph refused').length).toBe(before + 1)
    await serve(reload, testGraph.supergraphSdl)
  })

  it('does not disturb a request under way: it ends on the old one', async () => {
    await serve(reload, withField('old'))
    let answer: () => void = () => undefined
    const asked = new Promise<void>((resolve) => {
      reload.orders.answerWith((response) => {
        answer = () => void response.end('{"data":{"old":42}}')
        resolve()
      })
    })
    const running = reload.run('{ old }')
    await asked
    await serve(reload, testGraph.supergraphSdl)
    expect(await known(reload, 'old')).toBe(false)
    answer()
    expect((await running).json).toEqual({ data: { old: 42 } })
    reload.orders.answerWith(null)
  })

  it('comes twenty times under load without failing a request', { timeout: 180_000 }, async () => {
    const token = await reload.issuer.token('employees')
    const stop = new AbortController()
    const outcomes = new Map<string, number>()
    const ask = async (worker: number): Promise<void> => {
      for (let round = 0; !stop.signal.aborted; round += 1) {
        const document = `query W${String(worker)}R${String(round % 7)} { orders { number customer { name } } me { id } }`
        const { status, json } = await reload.run(document, { token })
        const outcome = `${String(status)} ${JSON.stringify(json.errors)}`
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      }
    }
    const workers = Array.from({ length: 4 }, (_, worker) => ask(worker))
    try {
      for (let round = 0; round < 20; round += 1) await serve(reload, withField(`round${String(round)}`))
    } finally {
      stop.abort()
      await Promise.all(workers)
    }
    expect([...outcomes.keys()]).toEqual(['200 undefined'])
    expect(outcomes.get('200 undefined')).toBeGreaterThan(50)
  })
})

describe('the operations asked for lately', () => {
  const calls: string[] = []
  const call = async (_context: unknown, body: string): Promise<string> => {
    calls.push(body)
    return await Promise.resolve('{"data":{"orders":[]}}')
  }
  const caller = { call, client: { post: call, close: () => Promise.resolve() }, breaker: { state: () => 'closed' as const } }
  const callers = new Map([
    ['customers', caller],
    ['orders', caller],
  ])

  it('are planned before a new supergraph is served, calling nobody; what does not fit it any more is passed over', async () => {
    const gateway = reloadableGateway(() => readSupergraph(withField('old')), { callers, log: silentLogger })
    const { executor } = await gateway.load({ apollo: {} })
    let schema = buildSchema('type Query { a: Int }')
    gateway.onSchemaLoadOrUpdate(({ apiSchema }) => (schema = apiSchema))
    const serveFirst = await gateway.prepare(readSupergraph(withField('old')))
    serveFirst()
    const grants = grantsFor({ roles: ['order-manager'] }, new Set())
    const ask = async (text: string, variables: object): Promise<void> => {
      const document = parse(text)
      const context = { grants, record: newRecord(), signal: new AbortController().signal }
      const request = {
        schema,
        document,
        operation: getOperationAST(document),
        operationName: null,
        queryHash: text,
        request: { variables },
        context,
      }
      await executor?.(request as unknown as Parameters<NonNullable<typeof executor>>[0])
    }
    const page = 'query ($id: ID!, $status: Status) { order(id: $id) { number customer { name } } orders(status: $status) { number } }'
    await ask(page, { id: '1' })
    await ask(page, { id: '2' })
    await ask('{ old }', {})
    expect([gateway.plansMade(), calls.length]).toEqual([2, 3])
    const serveAgain = await gateway.prepare(readSupergraph(testGraph.supergraphSdl))
    serveAgain()
    expect([gateway.plansMade(), calls.length]).toEqual([1, 3])
    await ask(page, { id: '3' })
    expect([gateway.plansMade(), calls.length]).toEqual([1, 4])
  })
})

describe('sample variables', () => {
  const schema = buildSchema(`
    type Query { a(x: In!): Int }
    enum E { FIRST SECOND }
    scalar Day
    input In { must: Day! flag: Boolean! count: Int! = 3 size: Float! maybe: Int e: E! list: [In!]! deep: Deep! }
    input Deep { id: ID! }`)
  it('are of the required types, and only where something is required', () => {
    const [operation] = parse('query ($x: In!, $y: Int, $z: Int! = 4, $w: [E!]!) { a(x: $x) }').definitions
    expect(sampleVariables(schema, operation as OperationDefinitionNode)).toEqual({
      x: { must: '', flag: false, size: 0, e: 'FIRST', list: [], deep: { id: '' } },
      w: [],
    })
  })
})
