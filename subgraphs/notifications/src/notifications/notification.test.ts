import * as orderEvents from '@iommi/schema/events/order-events'
import { client, employee, service } from '@iommi/shared/testing/test-context'
import { expect, it } from 'vitest'
import { audiencesOf, kindsFor, notificationRules, visibilityOf } from './notification.ts'

it('tells of every event of orders but those of imports', () => {
  const types = Object.values(orderEvents).map(({ type }) => type)
  const untold = types.filter((type) => !notificationRules.some(({ event }) => event.type === type))
  expect(untold).toEqual(['io.iommi.order.imported.v1', 'io.iommi.order.lines-cancelled.v1'])
})

it('addresses the customer and each role once', () => {
  expect(audiencesOf({ isForCustomer: true, roles: ['customer-service', 'order-manager'] }, 'customer_1')).toEqual([
    { audience: 'CUSTOMER', customerId: 'customer_1', role: null },
    { audience: 'EMPLOYEES', customerId: null, role: 'customer-service' },
    { audience: 'EMPLOYEES', customerId: null, role: 'order-manager' },
  ])
})

it.each([
  ['a client', client('customer_1'), { audience: 'CUSTOMER', customerId: 'customer_1' }, 6],
  ['an order manager', employee('order-manager'), { audience: 'EMPLOYEES', roles: ['order-manager'] }, 3],
  ['customer service', employee('customer-service'), { audience: 'EMPLOYEES', roles: ['customer-service'] }, 1],
  ['an admin', employee('admin'), { audience: 'EMPLOYEES', roles: ['customer-service', 'order-manager'] }, 3],
  ['an employee without a role', employee(), null, 0],
  ['a partner', { kind: 'partner', id: 'p', name: 'P', roles: ['partner'] } as const, null, 0],
  ['a service', service, null, 0],
])('shows %s what it is told', (_who, actor, visibility, kinds) => {
  expect(visibilityOf(actor)).toEqual(visibility)
  expect(kindsFor(visibilityOf(actor))).toHaveLength(kinds)
})
