import type { Money } from '../orders/order-record.ts'

/** An amount as people write it, in the browser's language: `1999` with exponent 2 in EUR is `€19.99`. */
export function moneyText({ amountMinor, currency, exponent }: Money): string {
  return formatOf(currency, { minimumFractionDigits: exponent, maximumFractionDigits: exponent }).format(amountMinor / 10 ** exponent)
}

/** An amount without its fraction, for large sums. */
export function roundMoneyText({ amountMinor, currency, exponent }: Money): string {
  return formatOf(currency, { maximumFractionDigits: 0 }).format(amountMinor / 10 ** exponent)
}

/** A number with the separators of the browser's language. */
export function countText(count: number): string {
  return count.toLocaleString()
}

function formatOf(currency: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return new Intl.NumberFormat(undefined, { style: 'currency', currency, ...options })
}
