import { describe, expect, it } from 'vitest'
import { useTestGateway, type Answer, type TestGateway } from './test-gateway.ts'

const page = '{ order(id: "order_1") { number customer { name } } }'
const whole = { data: { order: { number: 'A-1', customer: { name: 'Clara' } } } }

function withoutCustomer(answer: Answer): unknown {
  const extensions = { code: 'UPSTREAM_UNAVAILABLE', retryable: true, requestId: answer.headers['x-request-id'] }
  const message = 'A part of the system does not answer right now.'
  return { data: { order: { number: 'A-1', customer: null } }, errors: [{ message, path: ['order', 'customer'], extensions }] }
}

const recovers = async (gateway: TestGateway): Promise<void> => {
  await expect.poll(async () => (await gateway.run(page)).json, { timeout: 15_000, interval: 20 }).toEqual(whole)
}

describe('a subgraph that hangs', () => {
  const gateway = useTestGateway({ limits: { subgraphTimeoutMs: 1_000 }, clocks: { breakerOpenMs: 1_000 } })

  it('costs its part of the answer, then is asked no more, and comes back by itself', async () => {
    expect((await gateway.run(page)).json).toEqual(whole)
    const before = gateway.customers.calls.length
    gateway.customers.answerWith(() => undefined)
    const answers = await Promise.all(Array.from({ length: 5 }, () => gateway.run(page)))
    for (const answer of answers) expect([answer.status, answer.json]).toEqual([200, withoutCustomer(answer)])
    const asked = gateway.customers.calls.length
    expect(asked - before).toBe(5)
    const again = await gateway.run(page)
    expect([again.json, gateway.customers.calls.length]).toEqual([withoutCustomer(again), asked])
    gateway.customers.answerWith(null)
    await recovers(gateway)
    const changes = gateway.log
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => msg === 'circuit breaker changed')
    expect(changes.map(({ subgraph, reason }) => [subgraph, reason])).toEqual([
      ['customers', 'open'],
      ['customers', 'half-open'],
      ['customers', 'closed'],
    ])
  })
})

describe('a subgraph that fails now and then', () => {
  const gateway = useTestGateway({ clocks: { breakerOpenMs: 150 } })
  const failNext = (times: number, status: number): void => {
    let left = times
    gateway.customers.answerWith((response) => {
      left -= 1
      if (left === 0) gateway.customers.answerWith(null)
      if (status === 0) response.destroy()
      else response.writeHead(status).end()
    })
  }

  it('is well at first', async () => {
    for (let call = 0; call < 20; call += 1) expect((await gateway.run(page)).json).toEqual(whole)
  })

  it.each([
    ['breaks the connection', 0],
    ['is busy', 503],
  ])('and %s once is asked again where it was to read', async (_what, status) => {
    failNext(1, status)
    const before = gateway.customers.calls.length
    expect((await gateway.run(page)).json).toEqual(whole)
    expect(gateway.customers.calls.length - before).toBe(2)
  })

  it('is not asked again for a mutation, whose entities are read again', async () => {
    failNext(1, 503)
    const before = gateway.customers.calls.length
    const renamed = await gateway.run('mutation { rename(id: "1", name: "Ada") { name } }')
    expect([renamed.json.data, gateway.customers.calls.length - before]).toEqual([{ rename: null }, 1])
    gateway.customers.answerWith(null)
    failNext(1, 503)
    const cancelled = await gateway.run('mutation { cancel(id: "1") { number customer { name } } }')
    expect([cancelled.json, gateway.customers.calls.length - before]).toEqual([
      { data: { cancel: { number: 'A-1', customer: { name: 'Clara' } } } },
      3,
    ])
  })

  it('with GraphQL errors stays connected however many there are', async () => {
    for (let call = 0; call < 30; call += 1) await gateway.run('{ fail(kind: "internal") }')
    expect((await gateway.run('{ order(id: "1") { number } }')).json).toEqual({ data: { order: { number: 'A-1' } } })
  })
})

describe('a subgraph that is gone', () => {
  const gateway = useTestGateway({ clocks: { breakerOpenMs: 60_000 } })

  it('costs its part of the answer, at once, first refused and then not asked', async () => {
    expect((await gateway.run(page)).json).toEqual(whole)
    await gateway.customers.stop()
    for (let call = 0; call < 8; call += 1) {
      const answer = await gateway.run(page)
      expect([answer.status, answer.json]).toEqual([200, withoutCustomer(answer)])
    }
    const states = gateway.log.filter((line) => line.includes('circuit breaker changed'))
    expect(states).toHaveLength(1)
  })
})
