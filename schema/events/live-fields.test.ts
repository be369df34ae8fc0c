import { isObjectType, isUnionType, type GraphQLSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { composeApi } from '../compose.ts'
import { readSubgraphs } from '../subgraph-list.ts'
import { productUpdated, stockChanged } from './catalog-events.ts'
import { customerProfileChanged, mainframeSyncChanged } from './customer-events.ts'
import type { EventDefinition, EventEnvelope } from './event.ts'
import { defineLiveField, type LiveField, type Viewer } from './live-field.ts'
import { liveFields } from './live-fields.ts'
import { notificationCreated, notificationRead } from './notification-events.ts'
import * as orderEvents from './order-events.ts'

const api: GraphQLSchema = composeApi(readSubgraphs())

const viewer = (kind: Viewer['kind'], ...roles: readonly string[]): Viewer => ({ kind, roles, customerId: null })
const clientOf = (customerId: string): Viewer => ({ kind: 'client', roles: ['client'], customerId })
const manager = viewer('employee', 'order-manager')
const partner = viewer('partner', 'partner')

function fieldNamed(name: string): LiveField {
  const field = liveFields.find((each) => each.name === name)
  if (field === undefined) throw new Error(`${name} is no live field`)
  return field
}

function eventOf<Data>(event: EventDefinition<Data>, data: z.input<typeof event.data>): EventEnvelope {
  return {
    specversion: '1.0',
    id: 'event_1',
    source: 'io.iommi/test',
    type: event.type,
    subject: 'thing_1',
    time: '2026-11-20T09:30:00.000Z',
    datacontenttype: 'application/json',
    data: data as Record<string, unknown>,
    tenantid: '01890000-0000-7000-8000-00000000acfe',
    seq: 1,
    aggregateversion: 4,
  }
}

const move = (changes: object = {}): object => ({
  orderId: 'order_1',
  customerId: 'customer_1',
  fromStatus: 'PLACED',
  toStatus: 'CONFIRMED',
  fromFulfillmentStatus: 'UNFULFILLED',
  toFulfillmentStatus: 'PARTIALLY_FULFILLED',
  version: 2,
  ...changes,
})

const parked = {
  customerId: 'customer_1',
  state: 'PARKED',
  desiredVersion: 3,
  ackedVersion: 2,
  batchId: 'batch_1',
  reject: { code: '4', field: 'CUST-NAME' },
} as const

describe('every live field', () => {
  it('is a field of Subscription, and the other way round', () => {
    const fields = Object.keys(api.getSubscriptionType()?.getFields() ?? {})
    expect(liveFields.map(({ name }) => name).toSorted()).toEqual(fields.toSorted())
  })

  it.each(liveFields)('$name says every field of its message, or null where it may, and no other', ({ name, messageType, subject }) => {
    const type = api.getType(messageType)
    if (!isObjectType(type)) throw new Error(`${messageType} is no type`)
    const samples: Readonly<Record<string, EventEnvelope>> = {
      orderChanged: eventOf(orderEvents.orderConfirmed, move()),
      notificationReceived: eventOf(notificationCreated, notification({ audience: 'CUSTOMER', customerId: 'customer_1' })),
      stockChanged: eventOf(stockChanged, { variantId: 'variant_1', locationId: 'location_1', onHand: 7, reserved: 2, version: 3 }),
      mainframeSyncChanged: eventOf(mainframeSyncChanged, parked),
    }
    const sample = samples[name]
    const asWhom = name === 'notificationReceived' ? clientOf('customer_1') : manager
    const message = sample === undefined ? null : fieldNamed(name).select(asWhom, {})(sample)
    expect(['cursor', 'eventId', ...Object.keys(message ?? {})].toSorted()).toEqual(Object.keys(type.getFields()).toSorted())
    const reference = { __typename: expect.any(String), id: expect.any(String) }
    expect(subject === undefined ? reference : message?.[subject]).toEqual(reference)
  })

  it.each(liveFields)('$name answers a union of its message, a checkpoint and the end', ({ name, messageType }) => {
    const type = api.getSubscriptionType()?.getFields()[name]?.type
    const union = type !== undefined && 'ofType' in type ? type.ofType : type
    if (!isUnionType(union)) throw new Error(`${name} answers no union`)
    expect(union.getTypes().map((each) => each.name)).toEqual([messageType, 'Checkpoint', 'ResyncRequired'])
  })
})

describe('orderChanged', () => {
  const { select } = fieldNamed('orderChanged')

  it('tells of every event of orders', () => {
    for (const event of Object.values(orderEvents)) {
      expect([event.type, select(manager, {})(eventOf(event, move()))?.['type']]).toEqual([event.type, event.type])
    }
  })

  it('says what the event says, and refers to the order', () => {
    expect(select(manager, {})(eventOf(orderEvents.orderConfirmed, move()))).toEqual({
      type: 'io.iommi.order.confirmed.v1',
      occurredAt: '2026-11-20T09:30:00.000Z',
      orderVersion: 2,
      fromStatus: 'PLACED',
      toStatus: 'CONFIRMED',
      fromFulfillmentStatus: 'UNFULFILLED',
      toFulfillmentStatus: 'PARTIALLY_FULFILLED',
      order: { __typename: 'Order', id: 'order_1' },
    })
    const placed = select(manager, {})(eventOf(orderEvents.orderPlaced, move({ fromStatus: null, fromFulfillmentStatus: null })))
    expect(placed).toMatchObject({ fromStatus: null, fromFulfillmentStatus: null })
  })

  it.each([
    ['an employee', manager, true],
    ['an employee without a role', viewer('employee'), true],
    ['a partner', partner, true],
    ['the order’s customer', clientOf('customer_1'), true],
    ['another customer', clientOf('customer_2'), false],
    ['a client who is no customer', viewer('client', 'client'), false],
  ])('is for %s: %s', (_who, asWhom, isTold) => {
    expect(select(asWhom, {})(eventOf(orderEvents.orderConfirmed, move())) !== null).toBe(isTold)
  })

  it.each([
    [{}, true],
    [{ where: null }, true],
    [{ where: {} }, true],
    [{ where: { status: null, orderId: null } }, true],
    [{ where: { status: {} } }, true],
    [{ where: { status: { in: null } } }, true],
    [{ where: { status: { in: ['PLACED'] } } }, true],
    [{ where: { status: { in: ['CONFIRMED', 'CANCELLED'] } } }, true],
    [{ where: { status: { in: ['CANCELLED'] } } }, false],
    [{ where: { status: { in: [] } } }, false],
    [{ where: { orderId: { in: ['order_2', 'order_1'] } } }, true],
    [{ where: { orderId: { in: ['order_2'] } } }, false],
    [{ where: { orderId: { in: ['order_1'] }, status: { in: ['CANCELLED'] } } }, false],
    [{ where: { orderId: { in: ['order_1'] }, status: { in: ['CONFIRMED'] } } }, true],
  ])('under %j: %s', (args, isTold) => {
    expect(select(manager, args)(eventOf(orderEvents.orderConfirmed, move())) !== null).toBe(isTold)
  })

  it('names the argument that asks for too much', () => {
    const ids = (count: number): object => ({ where: { orderId: { in: Array.from({ length: count }, String) } } })
    expect(() => select(manager, { ...ids(100) })).not.toThrow()
    expect(() => select(manager, { ...ids(101) })).toThrow('where.orderId.in: at most 100 values are allowed.')
  })
})

const notification = (audience: object): object => ({
  notificationId: 'notification_1',
  kind: 'ORDER_PLACED',
  audience: 'EMPLOYEES',
  customerId: null,
  role: null,
  orderId: 'order_1',
  ...audience,
})

describe('notificationReceived', () => {
  const { select, isPersonal } = fieldNamed('notificationReceived')
  const isFor = (asWhom: Viewer, audience: object): boolean =>
    select(asWhom, {})(eventOf(notificationCreated, notification(audience))) !== null

  it('is worked out for each reader: what somebody has switched off or read is their own', () => {
    expect(isPersonal).toBe(true)
  })

  it('refers to the notification', () => {
    expect(select(manager, {})(eventOf(notificationCreated, notification({ role: 'order-manager' })))).toEqual({
      occurredAt: '2026-11-20T09:30:00.000Z',
      notification: { __typename: 'Notification', id: 'notification_1' },
    })
  })

  it.each([
    ['the customer', clientOf('customer_1'), true],
    ['another customer', clientOf('customer_2'), false],
    ['an admin', viewer('employee', 'admin'), false],
    ['an employee', manager, false],
    ['a partner', partner, false],
  ])('of a customer is for %s: %s', (_who, asWhom, isTold) => {
    expect(isFor(asWhom, { audience: 'CUSTOMER', customerId: 'customer_1' })).toBe(isTold)
  })

  it.each([
    ['who has it', manager, true],
    ['who has it beside another', viewer('employee', 'customer-service', 'order-manager'), true],
    ['an admin', viewer('employee', 'admin'), true],
    ['who has another', viewer('employee', 'customer-service'), false],
    ['who has none', viewer('employee'), false],
    ['a client, whatever it is called', { ...clientOf('customer_1'), roles: ['order-manager', 'admin'] }, false],
    ['a partner', { ...partner, roles: ['order-manager', 'admin'] }, false],
  ])('of a role is for %s: %s', (_who, asWhom, isTold) => {
    expect(isFor(asWhom, { role: 'order-manager' })).toBe(isTold)
  })

  it('of no customer and no role is for admins', () => {
    expect([isFor(viewer('employee', 'admin'), {}), isFor(manager, {}), isFor(clientOf('customer_1'), {})]).toEqual([true, false, false])
    expect(isFor(viewer('client', 'client'), { audience: 'CUSTOMER' })).toBe(false)
  })

  it('tells nothing of what somebody has read', () => {
    expect(select(manager, {})(eventOf(notificationRead, { notificationId: 'notification_1', reader: 'r' }))).toBeNull()
  })
})

describe('stockChanged', () => {
  const { select } = fieldNamed('stockChanged')
  const event = eventOf(stockChanged, { variantId: 'variant_1', locationId: 'location_1', onHand: 7, reserved: 2, version: 3 })

  it('says what the event says, and refers to the variant', () => {
    expect(select(manager, {})(event)).toEqual({
      occurredAt: '2026-11-20T09:30:00.000Z',
      levelVersion: 3,
      onHand: 7,
      reserved: 2,
      available: 5,
      variant: { __typename: 'ProductVariant', id: 'variant_1' },
    })
  })

  it('is for employees', () => {
    const told = [manager, viewer('employee'), clientOf('customer_1'), partner].map((each) => select(each, {})(event) !== null)
    expect(told).toEqual([true, true, false, false])
  })

  it('tells of stock, of the variants asked for', () => {
    expect(select(manager, {})(eventOf(productUpdated, { productId: 'product_1', version: 2 }))).toBeNull()
    expect(select(manager, { where: { variantId: { in: ['variant_1'] } } })(event)).not.toBeNull()
    expect(select(manager, { where: { variantId: { in: ['variant_2'] } } })(event)).toBeNull()
  })
})

describe('mainframeSyncChanged', () => {
  const { select } = fieldNamed('mainframeSyncChanged')

  it('says what the event says, refers to the customer, and has a sentence for a refusal', () => {
    expect(select(manager, {})(eventOf(mainframeSyncChanged, parked))).toEqual({
      occurredAt: '2026-11-20T09:30:00.000Z',
      customer: { __typename: 'Customer', id: 'customer_1' },
      state: 'PARKED',
      desiredVersion: 3,
      ackedVersion: 2,
      batchId: 'batch_1',
      reject: { code: '4', field: 'CUST-NAME', message: 'The mainframe refused CUST-NAME with code 4.' },
    })
    const whole = eventOf(mainframeSyncChanged, { ...parked, reject: { code: '8', field: null } })
    expect(select(manager, {})(whole)?.['reject']).toMatchObject({ message: 'The mainframe refused the profile with code 8.' })
    const synced = eventOf(mainframeSyncChanged, { ...parked, state: 'SYNCED', batchId: null, reject: null })
    expect(select(manager, {})(synced)).toMatchObject({ state: 'SYNCED', batchId: null, reject: null })
  })

  it('is for employees', () => {
    const event = eventOf(mainframeSyncChanged, parked)
    const told = [manager, viewer('employee'), clientOf('customer_1'), partner].map((each) => select(each, {})(event) !== null)
    expect(told).toEqual([true, true, false, false])
  })

  it('tells nothing else of customers', () => {
    expect(select(manager, {})(eventOf(customerProfileChanged, { customerId: 'customer_1', version: 2 }))).toBeNull()
  })
})

describe('a live field', () => {
  const declaration = {
    name: 'mixed',
    messageType: 'Mixed',
    isPersonal: false,
    where: { safeParse: () => ({ data: {} }) } as unknown as z.ZodType<object>,
    isFor: () => true,
    matches: () => true,
    fields: () => ({}),
  }

  it('is over events of one topic', () => {
    expect(() => defineLiveField({ ...declaration, events: [] })).toThrow('mixed: its events are of one topic')
    const events: readonly EventDefinition<unknown>[] = [orderEvents.orderPlaced, stockChanged]
    expect(() => defineLiveField({ ...declaration, events })).toThrow('mixed: its events are of one topic')
  })

  it('does not take an event for what it is not: one that breaks its contract is an error, not silence', () => {
    const { select } = fieldNamed('orderChanged')
    expect(() => select(manager, {})(eventOf(orderEvents.orderPlaced, { orderId: 7 }))).toThrow(/orderId/)
  })
})
