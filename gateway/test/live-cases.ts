import { stockChanged } from '@iommi/schema/events/catalog-events'
import { mainframeSyncChanged } from '@iommi/schema/events/customer-events'
import { notificationCreated } from '@iommi/schema/events/notification-events'
import { moved, type Change } from './event-log.ts'
import type { MatrixCaller } from './role-matrix.ts'

/** A subscriber: a role, of a customer where it is a client's. */
export type LiveViewer = Exclude<MatrixCaller, 'client' | 'anonymous'> | 'client of customer_1' | 'client of customer_2'

/** All of them. */
export const viewers: readonly LiveViewer[] = [
  'admin',
  'customer-service',
  'order-manager',
  'partner',
  'client of customer_1',
  'client of customer_2',
]

/** Something that happens, and who may be told of it: everybody else must not be. */
export interface LiveCase {
  readonly change: (tenantId: string) => Change<unknown>
  readonly isFor: readonly LiveViewer[]
}

const employees = ['admin', 'customer-service', 'order-manager'] as const

const orderOf = (customerId: string, ...more: readonly LiveViewer[]): LiveCase => ({
  change: (tenantId) => moved(`order_of_${customerId}`, tenantId, { customerId }),
  isFor: [...employees, 'partner', ...more],
})

const notificationFor = (audience: { readonly customerId?: string; readonly role?: string }, ...isFor: readonly LiveViewer[]): LiveCase => {
  const { customerId = null, role = null } = audience
  const data = { kind: 'ORDER_PLACED', audience: customerId === null ? ('EMPLOYEES' as const) : ('CUSTOMER' as const), customerId, role }
  const notificationId = `notification_of_${customerId ?? role ?? ''}`
  return { change: (tenantId) => ({ tenantId, event: notificationCreated, data: { ...data, notificationId, orderId: null } }), isFor }
}

const stock: LiveCase = {
  change: (tenantId) => ({
    tenantId,
    event: stockChanged,
    data: { variantId: 'variant_1', locationId: 'location_1', onHand: 5, reserved: 1, version: 3 },
  }),
  isFor: employees,
}

const sync: LiveCase = {
  change: (tenantId) => ({
    tenantId,
    event: mainframeSyncChanged,
    data: {
      customerId: 'customer_1',
      state: 'PARKED',
      desiredVersion: 3,
      ackedVersion: 2,
      batchId: 'batch_1',
      reject: { code: '4', field: 'CUST-NAME' },
    },
  }),
  isFor: employees,
}

/** For each field of `Subscription` what may happen: each audience there is, once. A field that is not here fails a test. */
export const liveCases: Readonly<Record<string, readonly LiveCase[]>> = {
  orderChanged: [orderOf('customer_1', 'client of customer_1'), orderOf('customer_2', 'client of customer_2'), orderOf('customer_3')],
  notificationReceived: [
    notificationFor({ customerId: 'customer_1' }, 'client of customer_1'),
    notificationFor({ customerId: 'customer_2' }, 'client of customer_2'),
    notificationFor({ role: 'customer-service' }, 'admin', 'customer-service'),
    notificationFor({ role: 'order-manager' }, 'admin', 'order-manager'),
    notificationFor({ role: 'admin' }, 'admin'),
  ],
  stockChanged: [stock],
  mainframeSyncChanged: [sync],
}
