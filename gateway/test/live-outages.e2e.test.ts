import { demoTenants } from '@iommi/infra/dev/demo-tenants'
import { seededRandom } from '@iommi/infra/dev/seed/random'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openOrderImports, type OrderImports } from './order-imports.ts'
import { countOrderLog, findDifference, isOutboxEmpty, readOrderLog } from './order-log.ts'
import { useOwnRedis } from '@iommi/infra/dev/testing/own-redis'
import { overEventStream, overWebSocket, startResuming, type LiveMessage, type ResumingClient } from './resuming-client.ts'
import { useStack } from './stack.ts'

// What dashboards notice when a part of the system is away: messages come late or with a hole that says so, none is missing.
const drainTimeoutMs = 4_000
const redis = useOwnRedis()
const { admin, stack } = useStack(() => {
  const environment = redis.environment()
  return {
    environment: {
      ...environment,
      gateway: { ...environment.gateway, DRAIN_TIMEOUT_MS: String(drainTimeoutMs), SUBGRAPH_TIMEOUT_MS: '3000' },
    },
  }
})
const place = { schema: 'orders', tenantId: demoTenants[0]?.id ?? '' }
const query = readFileSync(new URL('../../schema/operations/dashboard/OrderChanges.graphql', import.meta.url), 'utf8')

let imports: OrderImports
beforeAll(async () => {
  const [acme] = demoTenants
  if (acme === undefined) throw new Error('there is a demo tenant')
  imports = await openOrderImports(stack(), acme, { customers: 3, linesPerOrder: 2, random: seededRandom('outages') })
})
afterAll(async () => await imports.close())

interface Watcher extends ResumingClient {
  readonly messages: readonly LiveMessage[]
  readonly errors: readonly unknown[]
}

let watchers: Watcher[]
beforeEach(() => {
  watchers = []
  return () => {
    for (const watcher of watchers) watcher.stop()
  }
})

/** So many clients, each as a user of its own, a third of them by event stream, once they are live; and what the log has by then. */
async function watch(count: number): Promise<number> {
  watchers = Array.from({ length: count }, (_, index) => {
    const messages: LiveMessage[] = []
    const errors: unknown[] = []
    const following = {
      url: stack().urls.graphql,
      getToken: async () => await stack().token({ tenant: 'acme', as: 'order-manager', subject: `watcher-${String(index)}` }),
      query,
      onMessage: (message: LiveMessage, ownErrors: readonly unknown[]) => {
        messages.push(message)
        errors.push(...ownErrors)
      },
    }
    return Object.assign(startResuming(index % 3 === 2 ? overEventStream : overWebSocket, following), { messages, errors })
  })
  await waitUntil('not everybody is live', { timeoutMs: 20_000 }, () => watchers.every(({ last }) => last() !== null))
  return await countOrderLog(admin, place)
}

/** Everybody has every event of the log behind a number, once and in order, and was not told that it is over. */
async function expectAllTold(afterSeq: number, timeoutMs = 30_000): Promise<void> {
  await waitUntil('the outbox is not empty', { timeoutMs }, async () => await isOutboxEmpty(admin, place))
  const eventIds = (await readOrderLog(admin, place, afterSeq)).map(({ eventId }) => eventId)
  const isThere = (): boolean => watchers.every((watcher) => watcher.eventIds.length >= eventIds.length)
  await waitUntil('', { timeoutMs }, isThere).catch(() => undefined)
  expect(watchers.map((watcher) => [findDifference(watcher.eventIds, eventIds), watcher.ends])).toEqual(watchers.map(() => [null, []]))
}

const changes = ({ messages }: Watcher): readonly LiveMessage[] => messages.filter(({ __typename }) => __typename === 'OrderChange')
const customerOf = ({ order }: LiveMessage): unknown => (order as { customer: unknown } | null)?.customer

describe('a gateway that is asked to stop', () => {
  it('asks its clients to come back; they resume and miss nothing', { timeout: 120_000 }, async () => {
    const start = await watch(12)
    await imports.importOrders(5)
    await expectAllTold(start)
    stack().kill('gateway', 'SIGTERM')
    await waitUntil('nobody was asked', { timeoutMs: 10_000 }, () => watchers.some(({ losses }) => losses.length > 0))
    await imports.importOrders(5)
    await stack().waitReady('gateway', 60_000)
    await imports.importOrders(5)
    await expectAllTold(start)
    expect(watchers.map(({ losses: [first] }) => first)).toEqual(watchers.map((_, index) => (index % 3 === 2 ? 'the stream broke' : 1012)))
  })
})

describe('a subgraph that is away', () => {
  it('leaves what it knows null, with an error, and ends no subscription', { timeout: 120_000 }, async () => {
    const start = await watch(3)
    const pid = stack().pid('customers')
    if (pid === null) throw new Error('customers runs')
    // Not killed: it would be back at once.
    process.kill(pid, 'SIGSTOP')
    try {
      await imports.importOrders(3)
      await expectAllTold(start)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    for (const watcher of watchers) {
      expect(changes(watcher).map(customerOf)).toEqual([null, null, null])
      expect(watcher.errors).toEqual(
        [1, 2, 3].map(() =>
          expect.objectContaining({
            path: ['orderChanged', 'order', 'customer'],
            extensions: expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE', retryable: true }),
          }),
        ),
      )
    }
    // Its circuit breaker lets nobody through for a while.
    const isNamed = async (): Promise<boolean> => {
      await imports.importOrders(1)
      await expectAllTold(start)
      return watchers.every((watcher) => customerOf(changes(watcher).at(-1) ?? { __typename: '' }) !== null)
    }
    await waitUntil('customers are not named again', { timeoutMs: 20_000, intervalMs: 200 }, isNamed)
    expect(watchers.map(({ connections }) => connections())).toEqual([1, 1, 1])
  })

  it('goes on where it stood when it is killed and is the one whose events are told', { timeout: 120_000 }, async () => {
    const start = await watch(3)
    for (let kill = 0; kill < 3; kill += 1) {
      await imports.importOrders(20)
      stack().kill('orders', 'SIGKILL')
      // It waits until there is somebody to import.
      await imports.importOrders(5)
    }
    await stack().waitReady('orders', 60_000)
    await expectAllTold(start)
    for (const watcher of watchers) {
      expect(watcher.connections()).toBe(1)
      for (const message of changes(watcher).filter(({ order }) => order === null))
        expect([message['type'], watcher.errors.length > 0]).toEqual(['io.iommi.order.imported.v1', true])
    }
  })
})

describe('a Redis that is away', () => {
  it(
    'is done without: events come from the log, and from the stream again once it is back and knows nothing',
    { timeout: 120_000 },
    async () => {
      const start = await watch(3)
      await imports.importOrders(5)
      await redis.stop()
      await imports.importOrders(20)
      await expectAllTold(start)
      await redis.startEmpty()
      await imports.importOrders(20)
      await expectAllTold(start)
      await redis.flush()
      await imports.importOrders(20)
      await expectAllTold(start)
      expect((await readOrderLog(admin, place, start)).length).toBe(65)
      expect(watchers.map(({ connections, errors }) => [connections(), errors])).toEqual(watchers.map(() => [1, []]))
    },
  )

  it('lets new clients come too, and resume', { timeout: 120_000 }, async () => {
    await redis.stop()
    const start = await watch(2)
    await imports.importOrders(5)
    await expectAllTold(start)
    await redis.startEmpty()
    await imports.importOrders(5)
    await expectAllTold(start)
    expect(watchers.map(({ connections }) => connections())).toEqual([1, 1])
  })
})
