import { expect, test } from 'vitest'
import { seedCustomers } from './seed-customers.ts'
import { lastSeedReference, seedOrders, type SeedOrder } from './seed-orders.ts'
import { seedProducts } from './seed-products.ts'

const acme = { slug: 'acme', defaultCurrency: 'GBP' }
const globex = { slug: 'globex', defaultCurrency: 'EUR' }
const today = new Date('2026-11-20T00:00:00Z')
const dayMs = 86_400_000

function ordersOf(tenant: typeof acme, day: Date): readonly SeedOrder[] {
  const customerKeys = seedCustomers(tenant, day).map(({ importKey }) => importKey)
  return seedOrders(tenant, day, { products: seedProducts(tenant), customerKeys })
}

test('makes up 270 goods with stock and 30 services without, each with a SKU of its own and two prices', () => {
  for (const tenant of [acme, globex]) {
    const products = seedProducts(tenant)
    const isStocked = products.map(({ kind, onHand }) => `${kind} ${onHand === undefined ? 'uncounted' : 'counted'}`)
    expect([
      isStocked.filter((each) => each === 'GOOD counted').length,
      isStocked.filter((each) => each === 'SERVICE uncounted').length,
    ]).toStrictEqual([270, 30])
    expect(new Set(products.map(({ sku }) => sku.toUpperCase())).size).toBe(300)
    expect(new Set(products.map(({ name }) => name)).size).toBe(300)
    const currencies = tenant === acme ? 'GBP EUR' : 'EUR USD'
    expect(new Set(products.map(({ prices }) => prices.map(({ currency }) => currency).join(' ')))).toStrictEqual(new Set([currencies]))
    expect(
      products.flatMap(({ prices }) => prices).filter(({ amountMinor }) => !Number.isSafeInteger(amountMinor) || amountMinor <= 0),
    ).toStrictEqual([])
    expect(new Set(products.map(({ status }) => status))).toStrictEqual(new Set(['PUBLISHED', 'DRAFT', 'ARCHIVED']))
  }
})

test('makes up a thousand customers, older than any order, with addresses nobody else has and some without', () => {
  const customers = seedCustomers(acme, today)
  const emails = customers.flatMap(({ email }) => (email === undefined ? [] : [email]))
  expect(customers).toHaveLength(1_000)
  expect(new Set(customers.map(({ importKey }) => importKey)).size).toBe(1_000)
  expect(new Set(emails).size).toBe(emails.length)
  expect(emails.filter((email) => !/^[a-z]+(\.[a-z]+)*\d*@example\.(com|org|net)$/.test(email))).toStrictEqual([])
  expect(1_000 - emails.length).toBeGreaterThan(50)
  expect(customers.filter(({ phone }) => phone !== undefined).length).toBeGreaterThan(300)
  expect(customers.filter(({ createdAt }) => createdAt === undefined || createdAt.getTime() > today.getTime() - 90 * dayMs)).toStrictEqual(
    [],
  )
})

test('makes up three thousand orders over the last 90 days, oldest first, in every state', () => {
  const orders = ordersOf(acme, today)
  const times = orders.map(({ placedAt }) => placedAt.getTime())
  expect(orders).toHaveLength(3_000)
  expect(times).toStrictEqual(times.toSorted((left, right) => left - right))
  expect(times.filter((time) => time < today.getTime() - 90 * dayMs || time >= today.getTime())).toStrictEqual([])
  expect(new Set(orders.map(({ status, fulfillmentStatus }) => `${status} ${fulfillmentStatus}`))).toStrictEqual(
    new Set([
      'PLACED UNFULFILLED',
      'CONFIRMED UNFULFILLED',
      'CONFIRMED PARTIALLY_FULFILLED',
      'CONFIRMED FULFILLED',
      'CONFIRMED DELIVERED',
      'COMPLETED DELIVERED',
      'CANCELLED UNFULFILLED',
    ]),
  )
  expect(new Set(orders.map(({ currency }) => currency))).toStrictEqual(new Set(['GBP', 'EUR']))
  expect(new Set(orders.map(({ lines }) => lines.length))).toStrictEqual(new Set([1, 2, 3, 4, 5, 6]))
  expect(orders.at(-1)?.externalReference).toBe(lastSeedReference)
  expect(new Set(orders.map(({ externalReference }) => externalReference)).size).toBe(3_000)
})

test('sells at the product’s price in the currency of the order, never a draft, and leaves something to send of what has partly left', () => {
  const orders = ordersOf(globex, today)
  const wrong = orders.flatMap(({ currency, lines }) =>
    lines.filter(
      ({ product, unitPriceMinor }) =>
        product.status === 'DRAFT' || product.prices.find((price) => price.currency === currency)?.amountMinor !== unitPriceMinor,
    ),
  )
  expect(wrong).toStrictEqual([])
  const begun = orders.filter(({ fulfillmentStatus }) => fulfillmentStatus === 'PARTIALLY_FULFILLED')
  expect(begun.filter(({ lines }) => (lines[0]?.quantity ?? 0) < 2)).toStrictEqual([])
})

test('is the same each time, and on another day the same but for the dates', () => {
  expect(ordersOf(acme, today)).toStrictEqual(ordersOf(acme, today))
  const later = new Date(today.getTime() + 10 * dayMs)
  const moved = ordersOf(acme, later).map((order) => ({ ...order, placedAt: new Date(order.placedAt.getTime() - 10 * dayMs) }))
  expect(moved).toStrictEqual(ordersOf(acme, today))
  expect(seedCustomers(acme, later).map(({ name, email }) => [name, email])).toStrictEqual(
    seedCustomers(acme, today).map(({ name, email }) => [name, email]),
  )
})

test('differs between tenants', () => {
  expect(seedCustomers(acme, today)[0]).not.toStrictEqual(seedCustomers(globex, today)[0])
  expect(ordersOf(acme, today)[0]).not.toStrictEqual(ordersOf(globex, today)[0])
})
