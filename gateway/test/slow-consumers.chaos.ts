import { demoTenants } from '@iommi/infra/dev/demo-tenants'
import { seededRandom } from '@iommi/infra/dev/seed/random'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { percentile } from '@iommi/infra/bench/results'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { readLag } from './live-lag.ts'
import { openOrderImports, type OrderImports } from './order-imports.ts'
import { countOrderLog, findDifference, isOutboxEmpty, readOrderLog } from './order-log.ts'
import { useStack } from './stack.ts'

// Of 300 sockets a third reads nothing while two thousand messages flow: the others must miss nothing and wait no longer, and memory must not
// pay for it. The machine must not be busy with the messages alone, or what the stuck do not take makes it faster for the others.
const clientsMax = 300
const stuckMax = 100
const clientsPerUser = 10
const changesMax = 2_000
const batch = 5
const rounds = 3
const growthBytesMax = 20 * 1024 * 1024
const { admin, stack } = useStack()
const place = { schema: 'orders', tenantId: demoTenants[0]?.id ?? '' }

let imports: OrderImports
beforeAll(async () => {
  const [acme] = demoTenants
  if (acme === undefined) throw new Error('there is a demo tenant')
  imports = await openOrderImports(stack(), acme, { customers: 3, linesPerOrder: 8, random: seededRandom('slow consumers') })
})
afterAll(async () => await imports.close())

interface RawClient {
  readonly socket: WebSocket
  /** Ids of the events that came; grows. */
  readonly eventIds: readonly string[]
  readonly isLive: () => boolean
  readonly isClosed: () => boolean
  /** Milliseconds between a change and its arrival here. */
  readonly delaysMs: readonly number[]
}

/** The protocol by hand: what 300 clients cost beside the gateway is to be little. */
function connect(token: string, query: string): RawClient {
  const eventIds: string[] = []
  const delaysMs: number[] = []
  let isLive = false
  let isClosed = false
  const socket = new WebSocket(stack().urls.graphql.replace('http', 'ws'), 'graphql-transport-ws')
  const send = (message: object): void => socket.send(JSON.stringify(message))
  socket.on('open', () => send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }))
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isClosed = true
  })
  socket.on('message', (data) => {
    const text = Buffer.isBuffer(data) ? data.toString() : ''
    if (text.includes('"connection_ack"')) send({ type: 'subscribe', id: '1', payload: { query } })
    const [, eventId, occurredAt] = /"eventId":"([^"]+)","occurredAt":"([^"]+)"/.exec(text) ?? []
    if (eventId !== undefined && occurredAt !== undefined) {
      eventIds.push(eventId)
      delaysMs.push(Date.now() - Date.parse(occurredAt))
    } else if (text.includes('"Checkpoint"')) isLive = true
    else if (!text.includes('"connection_ack"')) throw new Error(text)
  })
  return { socket, eventIds, delaysMs, isLive: () => isLive, isClosed: () => isClosed }
}

/** Resident memory of the gateway. */
function residentBytes(): number {
  const status = readFileSync(`/proc/${String(stack().pid('gateway'))}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}

/** Imports at a steady pace; answers by how much, milliseconds, it fell behind at most. */
async function importSteadily(count: number, perSecond: number): Promise<number> {
  const startMs = performance.now()
  let lateMs = 0
  for (let made = 0; made < count; made += batch) {
    const dueMs = startMs + (made / perSecond) * 1_000
    lateMs = Math.max(lateMs, performance.now() - dueMs)
    await pause(Math.max(0, dueMs - performance.now()))
    await imports.importOrders(batch)
  }
  return lateMs
}

interface Round {
  readonly growthBytes: number
  /** Of those that read, between a change and its arrival. */
  readonly p95Ms: number
  /** Events that the slowest was behind, at the worst moment that was looked at. */
  readonly lag: number
}

async function runRound(query: string, perSecond: number, stuckCount: number): Promise<Round> {
  await stack().restart('gateway')
  const users = Array.from({ length: clientsMax / clientsPerUser }, (_, index) => `reader-${String(index)}`)
  const tokens = await Promise.all(users.map(async (subject) => await stack().token({ tenant: 'acme', as: 'order-manager', subject })))
  const start = await countOrderLog(admin, place)
  const clients = Array.from({ length: clientsMax }, (_, index) => connect(tokens[Math.floor(index / clientsPerUser)] ?? '', query))
  await waitUntil('not everybody is live', { timeoutMs: 60_000 }, () => clients.every(({ isLive }) => isLive()))
  const readersOf = (): readonly RawClient[] => clients.slice(stuckCount)
  const untilRead = async (count: number): Promise<void> => {
    await waitUntil('some wait', { timeoutMs: 120_000 }, () => readersOf().every(({ eventIds }) => eventIds.length >= count))
  }
  // Memory that is there before anybody is slow: code, caches, the first garbage.
  await importSteadily(changesMax / 4, perSecond)
  await untilRead(changesMax / 4)
  const before = residentBytes()
  let peak = before
  let lag = 0
  const look = async (): Promise<void> => void (lag = Math.max(lag, await readLag(stack().urls.gateway, place.tenantId)))
  const sampling = setInterval(() => (peak = Math.max(peak, residentBytes())), 50)
  const looking = setInterval(() => void look().catch(() => undefined), 500)
  for (const { socket } of clients.slice(0, stuckCount)) socket.pause()
  const lateMs = await importSteadily(changesMax, perSecond)
  await waitUntil('the outbox is not empty', { timeoutMs: 30_000 }, async () => await isOutboxEmpty(admin, place))
  await untilRead(changesMax * 1.25)
  clearInterval(sampling)
  clearInterval(looking)
  const eventIds = (await readOrderLog(admin, place, start)).map(({ eventId }) => eventId)
  const differences = readersOf().flatMap((client) => findDifference(client.eventIds, eventIds) ?? [])
  expect(differences).toEqual([])
  await readTheRest(clients.slice(0, stuckCount), eventIds)
  for (const { socket } of clients) socket.terminate()
  const delays = readersOf().flatMap(({ delaysMs }) => delaysMs.slice(changesMax / 4))
  const round = { growthBytes: peak - before, lag, p95Ms: percentile(delays, 0.95) }
  process.stdout.write(
    `${String(stuckCount)} stuck: +${megabytes(round.growthBytes)}, p50 ${String(percentile(delays, 0.5))} ms, p95 ${String(round.p95Ms)} ms, lag ${String(lag)}, changes late by ${lateMs.toFixed(0)} ms at most\n`,
  )
  return round
}

/** The stuck read again: everything up to the end, or up to where they were cut off; nothing is left out before that. */
async function readTheRest(stuck: readonly RawClient[], eventIds: readonly string[]): Promise<void> {
  for (const { socket } of stuck) socket.resume()
  const isOver = (client: RawClient): boolean => client.isClosed() || client.eventIds.length >= eventIds.length
  await waitUntil('some wait', { timeoutMs: 60_000 }, () => stuck.every(isOver))
  for (const client of stuck) expect(findDifference(client.eventIds, eventIds.slice(0, client.eventIds.length))).toBe(null)
}

const queryOf = (copies: number): string => {
  const lines = Array.from({ length: copies }, (_, index) => `lines${String(index)}: lines(first: 8) { nodes { sku title quantity } }`)
  return `subscription { orderChanged { __typename ... on OrderChange { eventId occurredAt order { ${lines.join(' ')} } } ... on Checkpoint { cursor } } }`
}

it.each([
  ['1 KB, which the kernel holds for the stuck', 1, 100],
  ['6 KB, more than the kernel holds', 6, 50],
])(
  'a third of the clients not reading costs less than 20 MB, and the others miss nothing: messages of %s',
  { timeout: 1_200_000 },
  async (_size, copies, perSecond) => {
    const query = queryOf(copies)
    const [without, withStuck]: [Round[], Round[]] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      without.push(await runRound(query, perSecond, 0))
      withStuck.push(await runRound(query, perSecond, stuckMax))
    }
    const median = (all: readonly Round[], of: (round: Round) => number): number => percentile(all.map(of), 0.5)
    const growth = ({ growthBytes }: Round): number => growthBytes
    const p95 = ({ p95Ms }: Round): number => p95Ms
    process.stdout.write(
      `medians: all read +${megabytes(median(without, growth))}, p95 ${String(median(without, p95))} ms; a third stuck +${megabytes(median(withStuck, growth))}, p95 ${String(median(withStuck, p95))} ms\n`,
    )
    expect(median(withStuck, growth) - median(without, growth)).toBeLessThan(growthBytesMax)
  },
)

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MB`
}
