import type { Random } from '@iommi/infra/dev/seed/random'
import { readFileSync } from 'node:fs'
import type { LoggedChange } from './order-log.ts'
import { startResumable } from './resumable-client.ts'
import {
  overEventStream,
  overWebSocket,
  startResuming,
  type Connect,
  type Following,
  type LiveMessage,
  type ResumingClient,
} from './resuming-client.ts'
import { openSlowLine } from './slow-line.ts'
import type { Caller, TestStack } from './stack.ts'

/** A client of the scenario, and which changes it has to get. */
export interface LiveClient {
  readonly name: string
  readonly client: ResumingClient
  readonly tenant: 'acme' | 'globex'
  readonly concerns: (change: LoggedChange) => boolean
  /** Whether it reads less than is sent. */
  readonly isSlow: boolean
  /** What it was told that is not so; grows. */
  readonly wrong: readonly string[]
}

/** All clients of the scenario. */
export interface LiveClients {
  readonly all: readonly LiveClient[]
  /** Lets the slow ones read as fast as the others, or no longer. */
  readonly setSlow: (isSlow: boolean) => void
  readonly close: () => Promise<void>
}

interface Wish {
  readonly clients: number
  readonly slowAliases: number
  readonly watchedIds: readonly string[]
  readonly customerId: string
  readonly random: Random
}

type Kind = Omit<LiveClient, 'client' | 'wrong' | 'isSlow'> & {
  readonly caller: Omit<Caller, 'tenant'>
  readonly start: (following: Following) => ResumingClient
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly isSlow?: boolean
}

const orderChanges = readFileSync(new URL('../../schema/operations/dashboard/OrderChanges.graphql', import.meta.url), 'utf8')
const slim = `subscription ($after: String, $where: OrderChangeWhereInput) {
  orderChanged(after: $after, where: $where) {
    __typename
    ... on OrderChange { cursor eventId orderVersion order { id version customer { name } } }
    ... on Checkpoint { cursor }
    ... on ResyncRequired { reason }
  }
}`

/** The same with an order's lines over and over: messages of many kilobytes. */
const bulky = (aliases: number): string => {
  const lines = Array.from({ length: aliases }, (_, index) => `lines${String(index)}: lines(first: 20) { nodes { sku title quantity } }`)
  return slim.replace('customer {', `${lines.join(' ')} customer {`)
}

const everything = (): boolean => true
const over = (connect: Connect) => (following: Following) => startResuming(connect, following)

// Whoever loses its connection finds the gateway where it was, and what it missed in the gateway's memory.
const dropping = (connect: Connect, random: Random) => (following: Following) =>
  startResuming(connect, { ...following, dropAfterEvents: () => random.int(20, 80) })

/** One of each kind, then plain ones. */
function kindsOf({ clients, slowAliases, watchedIds, customerId, random }: Wish): readonly Kind[] {
  const manager = { as: 'order-manager' } as const
  const acme = { tenant: 'acme', caller: manager, concerns: everything } as const
  const isCancelled = ({ fromStatus, toStatus }: LoggedChange): boolean => [fromStatus, toStatus].includes('CANCELLED')
  const special: readonly Kind[] = [
    { ...acme, name: 'slow event stream', start: over(overEventStream), query: bulky(slowAliases), isSlow: true },
    { ...acme, name: 'slow socket', start: over(overWebSocket), query: bulky(slowAliases), isSlow: true },
    { ...acme, name: 'resumable', start: startResumable, query: orderChanges },
    {
      ...acme,
      name: 'a customer of its own orders',
      caller: { as: 'client', customer: customerId },
      start: over(overWebSocket),
      query: slim,
      concerns: (change) => change.customerId === customerId,
    },
    {
      ...acme,
      name: 'cancellations by event stream',
      start: over(overEventStream),
      query: slim,
      variables: { where: { status: { in: ['CANCELLED'] } } },
      concerns: isCancelled,
    },
    {
      ...acme,
      name: 'watched orders by socket',
      start: over(overWebSocket),
      query: orderChanges,
      variables: { where: { orderId: { in: watchedIds } } },
      concerns: ({ orderId }) => watchedIds.includes(orderId),
    },
    { ...acme, name: 'socket that drops', start: dropping(overWebSocket, random), query: slim },
    { ...acme, name: 'event stream that drops', start: dropping(overEventStream, random), query: slim },
    { ...acme, name: 'globex by socket', tenant: 'globex', start: over(overWebSocket), query: orderChanges },
    { ...acme, name: 'globex by event stream', tenant: 'globex', start: over(overEventStream), query: slim },
  ]
  const plain = Array.from({ length: clients - special.length }, (_, index): Kind => {
    const [kind, connect] = index % 3 === 2 ? (['event stream', overEventStream] as const) : (['socket', overWebSocket] as const)
    const tenant = index % 7 === 6 ? 'globex' : 'acme'
    return { ...acme, tenant, name: `${kind} ${String(index)}`, start: over(connect), query: index % 2 === 0 ? slim : orderChanges }
  })
  return [...special, ...plain]
}

/** Starts every client, each as a user of its own; slow ones read 4 KB each 100 ms. */
export async function openLiveClients({ stack }: TestStack, wish: Wish): Promise<LiveClients> {
  const { gateway, graphql } = stack().urls
  const line = await openSlowLine(() => Number(new URL(gateway).port), { bytesPerTick: 4_096, tickMs: 100 })
  const all = kindsOf(wish).map(({ caller, start, query, variables = {}, isSlow = false, ...kind }, index): LiveClient => {
    const wrong: string[] = []
    const client = start({
      url: isSlow ? `http://127.0.0.1:${String(line.port)}/graphql` : graphql,
      getToken: async () => await stack().token({ tenant: kind.tenant, subject: `watcher-${String(index)}`, ...caller }),
      query,
      variables,
      onMessage: (message) => {
        const what = findWrong(message, kind.tenant)
        if (what !== null && wrong.length < 10) wrong.push(what)
      },
    })
    return { ...kind, isSlow, client, wrong }
  })
  return {
    all,
    setSlow: line.setSlow,
    close: async () => {
      for (const { client } of all) client.stop()
      await line.close()
    },
  }
}

/** What cannot be in a message: an order older than its change, or somebody else's customer. */
function findWrong({ orderVersion, order }: LiveMessage, tenant: string): string | null {
  // Whatever is null is away for a moment.
  const { version, customer } = (order ?? {}) as { version?: number; customer?: { name: string } | null }
  if (version !== undefined && version < Number(orderVersion)) return `version ${String(version)} after ${String(orderVersion)}`
  const name = customer?.name ?? ''
  return name === '' || name.endsWith(` of ${tenant}`) ? null : `a customer called ${name}`
}
