import type { Money } from '../orders/order-record.ts'

/** Sums of money, one for each currency. */
export type Revenue = Readonly<Record<string, Money>>

/** The sums with `money` added to the one of its currency. */
export function addMoney(revenue: Revenue, money: Money | null): Revenue {
  if (money === null) return revenue
  const amountMinor = (revenue[money.currency]?.amountMinor ?? 0) + money.amountMinor
  return { ...revenue, [money.currency]: { ...money, amountMinor } }
}

/** All sums added up by currency. */
export function sumOf(revenues: Iterable<Revenue>): Revenue {
  let sum: Revenue = {}
  for (const revenue of revenues) for (const money of Object.values(revenue)) sum = addMoney(sum, money)
  return sum
}

/** The currency with the largest sum; null where there is none. Amounts of different currencies are compared as they are: good enough to choose what to show first. */
export function mainCurrency(revenue: Revenue): string | null {
  const [largest] = Object.values(revenue).toSorted((left, right) => valueOf(right) - valueOf(left))
  return largest?.currency ?? null
}

/** An amount in whole units of its currency: for charts, not for adding up. */
export function valueOf({ amountMinor, exponent }: Money): number {
  return amountMinor / 10 ** exponent
}
