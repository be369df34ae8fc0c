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

// Of 300 sockets a third stops reading while 600 messages flow, more than the kernel holds for them: the others must miss nothing and wait no
// longer than with everybody reading, and memory must not pay for it. Changes come at a pace that leaves the machine time, or what the stuck
// do not take would make it faster for the others. How much memory a gateway has depends on what it has done so far, whoever reads: it is
// compared with another one that has done the same.
const clientsMax = 300
const stuckMax = 100
const clientsPerUser = 10
const changesBefore = 500
const changesMeasured = 600
const copiesOfLines = 12
const batch = 5
const perSecond = 60
const rounds = 2
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
    // What is kept of it is its beginning alone: a part of a text keeps all of the text.
    const text = Buffer.isBuffer(data) ? data.toString('latin1', 0, 300) : ''
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

async function importSteadily(count: number): Promise<void> {
  const startMs = performance.now()
  for (let made = 0; made < count; made += batch) {
    await pause(Math.max(0, startMs + (made / perSecond) * 1_000 - performance.now()))
    await imports.importOrders(batch)
  }
}

/** While so many changes came. */
interface Stretch {
  readonly peakBytes: number
  /** Between a change and its arrival at those that read all the time. */
  readonly p95Ms: number
  /** Events that the slowest was behind, at the worst moment that was looked at. */
  readonly lag: number
}

/** One gateway's life, of which the last stretch is measured; `stuckCount` of its clients read nothing then. */
async function runRound(stuckCount: number): Promise<Stretch> {
  await stack().restart('gateway')
  const users = Array.from({ length: clientsMax / clientsPerUser }, (_, index) => `reader-${String(index)}`)
  const tokens = await Promise.all(users.map(async (subject) => await stack().token({ tenant: 'acme', as: 'order-manager', subject })))
  const start = await countOrderLog(admin, place)
  const clients = Array.from({ length: clientsMax }, (_, index) => connect(tokens[Math.floor(index / clientsPerUser)] ?? '', query))
  const [stuck, readers] = [clients.slice(0, stuckCount), clients.slice(stuckCount)]
  await waitUntil('not everybody is live', { timeoutMs: 60_000 }, () => clients.every(({ isLive }) => isLive()))
  await runStretch(readers, 0, changesBefore)
  for (const { socket } of stuck) socket.pause()
  const measured = await runStretch(readers, changesBefore, changesMeasured)
  const eventIds = (await readOrderLog(admin, place, start)).map(({ eventId }) => eventId)
  expect(readers.flatMap((client) => findDifference(client.eventIds, eventIds) ?? [])).toEqual([])
  await readTheRest(stuck, eventIds)
  for (const { socket } of clients) socket.terminate()
  process.stdout.write(`${String(stuckCount)} of ${String(clientsMax)} stuck: ${describe(measured)}\n`)
  return measured
}

async function runStretch(readers: readonly RawClient[], before: number, changes: number): Promise<Stretch> {
  let [peakBytes, lag] = [0, 0]
  const look = async (): Promise<void> => void (lag = Math.max(lag, await readLag(stack().urls.gateway, place.tenantId)))
  const sampling = setInterval(() => (peakBytes = Math.max(peakBytes, residentBytes())), 50)
  const looking = setInterval(() => void look().catch(() => undefined), 500)
  await importSteadily(changes)
  await waitUntil('the outbox is not empty', { timeoutMs: 30_000 }, async () => await isOutboxEmpty(admin, place))
  await waitUntil('some wait', { timeoutMs: 120_000 }, () => readers.every(({ eventIds }) => eventIds.length >= before + changes))
  clearInterval(sampling)
  clearInterval(looking)
  const delaysMs = readers.flatMap((reader) => reader.delaysMs.slice(before))
  return { peakBytes, p95Ms: percentile(delaysMs, 0.95), lag }
}

function describe({ peakBytes, p95Ms, lag }: Stretch): string {
  return `${megabytes(peakBytes)}, p95 ${String(p95Ms)} ms, the slowest ${String(lag)} behind`
}

/** The stuck read again: everything up to the end, or up to where they were cut off; nothing is left out before that. */
async function readTheRest(stuck: readonly RawClient[], eventIds: readonly string[]): Promise<void> {
  for (const { socket } of stuck) socket.resume()
  const isOver = (client: RawClient): boolean => client.isClosed() || client.eventIds.length >= eventIds.length
  await waitUntil('some wait', { timeoutMs: 60_000 }, () => stuck.every(isOver))
  for (const client of stuck) expect(findDifference(client.eventIds, eventIds.slice(0, client.eventIds.length))).toBe(null)
}

const lines = Array.from(
  { length: copiesOfLines },
  (_, index) => `lines${String(index)}: lines(first: 8) { nodes { sku title quantity } }`,
).join(' ')
const query = `subscription { orderChanged { __typename ... on OrderChange { eventId occurredAt order { ${lines} } } ... on Checkpoint { cursor } } }`

it('a third of the clients not reading costs less than 20 MB, and the others miss nothing', { timeout: 600_000 }, async () => {
  const [allReading, aThirdStuck]: [Stretch[], Stretch[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    allReading.push(await runRound(0))
    aThirdStuck.push(await runRound(stuckMax))
  }
  const mean = (stretches: readonly Stretch[], of: (stretch: Stretch) => number): number =>
    stretches.reduce((sum, stretch) => sum + of(stretch), 0) / stretches.length
  const [without, withStuck] = [allReading, aThirdStuck].map((stretches) => mean(stretches, ({ peakBytes }) => peakBytes))
  const growthBytes = (withStuck ?? Number.NaN) - (without ?? Number.NaN)
  const [p95Ms, p95StuckMs] = [allReading, aThirdStuck].map((stretches) => mean(stretches, (stretch) => stretch.p95Ms).toFixed(0))
  process.stdout.write(
    `a third stuck: ${megabytes(growthBytes)} more; p95 of the others ${String(p95StuckMs)} ms, ${String(p95Ms)} ms without\n`,
  )
  expect(growthBytes).toBeLessThan(growthBytesMax)
})

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MB`
}
