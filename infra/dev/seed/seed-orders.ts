import type { OrderRow, ProductRow } from '../import/bulk-target.ts'
import { seededRandom, type Random } from './random.ts'

/** An order that still names its customer and products by their keys. */
export interface SeedOrder extends Omit<OrderRow, 'customerId' | 'lines'> {
  readonly externalReference: string
  readonly customerKey: string
  readonly lines: readonly SeedOrderLine[]
}

/** A line of such an order. */
export interface SeedOrderLine {
  readonly product: ProductRow
  readonly quantity: number
  readonly unitPriceMinor: number
}

type OrderState = Pick<OrderRow, 'status' | 'fulfillmentStatus'>

const placed: OrderState = { status: 'PLACED', fulfillmentStatus: 'UNFULFILLED' }
const confirmed: OrderState = { status: 'CONFIRMED', fulfillmentStatus: 'UNFULFILLED' }
const begun: OrderState = { status: 'CONFIRMED', fulfillmentStatus: 'PARTIALLY_FULFILLED' }
const sent: OrderState = { status: 'CONFIRMED', fulfillmentStatus: 'FULFILLED' }
const delivered: OrderState = { status: 'CONFIRMED', fulfillmentStatus: 'DELIVERED' }
const completed: OrderState = { status: 'COMPLETED', fulfillmentStatus: 'DELIVERED' }
const cancelled: OrderState = { status: 'CANCELLED', fulfillmentStatus: 'UNFULFILLED' }

// What orders up to this age are like, in per cent.
const statesByAge: readonly { readonly daysMax: number; readonly shares: readonly (readonly [state: OrderState, percent: number])[] }[] = [
  {
    daysMax: 3,
    shares: [
      [placed, 60],
      [confirmed, 30],
      [begun, 3],
      [cancelled, 7],
    ],
  },
  {
    daysMax: 10,
    shares: [
      [placed, 10],
      [confirmed, 25],
      [begun, 12],
      [sent, 35],
      [delivered, 10],
      [cancelled, 8],
    ],
  },
  {
    daysMax: 30,
    shares: [
      [confirmed, 2],
      [begun, 5],
      [sent, 10],
      [delivered, 20],
      [completed, 55],
      [cancelled, 8],
    ],
  },
  {
    daysMax: 90,
    shares: [
      [delivered, 2],
      [completed, 90],
      [cancelled, 8],
    ],
  },
]

const orderCount = 3_000
const days = 90
const dayMs = 86_400_000

/** The last order's own reference: who finds it knows that everything was seeded. */
export const lastSeedReference = referenceOf(orderCount)

/** What there is to buy, and who buys. */
export interface SeedMarket {
  readonly products: readonly ProductRow[]
  readonly customerKeys: readonly string[]
}

/** 3,000 orders of a tenant over the 90 days before `today` (midnight UTC), oldest first; the same each time but for their dates. */
export function seedOrders(tenant: { readonly slug: string }, today: Date, market: SeedMarket): readonly SeedOrder[] {
  const random = seededRandom(`orders of ${tenant.slug}`)
  const agesMs = Array.from({ length: orderCount }, () => random.int(1, days * dayMs)).toSorted((left, right) => right - left)
  return agesMs.map((ageMs, index) => {
    const state = stateAt(ageMs / dayMs, random)
    return {
      importKey: `seed-${String(index + 1).padStart(4, '0')}`,
      externalReference: referenceOf(index + 1),
      customerKey: buyer(market.customerKeys, random),
      placedAt: new Date(today.getTime() - ageMs),
      ...state,
      ...basket(market.products, { isOld: ageMs > 30 * dayMs, hasPartlyLeft: state === begun }, random),
    }
  })
}

function referenceOf(number: number): string {
  return `WEB-${String(number).padStart(6, '0')}`
}

function stateAt(ageDays: number, random: Random): OrderState {
  const shares = statesByAge.find(({ daysMax }) => ageDays <= daysMax)?.shares ?? []
  let rest = random.int(1, 100)
  for (const [state, percent] of shares) {
    if (rest <= percent) return state
    rest -= percent
  }
  return completed
}

// Small baskets are the usual ones. One order in ten is in the second currency. What is not sold any more was sold once.
function basket(
  products: readonly ProductRow[],
  { isOld, hasPartlyLeft }: { readonly isOld: boolean; readonly hasPartlyLeft: boolean },
  random: Random,
): Pick<SeedOrder, 'currency' | 'lines'> {
  const sold = products.filter(({ status }) => status === 'PUBLISHED' || (isOld && status === 'ARCHIVED'))
  const priceIndex = random.chance(0.9) ? 0 : 1
  const lines = Array.from({ length: Math.min(random.int(1, 6), random.int(1, 6), random.int(1, 6)) }, (_, position): SeedOrderLine => {
    const product = random.pick(sold)
    // Some of the first line has left, and some has not.
    const quantityMin = hasPartlyLeft && position === 0 ? 2 : 1
    const quantity = random.int(quantityMin, product.kind === 'SERVICE' ? 2 : 12)
    return { product, quantity, unitPriceMinor: product.prices[priceIndex]?.amountMinor ?? 0 }
  })
  return { currency: lines[0]?.product.prices[priceIndex]?.currency ?? '', lines }
}

// Half of the orders come from a tenth of the customers.
function buyer(customerKeys: readonly string[], random: Random): string {
  return random.pick(random.chance(0.5) ? customerKeys.slice(0, Math.ceil(customerKeys.length / 10)) : customerKeys)
}
