/** A value read from text, or why the text holds none. */
export type Reading<Value> = { readonly value: Value } | { readonly reason: string }

const decimal = /^(-?)(?=\.?\d)(\d{0,12})(?:\.(\d*))?$/

/**
 * The minor units of a decimal such as `2.55`, digit by digit and therefore exact. At most twelve digits before the point. Digits beyond
 * the currency's places may be zeros only: an amount is never rounded.
 */
export function readMinorUnits(text: string, exponent: number): Reading<number> {
  const [, sign, whole = '', fraction = ''] = decimal.exec(text) ?? []
  if (sign === undefined) return { reason: 'the price is not a number' }
  if (/[^0]/.test(fraction.slice(exponent))) return { reason: 'the price has more decimals than its currency' }
  const minor = Number(`${whole}${fraction.slice(0, exponent).padEnd(exponent, '0')}`)
  return { value: sign === '-' && minor !== 0 ? -minor : minor }
}
