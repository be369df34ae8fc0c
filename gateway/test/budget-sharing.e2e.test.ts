import { repositoryDir } from '@iommi/infra/dev/command'
import { startNode } from '@iommi/infra/dev/node-process'
import { freePorts } from '@iommi/infra/dev/ports'
import { services, type Environment } from '@iommi/infra/dev/services'
import { isHealthy } from '@iommi/infra/dev/supervisor'
import type { RunningProcess } from '@iommi/infra/dev/running-process'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askAt, useStack, type Answer, type Ask, type Caller } from './stack.ts'

// Three processes of the gateway on one Redis.
const requestsPerMinute = 60
// Little more than is spent and asked for at once: hardly any comes back meanwhile.
const costPerMinute = 4_500
const lists = 3
const limits: Environment = {
  REQUESTS_PER_MINUTE: String(requestsPerMinute),
  COST_PER_MINUTE: '100000000',
  EMPLOYEE_REQUESTS_PER_MINUTE: '1000000',
  EMPLOYEE_COST_PER_MINUTE: String(costPerMinute),
}
const { stack } = useStack(() => ({ environment: { gateway: limits } }))
const others: RunningProcess[] = []
const gateways: Ask[] = []

beforeAll(async () => {
  const gateway = services.find(({ name }) => name === 'gateway')
  if (gateway === undefined) throw new Error('there is a gateway')
  const ports = await freePorts(2)
  for (const port of ports) {
    const environment = { ...gateway.environment(stack().settings), ...limits, PORT: String(port) }
    others.push(startNode({ file: join(repositoryDir, gateway.bundle), environment, logFile: stack().logFile('gateway') }))
  }
  const urls = [stack().urls.gateway, ...ports.map((port) => `http://127.0.0.1:${String(port)}`)]
  await waitUntil('not all gateways are ready', { timeoutMs: 60_000 }, async () => {
    return (await Promise.all(urls.map(async (url) => await isHealthy(`${url}/health/ready`)))).every(Boolean)
  })
  gateways.push(...urls.map((url) => askAt(`${url}/graphql`, stack().token)))
}, 90_000)
afterAll(async () => {
  await Promise.all(others.map(async (other) => await other.stop()))
})

const client = (subject: string): Caller => ({ tenant: 'acme', as: 'client', subject })
const cheap = '{ products(first: 1) { nodes { id } } }'

interface Cost {
  readonly actualQueryCost: number
  readonly throttleStatus: { readonly currentlyAvailable: number }
}

/** Asks so many times at once, each gateway in turn. */
async function askAll(caller: Caller, count: number, documentOf: (n: number) => string = () => cheap): Promise<readonly Answer[]> {
  return await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const ask = gateways[n % gateways.length]
      if (ask === undefined) throw new Error('there are gateways')
      return await ask(caller, documentOf(n))
    }),
  )
}

it('three gateways let a client in as often as one would, and its neighbour all the time', { timeout: 60_000 }, async () => {
  const startMs = performance.now()
  const answers = await askAll(client('greedy'), 3 * requestsPerMinute)
  const restored = (performance.now() - startMs) / 1_000
  const beside = await askAll(client('neighbour'), requestsPerMinute / 2)
  const admitted = answers.filter(({ status }) => status === 200).length
  expect(admitted).toBeGreaterThanOrEqual(requestsPerMinute)
  // One a second comes back, and each gateway may be one request ahead.
  expect(admitted).toBeLessThanOrEqual(requestsPerMinute + Math.ceil(restored) + gateways.length)
  for (const { status, headers, errors } of answers.filter((answer) => answer.status !== 200)) {
    expect([status, errors.map(({ extensions }) => extensions['code'])]).toEqual([429, ['RATE_LIMITED']])
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  }
  expect(beside.map(({ status }) => status)).toEqual(beside.map(() => 200))
})

it('a thousand operations at three gateways are charged what they cost, not what they might have', { timeout: 120_000 }, async () => {
  const caller: Caller = { tenant: 'acme', as: 'order-manager', subject: 'spender' }
  // Nobody has ordered anything: an empty list costs one, however long it might have been.
  const listOf = (n: number): string => `orders(first: ${String(1 + ((n * 7) % 20))}) { nodes { id } }`
  const documentOf = (n: number): string =>
    `{ ${Array.from({ length: lists }, (_, alias) => `a${String(alias)}: ${listOf(n)}`).join(' ')} }`
  const startMs = performance.now()
  let spent = 0
  for (let round = 0; round < 50; round += 1) {
    for (const { extensions } of await askAll(caller, 20, (n) => documentOf(round + n))) {
      expect(costOf(extensions).actualQueryCost).toBe(lists)
      spent += costOf(extensions).actualQueryCost
    }
  }
  const [last] = await askAll(caller, 1, documentOf)
  const restored = ((performance.now() - startMs) / 1_000) * (costPerMinute / 60)
  const used = costPerMinute - costOf(last?.extensions).throttleStatus.currentlyAvailable
  expect(spent).toBe(1_000 * lists)
  // What comes back meanwhile is all that may be between them.
  expect(used).toBeLessThanOrEqual(spent + lists)
  expect(used).toBeGreaterThanOrEqual(spent - restored)
})

function costOf(extensions: Answer['extensions'] | undefined): Cost {
  return extensions?.['cost'] as Cost
}
