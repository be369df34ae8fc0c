import { invariant } from './errors.ts'

/** An amount in minor units of its currency (ISO 4217): 1999 EUR is 19.99 euros. Always a safe integer. */
export interface Money {
  readonly amountMinor: number
  readonly currency: string
}

/** Adds amounts of one currency; an empty list is zero of `currency`. */
export function sumMoney(currency: string, amounts: readonly Money[]): Money {
  return { currency, amountMinor: amounts.reduce((sum, amount) => addMinor(sum, currency, amount), 0) }
}

/** `unit` times a whole number. */
export function multiplyMoney(unit: Money, quantity: number): Money {
  const amountMinor = unit.amountMinor * quantity
  invariant(Number.isSafeInteger(amountMinor), 'an amount of money is a safe integer')
  return { amountMinor, currency: unit.currency }
}

/** How many decimal places the currency has (ISO 4217): 2 for EUR, 0 for JPY, 3 for BHD. */
export function currencyExponent(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/** Whether `code` is an ISO 4217 currency in use. */
export function isCurrencyCode(code: string): boolean {
  return currencies.has(code)
}

function addMinor(sum: number, currency: string, amount: Money): number {
  invariant(amount.currency === currency, 'amounts of one currency are added')
  const total = sum + amount.amountMinor
  invariant(Number.isSafeInteger(total), 'an amount of money is a safe integer')
  return total
}
