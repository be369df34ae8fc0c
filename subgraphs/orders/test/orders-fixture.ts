import { newId } from '@iommi/shared/ids'
import type { Actor } from '@iommi/shared/request-context'
import { silentLogger } from '@iommi/shared/telemetry'
import type { Tenant } from '@iommi/shared/tenant'
import { tenantRegistry } from '@iommi/shared/tenants'
import { client, employee, service, testContext } from '@iommi/shared/testing/test-context'
import { useTestDatabase, type TestDatabase } from '@iommi/shared/testing/test-database'
import { graphql, type ExecutionResult } from 'graphql'
import type { OrderPorts, OrdersContext } from '../src/context.ts'
import { orderLoaders } from '../src/orders/order-loaders.ts'
import type { RecoveryOptions } from '../src/placing/recovery.ts'
import { schema } from '../src/schema.ts'
import type { Reservation, StockLine } from '../src/stock/stock-service.ts'

export const cursorKey = 'c'.repeat(64)

/** The neighbours of the orders subgraph, as its ports have them: remembers what it was asked, fails when told to. */
export interface Neighbours extends OrderPorts {
  /** Reservations by order, as the catalogue would hold them. */
  readonly reserved: Map<string, readonly StockLine[]>
  readonly released: string[]
  readonly shipped: Map<string, readonly StockLine[]>
  /** Called before each call is answered; throwing there is an outage. */
  onCall: (call: string) => Promise<void> | void
  /** Overrides what a reservation answers. */
  refusal: Reservation['userErrors']
  readonly unknownCustomers: Set<string>
}

/** Neighbours that answer every call: each variant costs 1999 of its tenant's currency. */
export function neighbours(): Neighbours {
  const state: Neighbours = {
    reserved: new Map(),
    released: [],
    shipped: new Map(),
    onCall: () => undefined,
    refusal: [],
    unknownCustomers: new Set(),
    customers: {
      exists: async (_context, id) => {
        await state.onCall('customer')
        return !state.unknownCustomers.has(id)
      },
    },
    stock: {
      reserve: async (context, { orderId, lines, currency }) => {
        await state.onCall('reserve')
        if (state.refusal.length > 0) return { currency: null, lines: [], userErrors: state.refusal }
        state.reserved.set(orderId, lines)
        const money = { amountMinor: 1_999, currency: currency ?? context.tenant.defaultCurrency }
        return {
          currency: money.currency,
          lines: lines.map(({ variantId }) => ({ variantId, sku: `SKU-${variantId.slice(-4)}`, title: 'Widget', unitPrice: money })),
          userErrors: [],
        }
      },
      release: async (_context, orderId) => {
        await state.onCall('release')
        state.released.push(orderId)
      },
      ship: async (_context, { shipmentId, lines }) => {
        await state.onCall('ship')
        state.shipped.set(shipmentId, lines)
      },
    },
  }
  return state
}

/** Everything an orders test needs. */
export interface OrdersFixture extends TestDatabase {
  readonly contextFor: (tenant: Tenant, actor: Actor, ports: OrderPorts) => OrdersContext
  readonly recoveryOptions: (ports: OrderPorts, now?: () => Date) => RecoveryOptions
}

/** A database of its own and contexts on it. */
export function useOrders(): OrdersFixture {
  const database = useTestDatabase('orders')
  const create = (base: ReturnType<typeof testContext>, ports: OrderPorts): OrdersContext => ({
    ...base,
    cursorKey,
    stock: ports.stock,
    customers: ports.customers,
    loaders: orderLoaders({ ...base, cursorKey }),
    // Machines may be busy.
    repeatWaitMs: 15_000,
  })
  return Object.assign(database, {
    contextFor: (tenant: Tenant, actor: Actor, ports: OrderPorts) => create(testContext(database.db, tenant, actor), ports),
    recoveryOptions: (ports: OrderPorts, now = () => new Date()): RecoveryOptions => ({
      worker: database.worker,
      db: database.db,
      tenants: tenantRegistry(database.db),
      log: silentLogger,
      now,
      createContext: (base) => create(base, ports),
    }),
  })
}

/** Runs a document on the orders schema. */
export async function run(
  context: OrdersContext,
  source: string,
  variableValues: Readonly<Record<string, unknown>> = {},
): Promise<ExecutionResult> {
  return await graphql({ schema, source, contextValue: { ...context, loaders: orderLoaders(context) }, variableValues })
}

export const placeOrderDocument = /* GraphQL */ `
  mutation ($input: PlaceOrderInput!) {
    placeOrder(input: $input) {
      order {
        id
        number
        status
        fulfillmentStatus
        version
        externalReference
        total {
          amountMinor
          currency
          exponent
        }
        lines {
          nodes {
            id
            sku
            title
            quantity
          }
        }
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`

/** The input of an order of two of one variant. */
export function placeOrderInput(overrides: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    idempotencyKey: newId('key'),
    customerId: newId('customer'),
    lines: [{ variantId: newId('variant'), quantity: 2 }],
    ...overrides,
  }
}

/** Places an order as an order manager and returns its id. */
export async function givenOrder(
  fixture: OrdersFixture,
  tenant: Tenant,
  ports: OrderPorts,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const result = await run(fixture.contextFor(tenant, employee('order-manager'), ports), placeOrderDocument, {
    input: placeOrderInput(overrides),
  })
  const id = (result.data?.['placeOrder'] as { order: { id: string } | null } | undefined)?.order?.id
  if (id === undefined) throw new Error(`no order: ${JSON.stringify(result)}`)
  return id
}

/** One actor of every kind that may call; `customerId` is who the client is. */
export function everyActor(customerId: string): Readonly<Record<string, Actor>> {
  return {
    admin: employee('admin'),
    'customer-service': employee('customer-service'),
    'order-manager': employee('order-manager'),
    client: client(customerId),
    partner: { kind: 'partner', id: 'p1', name: 'Partner One', roles: ['partner'] },
    service,
    'employee without a role': employee(),
  }
}
