import { demoTenants } from '@iommi/infra/dev/demo-tenants'
import { seededRandom, type Random } from '@iommi/infra/dev/seed/random'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { pause } from '@iommi/shared/lifecycle'
import { expect, it } from 'vitest'
import { openLiveClients, type LiveClient } from './live-orders-clients.ts'
import { openOrderImports, type OrderImports } from './order-imports.ts'
import { countOrderLog, findDifference, isOutboxEmpty, readOrderLog, type LoggedChange } from './order-log.ts'
import { readLag } from './live-lag.ts'
import { ordersOf, type Orders } from './orders.ts'
import { useOwnRedis } from '@iommi/infra/dev/testing/own-redis'
import { useStack, type TestStack } from './stack.ts'

/** How much happens to the live orders. */
export interface Scale {
  /** Changes at least, of both tenants together. */
  readonly changes: number
  readonly clients: number
  /** `kill -9` of the gateway. */
  readonly kills: number
  /** `kill -9` of the subgraph whose events are told. */
  readonly ownerKills: number
  /** Orders imported at a time. */
  readonly batch: number
  readonly batchPauseMs: number
  readonly linesPerOrder: number
  /** How often a slow client asks for an order's lines: what makes its messages large. */
  readonly slowAliases: number
  readonly timeoutMs: number
}

const never = new AbortController().signal
const [acme, globex] = demoTenants
if (acme === undefined || globex === undefined) throw new Error('there are two demo tenants')
/** Where the logs of the demo tenants lie. */
const places = {
  acme: { schema: 'orders', tenantId: acme.id },
  globex: { schema: 'orders__globex', tenantId: globex.id },
} as const

/**
 * Orders change while dashboards watch, the gateway dies, Redis forgets everything and some clients read slowly: in the end each
 * client has exactly the events of the owner's log that concern it, in order, none twice.
 */
export function proveLiveOrders(scale: Scale): void {
  const seed = process.env['CHAOS_SEED'] ?? String(Date.now() % 1_000_000)
  const random = seededRandom(seed)
  const redis = useOwnRedis()
  const tested = useStack(() => ({ environment: redis.environment() }))

  it(`each client gets each change once and in order, whatever dies (CHAOS_SEED=${seed})`, { timeout: scale.timeoutMs }, async () => {
    const { admin, stack } = tested
    const shop = await openShop(tested, scale, random)
    const clients = await openLiveClients(tested, { ...scale, ...shop, random: seededRandom(`${seed} drops`) })
    const start = await headsOf(admin)
    const readLogs = async (): Promise<Logs> => ({
      acme: await readOrderLog(admin, places.acme, start.acme),
      globex: await readOrderLog(admin, places.globex, start.globex),
    })
    const untilAllThere = async (some: readonly LiveClient[]): Promise<Logs> => {
      await untilOutboxesAreEmpty(admin)
      const logs = await readLogs()
      const hasAll = (each: LiveClient): boolean => each.client.eventIds.length >= concerning(each, logs).length
      // What is missing then is told below.
      await waitUntil('', { timeoutMs: scale.timeoutMs / 3, intervalMs: 20 }, () => some.every(hasAll)).catch(() => undefined)
      return logs
    }
    try {
      await waitUntil('not every client is live', { timeoutMs: 20_000 }, () => clients.all.every(({ client }) => client.last() !== null))
      const fast = clients.all.filter(({ isSlow }) => !isSlow)
      // Those who read slowly have to be fed from the log before anything dies: what they miss is more than is kept for all.
      for (let lag = 0; lag < lagMin;) {
        await shop.imports.acme.importOrders(scale.batch)
        await untilAllThere(fast)
        lag = await readLag(stack().urls.gateway, places.acme.tenantId)
      }
      clients.setSlow(false)
      // From the log, then with the others again.
      await untilAllThere(clients.all)
      const hasNoLag = async (): Promise<boolean> => (await readLag(stack().urls.gateway, places.acme.tenantId)) === 0
      await waitUntil('somebody is behind', { timeoutMs: 20_000 }, hasNoLag)
      clients.setSlow(true)
      await makeChanges(tested, { ...shop, scale, seed, random, flushRedis: redis.flush, watchers: fast })
      clients.setSlow(false)
      const logs = await untilAllThere(clients.all)
      expect(logs.acme.length + logs.globex.length).toBeGreaterThanOrEqual(scale.changes)
      const outcome = clients.all.map((each) => ({
        name: each.name,
        difference: findDifference(each.client.eventIds, concerning(each, logs)),
        ends: each.client.ends,
        wrong: each.wrong,
      }))
      expect(outcome).toEqual(clients.all.map(({ name }) => ({ name, difference: null, ends: [], wrong: [] })))
    } finally {
      await clients.close()
      await shop.close()
    }
  })
}

type Logs = Readonly<Record<'acme' | 'globex', readonly LoggedChange[]>>

// More events than the ring holds of the slow ones' large messages.
const lagMin = 60

function concerning({ tenant, concerns }: LiveClient, logs: Logs): readonly string[] {
  return logs[tenant].filter(concerns).map(({ eventId }) => eventId)
}

async function headsOf(admin: TestStack['admin']): Promise<Readonly<Record<'acme' | 'globex', number>>> {
  await untilOutboxesAreEmpty(admin)
  return { acme: await countOrderLog(admin, places.acme), globex: await countOrderLog(admin, places.globex) }
}

async function untilOutboxesAreEmpty(admin: TestStack['admin']): Promise<void> {
  const hasDrafts = async (): Promise<boolean> => (await admin`select 1 from orders.orders where status = 'RESERVING' limit 1`).length > 0
  await waitUntil('an order is not placed', { timeoutMs: 30_000 }, async () => !(await hasDrafts()))
  for (const place of Object.values(places))
    await waitUntil('the outbox is not empty', { timeoutMs: 30_000 }, async () => await isOutboxEmpty(admin, place))
}

interface Shop {
  readonly imports: Readonly<Record<'acme' | 'globex', OrderImports>>
  readonly orders: Orders
  readonly customerId: string
  /** Orders that somebody works on. */
  readonly watchedIds: readonly string[]
  readonly close: () => Promise<void>
}

async function openShop({ ask, stack }: TestStack, { linesPerOrder }: Scale, random: Random): Promise<Shop> {
  if (acme === undefined || globex === undefined) throw new Error('there are two demo tenants')
  const shape = { customers: 5, linesPerOrder, random }
  const imports = {
    acme: await openOrderImports(stack(), acme, shape),
    globex: await openOrderImports(stack(), globex, shape),
  }
  const { customerIds, variantId } = imports.acme
  const [customerId = ''] = customerIds
  const orders = ordersOf(ask, { tenant: 'acme', as: 'order-manager' })
  const watchedIds = await Promise.all(Array.from({ length: 10 }, async () => await orders.place({ customerId, variantId })))
  return {
    imports,
    orders,
    customerId,
    watchedIds,
    close: async () => {
      await Promise.all(Object.values(imports).map(async (each) => await each.close()))
    },
  }
}

interface Making extends Shop {
  readonly scale: Scale
  readonly seed: string
  readonly random: Random
  readonly flushRedis: () => Promise<void>
  /** Who comes back at once after each kill. */
  readonly watchers: readonly LiveClient[]
}

/** Orders are imported, placed, confirmed and cancelled; at moments that follow from the seed something dies. */
async function makeChanges(tested: TestStack, making: Making): Promise<void> {
  const { scale, imports, random } = making
  const count = async (): Promise<number> =>
    (await countOrderLog(tested.admin, places.acme)) + (await countOrderLog(tested.admin, places.globex))
  const before = await count()
  // Those that are watched were there before anybody looked.
  const enough = Math.max(scale.changes + making.watchedIds.length, before + scale.changes / 3)
  const faults = plannedFaults(tested, making, { min: before, max: enough - scale.batch })
  const over = new AbortController()
  const traders = [tradeUntil(over.signal, making), workOnWatched(over.signal, making)]
  const dying: Promise<void>[] = []
  try {
    for (let made = before; made < enough || faults.length > 0; made = await count()) {
      while (faults[0] !== undefined && made >= faults[0].atChange) {
        const strike = faults.shift()?.strike() ?? Promise.resolve()
        dying.push(strike)
        // Who waits for all of them hears of it.
        strike.catch(() => undefined)
      }
      const tenant = random.chance(0.2) ? 'globex' : 'acme'
      await imports[tenant].importOrders(scale.batch)
      await pause(scale.batchPauseMs, never)
    }
    await Promise.all(dying)
  } finally {
    over.abort()
    await Promise.all(traders)
  }
}

interface Fault {
  readonly atChange: number
  readonly strike: () => Promise<void>
}

function plannedFaults(
  { stack }: TestStack,
  { scale, seed, flushRedis, watchers }: Making,
  { min, max }: { readonly min: number; readonly max: number },
): Fault[] {
  // Of its own: what else is drawn depends on how fast everybody is.
  const random = seededRandom(`${seed} faults`)
  const moment = (): number => random.int(min, Math.max(min, Math.floor(max)))
  let turn: Promise<void> = Promise.resolve()
  const inTurn = (strike: () => Promise<void>) => async (): Promise<void> => await (turn = turn.then(strike))
  const killing = (name: 'gateway' | 'orders') => async (): Promise<void> => {
    await pause(random.int(0, 300), never)
    stack().kill(name, 'SIGKILL')
    await stack().waitReady(name, 90_000)
  }
  const killGateway = async (): Promise<void> => {
    const before = watchers.map(({ client }) => client.checkpoints())
    await killing('gateway')()
    // Everybody has to have come back before the next.
    const isBack = (): boolean => watchers.every(({ client }, index) => client.checkpoints() > (before[index] ?? 0))
    await waitUntil('some have not come back', { timeoutMs: 60_000 }, isBack)
  }
  const kills = Array.from({ length: scale.kills }, () => ({ atChange: moment(), strike: inTurn(killGateway) }))
  const ownerKills = Array.from({ length: scale.ownerKills }, () => ({ atChange: moment(), strike: inTurn(killing('orders')) }))
  const faults = [...kills, ...ownerKills, { atChange: moment(), strike: flushRedis }]
  return faults.toSorted((one, other) => one.atChange - other.atChange)
}

/** Places orders, and confirms and cancels some, through the gateway; what a dead gateway does not answer is given up. */
async function tradeUntil(over: AbortSignal, { orders, imports, random }: Making): Promise<void> {
  const { customerIds, variantId } = imports.acme
  while (!over.aborted) {
    try {
      const id = await orders.place({ customerId: random.pick(customerIds), variantId })
      if (random.chance(0.5)) await orders.confirm(id)
      if (random.chance(0.5)) await orders.cancel(id)
    } catch {
      await pause(50, over)
    }
  }
}

/** Confirms the watched orders one after the other, then cancels them. */
async function workOnWatched(over: AbortSignal, { orders, watchedIds }: Making): Promise<void> {
  const steps = [...watchedIds.map((id) => () => orders.confirm(id)), ...watchedIds.map((id) => () => orders.cancel(id))]
  for (const step of steps) {
    if (over.aborted) return
    await step().catch(() => undefined)
    await pause(100, over)
  }
}
