import { demoTenants } from '@iommi/infra/dev/demo-tenants'
import { seededRandom } from '@iommi/infra/dev/seed/random'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { compose } from '@iommi/schema/compose'
import { readSubgraphs } from '@iommi/schema/subgraph-list'
import { pause } from '@iommi/shared/lifecycle'
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hashOf } from '../src/supergraph.ts'
import { openSwarm, type Swarm, type SwarmMember } from './live-swarm.ts'
import { openOrderImports, type OrderImports } from './order-imports.ts'
import { findDifference, isOutboxEmpty, readOrderLog } from './order-log.ts'
import { schemaWithout } from './schema-without.ts'
import { useStack } from './stack.ts'

// Deploys under 500 open subscriptions, with the limits that are usual.
const membersMax = 500
const perSocket = 20
const socketsPerUser = 10
const directory = mkdtempSync(join(tmpdir(), 'iommi-swaps-'))
const supergraphFile = join(directory, 'supergraph.graphql')

type Sources = Readonly<Record<string, string>>
const list = readSubgraphs()
let sources: Sources = Object.fromEntries(list.map(({ name, sdl }) => [name, sdl]))
const composeOf = (changed: Sources): string => compose(list.map((subgraph) => ({ ...subgraph, sdl: changed[subgraph.name] ?? '' })))

const { admin, stack } = useStack(() => {
  writeFileSync(supergraphFile, composeOf(sources))
  return { environment: { gateway: { SUPERGRAPH_FILE: supergraphFile } } }
})
const place = { schema: 'orders', tenantId: demoTenants[0]?.id ?? '' }

const document = (change: string, field = 'orderChanged(after: $after)', variables = '$after: String'): string =>
  `subscription (${variables}) { ${field} { __typename ... on OrderChange { eventId ${change} } ... on Checkpoint { cursor } ... on ResyncRequired { reason } } }`
const plain = 'order { id version customer { name } }'
const withWhere = '$after: String, $where: OrderChangeWhereInput'
const statuses = '[PLACED, CONFIRMED, COMPLETED, CANCELLED]'

// Each of them is told of every change.
const operations = {
  'nothing special': { query: document(plain) },
  'a field of the order': { query: document('order { id number }') },
  'a field of the change': { query: document(`fromFulfillmentStatus ${plain}`) },
  'an argument below': { query: document('order { id lines(last: 2) { nodes { sku } } }') },
  'an input field': { query: document(plain, 'orderChanged(after: $after, where: { orderId: null })') },
  'an input field in a variable': {
    query: document(plain, 'orderChanged(after: $after, where: $where)', withWhere),
    variables: { where: { orderId: null } },
  },
  'an enum value': { query: document(plain, `orderChanged(after: $after, where: { status: { in: ${statuses} } })`) },
  'an enum value in a variable': {
    query: document(plain, 'orderChanged(after: $after, where: $where)', withWhere),
    variables: { where: { status: { in: ['PLACED', 'CONFIRMED', 'COMPLETED', 'CANCELLED'] } } },
  },
  'an argument': { query: document(plain, 'orderChanged(after: $after, where: {})') },
} as const
type Operation = keyof typeof operations

let swarm: Swarm
let imports: OrderImports
const usersOf = (operation: string): readonly SwarmMember[] => swarm.members.filter((member) => member.operation === operation)
const going = (): readonly SwarmMember[] => swarm.members.filter(({ ends }) => ends.length === 0)

beforeAll(async () => {
  const [acme] = demoTenants
  if (acme === undefined) throw new Error('there is a demo tenant')
  imports = await openOrderImports(stack(), acme, { customers: 3, linesPerOrder: 3, random: seededRandom('swaps') })
  const users = Array.from({ length: Math.ceil(membersMax / perSocket / socketsPerUser) }, (_, index) => `dashboard-${String(index)}`)
  const tokens = await Promise.all(users.map(async (subject) => await stack().token({ tenant: 'acme', as: 'order-manager', subject })))
  swarm = openSwarm({
    url: stack().urls.graphql,
    members: membersMax,
    perSocket,
    operations,
    getToken: async (socket) => await Promise.resolve(tokens[Math.floor(socket / socketsPerUser)] ?? ''),
  })
  await waitUntil('not everybody is live', { timeoutMs: 30_000 }, () => swarm.members.every((member) => member.checkpoints() > 0))
}, 90_000)

afterAll(async () => {
  await swarm.stop()
  await imports.close()
  rmSync(directory, { recursive: true, force: true })
})

/** Deploys a supergraph, and waits until the gateway says that it serves it. */
async function serve(sdl: string): Promise<void> {
  writeFileSync(`${supergraphFile}.next`, sdl)
  renameSync(`${supergraphFile}.next`, supergraphFile)
  const pid = stack().pid('gateway')
  if (pid === null) throw new Error('the gateway runs')
  process.kill(pid, 'SIGHUP')
  const hash = hashOf(sdl)
  await waitUntil(`${hash} is not served`, { timeoutMs: 30_000 }, () => lastSwap() === hash)
}

function lastSwap(): unknown {
  const lines = readFileSync(stack().logFile('gateway'), 'utf8').split('\n')
  const swaps = lines.filter((line) => line.includes('"supergraph swapped"') || line.includes('"supergraph refused"'))
  return (JSON.parse(swaps.at(-1) ?? '{}') as { schema?: string }).schema
}

/** Waits until everybody who goes on has as many events as the log, and compares them one by one. */
async function expectAllTold(): Promise<void> {
  await waitUntil('the outbox is not empty', { timeoutMs: 20_000 }, async () => await isOutboxEmpty(admin, place))
  const eventIds = (await readOrderLog(admin, place)).map(({ eventId }) => eventId)
  const isThere = (): boolean => going().every((member) => member.eventIds.length >= eventIds.length)
  await waitUntil('', { timeoutMs: 20_000 }, isThere).catch(() => undefined)
  const differences = going().map((member) => [member.operation, findDifference(member.eventIds, eventIds)])
  expect(differences.filter(([, difference]) => difference !== null)).toEqual([])
}

it('ten that fit end no subscription, and nobody misses or repeats a change', { timeout: 120_000 }, async () => {
  const over = new AbortController()
  const load = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await imports.importOrders(2)
      await pause(100, over.signal)
    }
  }
  const loading = load()
  try {
    for (let round = 0; round < 5; round += 1) {
      await serve(composeOf({ ...sources, orders: `${sources['orders'] ?? ''}\nextend type Query { round${String(round)}: Int }` }))
      await serve(composeOf(sources))
    }
  } finally {
    over.abort()
    await loading
  }
  expect(swarm.members.flatMap(({ ends }) => ends)).toEqual([])
  expect(swarm.closed).toEqual([])
  expect((await readOrderLog(admin, place)).length).toBeGreaterThan(20)
  await expectAllTold()
})

interface Removal {
  readonly coordinate: string
  readonly from: readonly string[]
  readonly ends: readonly Operation[]
}

it.each<Removal>([
  { coordinate: 'Order.number', from: ['orders'], ends: ['a field of the order'] },
  { coordinate: 'OrderChange.fromFulfillmentStatus', from: ['events'], ends: ['a field of the change'] },
  { coordinate: 'Order.lines(last:)', from: ['orders'], ends: ['an argument below'] },
  {
    coordinate: 'OrderChangeWhereInput.orderId',
    from: ['events'],
    ends: ['an input field', 'an input field in a variable'],
  },
  {
    coordinate: 'OrderStatus.CONFIRMED',
    from: ['orders', 'events'],
    ends: ['an enum value', 'an enum value in a variable'],
  },
  { coordinate: 'Subscription.orderChanged(where:)', from: ['events'], ends: ['an argument'] },
])('one without $coordinate ends its users, who are told so by name, and nobody else', { timeout: 60_000 }, async (removal) => {
  const before = going().length
  const ending = removal.ends.flatMap(usersOf)
  expect(ending.length).toBeGreaterThan(50)
  for (const name of removal.from) sources = { ...sources, [name]: schemaWithout(sources[name] ?? '', removal.coordinate) }
  await serve(composeOf(sources))
  const isTold = (): boolean => ending.every(({ ends }) => ends.length > 0)
  await waitUntil('', { timeoutMs: 10_000 }, isTold).catch(() => undefined)
  for (const { ends } of ending) {
    expect(ends).toEqual([
      [
        {
          message: `${removal.coordinate} is no longer what it was: write the operation anew for the schema that is served now.`,
          extensions: { code: 'OPERATION_INVALIDATED', coordinate: removal.coordinate, requestId: expect.any(String) },
        },
      ],
    ])
  }
  await imports.importOrders(3)
  await expectAllTold()
  expect(going().length).toBe(before - ending.length)
  expect(swarm.closed).toEqual([])
})
