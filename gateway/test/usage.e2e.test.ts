import { waitUntil } from '@iommi/infra/dev/wait-until'
import { silentLogger } from '@iommi/shared/telemetry'
import { describe, expect, it } from 'vitest'
import { openUsageRecorder } from '../src/usage/usage-recorder.ts'
import { useStack, type Caller } from './stack.ts'
import { globexId, senderTo, someUse } from './usage-reports.ts'

const { stack, ask } = useStack()
const usage = `query ($where: OperationUsageWhereInput) {
  operationUsage(first: 100, where: $where) { nodes { client operationName operationType requests errors fields } }
}`

interface Node {
  readonly client: string
  readonly operationName: string | null
  readonly operationType: string
  readonly requests: number
  readonly errors: number
  readonly fields: readonly string[]
}

async function usageOf(tenant: 'acme' | 'globex', where: object): Promise<readonly Node[]> {
  const caller: Caller = { tenant, as: 'admin' }
  const { data, errors } = await ask(caller, usage, { where })
  expect(errors).toEqual([])
  return (data as { readonly operationUsage: { readonly nodes: readonly Node[] } }).operationUsage.nodes
}

const sum = (nodes: readonly Node[], count: 'requests' | 'errors'): number => nodes.reduce((total, node) => total + node[count], 0)

describe('operation usage', () => {
  it('loses and repeats no count while customers is killed', { timeout: 90_000 }, async () => {
    const { send, close } = senderTo(stack())
    const recorder = openUsageRecorder({ send, log: silentLogger, now: () => new Date(), everyMs: 20, stopTimeoutMs: 30_000 })
    const where = { client: { in: ['killed'] } }
    const record = (count: number): void => {
      for (let each = 0; each < count; each += 1)
        recorder.record({
          ...someUse,
          tenantId: globexId,
          client: 'killed',
          operationName: `Operation${String(each % 150)}`,
          hasErrors: each % 2 === 0,
        })
    }
    const timeoutMs = 30_000
    record(300)
    await waitUntil('counts arrive', { timeoutMs }, async () => sum(await usageOf('globex', where), 'requests') > 0)
    record(300)
    stack().kill('customers', 'SIGKILL')
    record(300)
    await stack().waitReady('customers')
    record(300)
    await recorder.stop()
    await close()
    const nodes = [...(await usageOf('globex', { ...where, operationName: { startsWith: 'Operation1' } }))]
    // Of 150 operations those that begin with 1: 1, 10 to 19, 100 to 149; each was recorded 8 times.
    expect(nodes.map(({ requests }) => requests)).toEqual(Array.from({ length: 61 }, () => 8))
    expect(sum(nodes, 'errors')).toBe(8 * (1 + 5 + 25) - 8)
    expect(nodes.every(({ fields }) => fields.join(' ') === 'Order.number Query.orders')).toBe(true)
  })

  it('counts each request that came through the gateway, with its errors and its fields', { timeout: 60_000 }, async () => {
    const agent: Caller = { tenant: 'acme', as: 'customer-service' }
    const counted = 'query UsageProbe { customers(first: 1) { nodes { id name } } }'
    for (let each = 0; each < 5; each += 1) await ask(agent, counted)
    await ask(agent, 'query UsageProbeRefused { users(first: 1) { nodes { id } } }')
    const where = { operationName: { startsWith: 'UsageProbe' } }
    const nodes = await waitUntil('the requests are counted', { timeoutMs: 40_000, intervalMs: 500 }, async () => {
      const found = await usageOf('acme', where)
      return sum(found, 'requests') >= 6 && found
    })
    expect(nodes.map(({ operationName, operationType, requests, errors }) => [operationName, operationType, requests, errors])).toEqual([
      ['UsageProbe', 'QUERY', 5, 0],
      ['UsageProbeRefused', 'QUERY', 1, 1],
    ])
    expect(nodes[0]?.fields).toEqual(['Customer.id', 'Customer.name', 'CustomerConnection.nodes', 'Query.customers'])
  })
})
