import type { EventDefinition, EventEnvelope } from '@iommi/schema/events/event'
import { orderPlaced, type OrderMove } from '@iommi/schema/events/order-events'
import { withTenant } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import { newId } from '@iommi/shared/ids'
import type { Actor } from '@iommi/shared/request-context'
import { schemaOf, type Tenant } from '@iommi/shared/tenant'
import { employee, service, testContext } from '@iommi/shared/testing/test-context'
import type { TestDatabase } from '@iommi/shared/testing/test-database'
import { graphql } from 'graphql'
import { notificationsContext } from '../src/context.ts'
import { orderEventConsumer } from '../src/notifications/notify-of-order.ts'
import { schema } from '../src/schema.ts'

export const cursorKey = 'c'.repeat(64)

/** What a caller of the graph gets: plain data, and the codes of what was thrown. */
export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null
  readonly errors: readonly string[]
}

/** One tenant's notifications, as its users see them and as the database has them. */
export interface Board {
  readonly tenant: Tenant
  /** What time it is: it stands still until a test moves it. */
  readonly clock: { now: Date }
  /** Executes a document through the real schema as `actor`, in a request of its own. */
  readonly as: (actor: Actor, source: string, variables?: Readonly<Record<string, unknown>>) => Promise<Answer>
  /** Something happens to an order; returns the order's id. */
  readonly happens: (customerId: string, event?: EventDefinition<OrderMove>, orderId?: string) => Promise<string>
  /** Everything this subgraph knows of the tenant, keys of repeated requests included. */
  readonly everything: () => Promise<unknown>
  /** The events published about a reader or a notification, in the order of writing. */
  readonly published: (type: string) => Promise<readonly Readonly<Record<string, unknown>>[]>
  /** `schema.table` of the tenant. */
  readonly table: (name: string) => string
}

/** A page of somebody's notifications. */
export interface NotificationPage {
  readonly nodes: readonly { readonly id: string; readonly kind: string; readonly readAt: string | null }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string
    readonly endCursor: string
  }
  readonly unreadCount: number
}
const pageFields = 'nodes { id kind readAt order { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } unreadCount'

/** How a test reads the notifications of a board's users, and marks them as read. */
export interface Reading {
  readonly list: (actor?: Actor, args?: string) => Promise<NotificationPage>
  readonly ids: (actor?: Actor, args?: string) => Promise<readonly string[]>
  readonly mark: (actor: Actor, notificationId: string, idempotencyKey?: string) => Promise<unknown>
}

/** A fresh idempotency key. */
export const newKey = (): string => newId('key')

/** The facts of an order's move; the states do not matter to anybody here. */
export function moveOf(orderId: string, customerId: string): OrderMove {
  return {
    orderId,
    customerId,
    fromStatus: 'PLACED',
    toStatus: 'PLACED',
    fromFulfillmentStatus: 'UNFULFILLED',
    toFulfillmentStatus: 'UNFULFILLED',
    version: 1,
  }
}

/** The board of one tenant in the file's database. */
export function boardOf(database: TestDatabase, slug: 'acme' | 'globex'): Board {
  const base = (actor: Actor) => ({ ...testContext(database.db, board.tenant, actor), now: () => board.clock.now })
  const board: Board = {
    get tenant() {
      return database[slug]
    },
    clock: { now: new Date('2026-11-20T09:30:00.000Z') },
    as: async (actor, source, variables = {}) => {
      const contextValue = notificationsContext(base(actor), cursorKey)
      const { data, errors = [] } = await graphql({ schema, source, variableValues: variables, contextValue })
      const codes = errors.map(({ originalError, message }) =>
        originalError instanceof AppError && originalError.code !== 'BAD_USER_INPUT' ? originalError.code : message,
      )
      return { data: JSON.parse(JSON.stringify(data ?? null)), errors: codes }
    },
    happens: async (customerId, event = orderPlaced, orderId = newId('order')) => {
      const envelope: EventEnvelope = {
        specversion: '1.0',
        id: newId('event'),
        source: 'io.iommi/orders',
        type: event.type,
        subject: orderId,
        time: board.clock.now.toISOString(),
        datacontenttype: 'application/json',
        data: moveOf(orderId, customerId),
        tenantid: board.tenant.id,
        seq: 1,
        aggregateversion: 1,
      }
      const context = base(service)
      await withTenant(context, async (tx) => orderEventConsumer.handlers[event.type]?.(tx, context, envelope))
      return orderId
    },
    everything: async () =>
      await Promise.all(
        ['notifications', 'notification_reads', 'notification_read_marks', 'notification_preferences', 'outbox', 'idempotency_keys'].map(
          async (name) =>
            JSON.stringify(
              await database.admin.unsafe(`select * from ${board.table(name)} where tenant_id = $1 order by 1, 2, 3, 4`, [board.tenant.id]),
            ),
        ),
      ),
    published: async (type) =>
      (
        await database.admin.unsafe(
          `select data from ${board.table('outbox')} where tenant_id = $1 and type = $2 and topic = 'notification-events' order by position`,
          [board.tenant.id, `io.iommi.notification.${type}.v1`],
        )
      ).map(({ data }) => data as Readonly<Record<string, unknown>>),
    table: (name) => `${schemaOf('notifications', board.tenant)}.${name}`,
  }
  return board
}

/** Reads and marks on one board. */
export function readingOn(board: Board): Reading {
  const list = async (actor = employee('order-manager'), args = 'first: 100') =>
    at(await board.as(actor, `{ notifications(${args}) { ${pageFields} } }`), 'notifications') as NotificationPage
  const ids = async (actor = employee('order-manager'), args?: string) => (await list(actor, args)).nodes.map(({ id }) => id)
  const mark = async (actor: Actor, notificationId: string, idempotencyKey = newKey()) =>
    at(await board.as(actor, markRead, { input: { idempotencyKey, notificationId } }), 'markNotificationRead')
  return { list, ids, mark }
}

/** Reads `data` along `path`. */
export function at(answer: Answer, ...path: readonly (string | number)[]): unknown {
  if (answer.errors.length > 0) throw new Error(`unexpected: ${answer.errors.join(', ')}`)
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | null | undefined)?.[key], answer.data)
}

export const markRead = `mutation ($input: MarkNotificationReadInput!) {
  markNotificationRead(input: $input) { notification { id readAt } userErrors { code field message } }
}`
export const markAllRead = `mutation ($input: MarkAllNotificationsReadInput!) {
  markAllNotificationsRead(input: $input) { markedCount userErrors { code field } }
}`
export const updatePreferences = `mutation ($input: UpdateNotificationPreferencesInput!) {
  updateNotificationPreferences(input: $input) {
    preferences { locale quietHours { timeZone from to } switches { kind channel isEnabled } version } userErrors { code field message }
  }
}`
