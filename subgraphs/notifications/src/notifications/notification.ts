import {
  orderCancelled,
  orderCompleted,
  orderConfirmed,
  orderDelivered,
  orderFulfilled,
  orderPlaced,
  type OrderMove,
} from '@iommi/schema/events/order-events'
import type { EventDefinition } from '@iommi/schema/events/event'
import type { Actor } from '@iommi/shared/request-context'

/** What a notification is about. */
export type NotificationKind =
  'ORDER_PLACED' | 'ORDER_CONFIRMED' | 'ORDER_FULFILLED' | 'ORDER_DELIVERED' | 'ORDER_COMPLETED' | 'ORDER_CANCELLED'

/** What sort of people a notification is for. */
export type AudienceName = 'CUSTOMER' | 'EMPLOYEES'

/** Roles that notifications go to. Admins see those of all of them. */
export type EmployeeRole = 'customer-service' | 'order-manager'

/** A notification as one reader sees it. */
export interface NotificationRecord {
  readonly id: string
  readonly kind: NotificationKind
  readonly audience: AudienceName
  readonly orderId: string | null
  readonly createdAt: Date
  /** When this reader read it first. */
  readonly readAt: Date | null
}

/** Whom a notification is addressed to: one customer, or the employees of one role. */
export type Audience =
  | { readonly audience: 'CUSTOMER'; readonly customerId: string; readonly role: null }
  | { readonly audience: 'EMPLOYEES'; readonly customerId: null; readonly role: EmployeeRole }

/** A kind: the event it comes from, and who is told. */
export interface NotificationRule {
  readonly kind: NotificationKind
  readonly event: EventDefinition<OrderMove>
  readonly isForCustomer: boolean
  readonly roles: readonly EmployeeRole[]
}

/** The one table of who is told what. Events that are not in it (imports, lines taken back by an import) tell nobody. */
export const notificationRules: readonly NotificationRule[] = [
  { kind: 'ORDER_PLACED', event: orderPlaced, isForCustomer: true, roles: ['order-manager'] },
  { kind: 'ORDER_CONFIRMED', event: orderConfirmed, isForCustomer: true, roles: [] },
  { kind: 'ORDER_FULFILLED', event: orderFulfilled, isForCustomer: true, roles: [] },
  { kind: 'ORDER_DELIVERED', event: orderDelivered, isForCustomer: true, roles: ['order-manager'] },
  { kind: 'ORDER_COMPLETED', event: orderCompleted, isForCustomer: true, roles: [] },
  { kind: 'ORDER_CANCELLED', event: orderCancelled, isForCustomer: true, roles: ['customer-service', 'order-manager'] },
]

/** Everybody the rule tells about an order of that customer. */
export function audiencesOf(rule: Pick<NotificationRule, 'isForCustomer' | 'roles'>, customerId: string): readonly Audience[] {
  const customer: readonly Audience[] = rule.isForCustomer ? [{ audience: 'CUSTOMER', customerId, role: null }] : []
  return [...customer, ...rule.roles.map((role): Audience => ({ audience: 'EMPLOYEES', customerId: null, role }))]
}

/** Whose notifications an actor sees: its customer's, or those of its roles. */
export type Visibility =
  | { readonly audience: 'CUSTOMER'; readonly customerId: string }
  | { readonly audience: 'EMPLOYEES'; readonly roles: readonly EmployeeRole[] }

const employeeRoles: readonly EmployeeRole[] = ['customer-service', 'order-manager']

/** What the actor may see; null for one that is told nothing (partners, services, employees without such a role). */
export function visibilityOf(actor: Actor): Visibility | null {
  if (actor.kind === 'client') return { audience: 'CUSTOMER', customerId: actor.customerId }
  if (actor.kind !== 'employee') return null
  const roles = actor.roles.includes('admin') ? employeeRoles : employeeRoles.filter((role) => actor.roles.includes(role))
  return roles.length === 0 ? null : { audience: 'EMPLOYEES', roles }
}

/** The kinds that can reach somebody with that visibility, in the order of an order's life. */
export function kindsFor(visibility: Visibility | null): readonly NotificationKind[] {
  return notificationRules.filter((rule) => reaches(rule, visibility)).map(({ kind }) => kind)
}

function reaches(rule: NotificationRule, visibility: Visibility | null): boolean {
  if (visibility === null) return false
  return visibility.audience === 'CUSTOMER' ? rule.isForCustomer : rule.roles.some((role) => visibility.roles.includes(role))
}
