import type { TenantRow } from '@iommi/shared/migrate'
import { bulkTarget, type BulkTarget } from '@iommi/infra/dev/import/bulk-target'
import { connectTools } from '@iommi/infra/dev/import/tools-client'
import { fetchToken, tokenRequest } from '@iommi/infra/dev/token-request'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { newId } from '@iommi/shared/ids'
import { afterEach, expect, it } from 'vitest'
import { findDifference, isOutboxEmpty, readOrderLog } from './order-log.ts'
import { overEventStream, overWebSocket, startResuming, type LiveMessage, type ResumingClient } from './resuming-client.ts'
import { useStack } from './stack.ts'

// Fifty tenants in the same tables, streams of the same Redis, sockets of the same gateway.
const tenantsMax = 50
const eventsEach = 20
const { admin, stack } = useStack()

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
const tenants = Array.from({ length: tenantsMax }, (_, index): TenantRow => {
  const slug = `tenant-${hex(index, 3)}`
  return { id: `01890000-0000-7000-8000-${hex(index, 12)}`, slug, name: slug, tier: 'POOLED', schemaSuffix: null, defaultCurrency: 'GBP' }
})

interface Watched {
  readonly tenant: TenantRow
  readonly target: BulkTarget
  readonly customerId: string
  readonly client: ResumingClient
  /** References of orders and names of customers that came, without the tenant's own. */
  readonly foreign: readonly string[]
}

const closers: (() => unknown)[] = []
afterEach(async () => {
  await Promise.all(closers.map((close) => close()))
})

const query = `subscription ($after: String) { orderChanged(after: $after) {
  __typename
  ... on OrderChange { cursor eventId order { externalReference customer { name } lines(first: 1) { nodes { title } } } }
  ... on Checkpoint { cursor }
} }`

async function watch(tenant: TenantRow, index: number): Promise<Watched> {
  const tools = connectTools(stack().running, tenant, { giveUpAfterMs: 20_000 })
  const target = bulkTarget(tools)
  // Names say whose they are; keys are the same for everybody.
  const [buyer] = await target.importCustomers([{ importKey: 'buyer', name: `Buyer of ${tenant.slug}` }])
  const foreign: string[] = []
  const { realm, form } = tokenRequest({ tenant: 'acme', as: 'order-manager' })
  const client = startResuming(index % 2 === 0 ? overWebSocket : overEventStream, {
    url: stack().urls.graphql,
    getToken: async () => await fetchToken(stack().urls.identity, { realm, form: { ...form, tenant_id: tenant.id } }),
    query,
    onMessage: ({ __typename, order }: LiveMessage) => {
      if (__typename !== 'OrderChange') return
      const texts = textsOf(order as Shown | null)
      foreign.push(...texts.filter((text) => !text.endsWith(` of ${tenant.slug}`)))
    },
  })
  closers.push(client.stop, tools.close)
  return { tenant, target, customerId: buyer?.customerId ?? '', client, foreign }
}

interface Shown {
  readonly externalReference: string
  readonly customer: { readonly name: string } | null
  readonly lines: { readonly nodes: readonly { readonly title: string }[] }
}

/** All that names a tenant; what is missing counts as foreign. */
function textsOf(order: Shown | null): readonly string[] {
  if (order === null) return ['no order']
  return [order.externalReference, order.customer?.name ?? 'no customer', ...order.lines.nodes.map(({ title }) => title)]
}

async function importSome({ tenant, target, customerId }: Watched, round: number): Promise<void> {
  const orders = Array.from(
    { length: eventsEach / 4 },
    (_, index) =>
      ({
        importKey: `order-${String(round)}-${String(index)}`,
        externalReference: `${String(round)}-${String(index)} of ${tenant.slug}`,
        customerId,
        placedAt: new Date('2026-11-02T08:00:00.000Z'),
        currency: 'GBP',
        status: 'PLACED',
        fulfillmentStatus: 'UNFULFILLED',
        lines: [{ variantId: newId('variant'), sku: 'X', title: `McGuffin of ${tenant.slug}`, quantity: 1, unitPriceMinor: 1 }],
      }) as const,
  )
  await target.importOrders(orders)
}

it('each of fifty tenants gets its own twenty events and none of the other 980', { timeout: 120_000 }, async () => {
  await admin`insert into platform.tenants ${admin(
    tenants.map(({ id, slug, name, tier, defaultCurrency }) => ({ id, slug, name, tier, default_currency: defaultCurrency })),
  )}`
  const watched = await Promise.all(tenants.map(watch))
  await waitUntil('not everybody is live', { timeoutMs: 30_000 }, () => watched.every(({ client }) => client.last() !== null))
  for (let round = 0; round < 4; round += 1) await Promise.all(watched.map(async (each) => await importSome(each, round)))
  await waitUntil('the outbox is not empty', { timeoutMs: 20_000 }, async () => await isOutboxEmpty(admin, { schema: 'orders' }))
  const isThere = (): boolean => watched.every(({ client }) => client.eventIds.length >= eventsEach)
  await waitUntil('', { timeoutMs: 20_000 }, isThere).catch(() => undefined)
  const outcomes = await Promise.all(
    watched.map(async ({ tenant, client, foreign }) => {
      const log = await readOrderLog(admin, { schema: 'orders', tenantId: tenant.id })
      const difference = findDifference(
        client.eventIds,
        log.map(({ eventId }) => eventId),
      )
      return { events: client.eventIds.length, difference, foreign, ends: client.ends, connections: client.connections() }
    }),
  )
  expect(outcomes).toEqual(tenants.map(() => ({ events: eventsEach, difference: null, foreign: [], ends: [], connections: 1 })))
})
