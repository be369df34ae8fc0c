import { demoTenants } from '@iommi/infra/dev/demo-tenants'
import { seededRandom } from '@iommi/infra/dev/seed/random'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { liveClients, subscribeWith } from './live-clients.ts'
import { openOrderImports, type OrderImports } from './order-imports.ts'
import { findDifference, isOutboxEmpty, readOrderLog } from './order-log.ts'
import { useOwnRedis } from '@iommi/infra/dev/testing/own-redis'
import { overEventStream, overWebSocket, startResuming, type LiveMessage, type ResumingClient } from './resuming-client.ts'
import { useStack, type Caller } from './stack.ts'

// Cursors: what a client that was away gets when it comes back, and what when there is nothing to go on with.
const redis = useOwnRedis()
const { admin, ask, stack } = useStack(() => ({ environment: redis.environment() }))
const manager: Caller = { tenant: 'acme', as: 'order-manager' }
const place = { schema: 'orders', tenantId: demoTenants[0]?.id ?? '' }
const query = readFileSync(new URL('../../schema/operations/dashboard/OrderChanges.graphql', import.meta.url), 'utf8')

let imports: OrderImports
beforeAll(async () => {
  const [acme] = demoTenants
  if (acme === undefined) throw new Error('there is a demo tenant')
  imports = await openOrderImports(stack(), acme, { customers: 3, linesPerOrder: 2, random: seededRandom('resume') })
  await imports.importOrders(30)
})
afterAll(async () => await imports.close())

const getToken = async (): Promise<string> => await stack().token(manager)

/** The cursor of now, as a page has it. */
async function cursorOfNow(): Promise<string> {
  await waitUntil('the outbox is not empty', { timeoutMs: 20_000 }, async () => await isOutboxEmpty(admin, place))
  const { data } = await ask(manager, '{ orders(first: 1) { changesCursor } }')
  return (data as { orders: { changesCursor: string } }).orders.changesCursor
}

/** The newest number. */
async function headSeq(): Promise<number> {
  const [row] = await admin`select seq::int as seq from orders.topic_heads where topic = 'order-events' and tenant_id = ${place.tenantId}`
  return Number(row?.['seq'])
}

/** Ids of the events behind a number, once all are there. */
async function eventIdsBehind(seq: number): Promise<readonly string[]> {
  await waitUntil('the outbox is not empty', { timeoutMs: 20_000 }, async () => await isOutboxEmpty(admin, place))
  return (await readOrderLog(admin, place, seq)).map(({ eventId }) => eventId)
}

describe('a client that was away for a hundred changes gets them once, in order, and then what comes', { timeout: 40_000 }, () => {
  const names = Object.keys(liveClients) as (keyof typeof liveClients)[]
  it.each(names)('%s', async (name) => {
    const after = await cursorOfNow()
    const seq = await headSeq()
    await imports.importOrders(100)
    const live = await subscribeWith(name, { url: stack().urls.graphql, getToken, query, variables: { after } })
    const idsOf = (): string[] => live.messages.flatMap(({ eventId }) => (typeof eventId === 'string' ? [eventId] : []))
    await live.until(() => idsOf().length >= 100)
    await imports.importOrders(3)
    const expected = await eventIdsBehind(seq)
    await live.until(() => idsOf().length >= 103)
    live.stop()
    expect(live.failures).toEqual([])
    expect(live.messages[0]).toEqual({ __typename: 'Checkpoint', cursor: after })
    expect([expected.length, findDifference(idsOf(), expected)]).toEqual([103, null])
  })

  it('an EventSource, whose Last-Event-ID counts more than its variable', async () => {
    const missed = await cursorOfNow()
    const seq = await headSeq()
    await imports.importOrders(100)
    const eventIds: string[] = []
    const ends: unknown[] = []
    const leave = overEventStream({ url: stack().urls.graphql, getToken, query, variables: { after: await cursorOfNow() } }, missed, {
      next: ({ data }) => {
        const { eventId } = (data as { orderChanged: LiveMessage }).orderChanged
        if (eventId !== undefined) eventIds.push(eventId)
      },
      lost: (why) => ends.push(why),
      ended: (how) => ends.push(how),
    })
    const expected = await eventIdsBehind(seq)
    await waitUntil('they are not there', { timeoutMs: 15_000 }, () => ends.length > 0 || eventIds.length >= 100)
    expect([ends, expected.length, findDifference(eventIds, expected)]).toEqual([[], 100, null])
    leave()
  })
})

describe('a stream that cannot go on', { timeout: 40_000 }, () => {
  interface Last {
    readonly messages: readonly LiveMessage[]
    readonly client: ResumingClient
  }
  let all: Last[]
  beforeEach(() => {
    all = []
    return () => {
      for (const { client } of all) client.stop()
    }
  })
  const follow = (connect: typeof overWebSocket, after?: string): Last => {
    const messages: LiveMessage[] = []
    const following = { url: stack().urls.graphql, getToken, query, onMessage: (message: LiveMessage) => void messages.push(message) }
    const client = startResuming(connect, { ...following, ...(after === undefined ? {} : { variables: { after } }) })
    all.push({ messages, client })
    return { messages, client }
  }
  const untilOver = async (): Promise<void> => {
    await waitUntil('it is not over', { timeoutMs: 15_000 }, () => all.every(({ client }) => client.ends.length > 0))
  }
  const namesOf = ({ messages }: Last): readonly string[] => messages.map(({ __typename }) => __typename)

  it('is told where the rest begins when it is older than what is kept, and ends', async () => {
    const old = await cursorOfNow()
    const seq = await headSeq()
    await imports.importOrders(20)
    const kept = (await eventIdsBehind(seq)).slice(10)
    // What retention does with the log; the stream follows it when Redis has forgotten it.
    await admin`delete from orders.event_log where topic = 'order-events' and seq <= ${seq + 10}`
    await admin`update orders.topic_heads set oldest_seq = ${seq + 11} where topic = 'order-events'`
    await redis.flush()
    follow(overWebSocket, old)
    follow(overEventStream, old)
    await untilOver()
    for (const last of all) {
      expect(last.messages).toEqual([
        { __typename: 'Checkpoint', cursor: old },
        { __typename: 'ResyncRequired', reason: 'This cursor is older than what is kept.', oldestCursor: expect.any(String) },
      ])
      expect([last.client.ends, last.client.connections()]).toEqual([['complete'], 1])
    }
    const rest = follow(overWebSocket, String(all[0]?.messages[1]?.['oldestCursor']))
    await waitUntil('they are not there', { timeoutMs: 15_000 }, () => rest.client.eventIds.length >= 10)
    expect(findDifference(rest.client.eventIds, kept)).toBe(null)
  })

  it('is told so when the database is one of before, while it is open and when it comes back; a page shows the way on', async () => {
    await imports.importOrders(10)
    const ahead = await cursorOfNow()
    const head = await headSeq()
    const open = follow(overWebSocket)
    const openStream = follow(overEventStream)
    await waitUntil('they are not live', { timeoutMs: 15_000 }, () => [open, openStream].every(({ client }) => client.last() !== null))
    // A backup was brought back: it does not know what Redis and the clients know.
    await admin.begin(async (tx) => {
      await tx`delete from orders.event_log where topic = 'order-events' and seq > ${head - 5}`
      await tx`update orders.topic_heads set seq = ${head - 5} where topic = 'order-events'`
    })
    await untilOver()
    const late = follow(overWebSocket, ahead)
    await untilOver()
    for (const last of [open, openStream, late]) {
      expect(namesOf(last)).toEqual(['Checkpoint', 'ResyncRequired'])
      expect(last.messages[1]).toMatchObject({
        reason: 'The system was restored to an earlier state since this cursor was handed out.',
        oldestCursor: expect.any(String),
      })
      expect([last.client.ends, last.client.connections()]).toEqual([['complete'], 1])
    }
    const again = follow(overWebSocket, await cursorOfNow())
    await imports.importOrders(3)
    await waitUntil('they are not there', { timeoutMs: 15_000 }, () => again.client.eventIds.length >= 3)
    expect(findDifference(again.client.eventIds, await eventIdsBehind(head - 5))).toBe(null)
    expect(again.client.ends).toEqual([])
  })
})
