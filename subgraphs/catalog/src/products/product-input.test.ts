import { describe, expect, it } from 'vitest'
import { foldSpelling } from '../spelling.ts'
import { isSku, pricesField, variantsField } from './product-input.ts'

describe('product input', () => {
  it('takes a SKU of 64 characters and refuses 65, emptiness and control characters', () => {
    expect(['a'.repeat(64), 'a'.repeat(65), '', '  ', 'a\u0000b', 'a\nb', '85123A', 'gift 0001'].map(isSku)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
      true,
      true,
    ])
  })
  it('holds variants to different SKUs and prices to one per currency, whatever the spelling', () => {
    expect(variantsField.safeParse([{ sku: 'ab' }, { sku: ' AB' }]).success).toBe(false)
    const price = { amountMinor: 1, currency: 'EUR' }
    expect(pricesField.safeParse([price, price]).success).toBe(false)
    expect(pricesField.safeParse([{ ...price, amountMinor: -1 }]).success).toBe(false)
    expect(pricesField.safeParse([{ ...price, amountMinor: 0.5 }]).success).toBe(false)
  })
  it('folds spellings that mean the same, however accents are encoded', () => {
    expect(foldSpelling(' cafe\u0301 ')).toBe(foldSpelling('CAF\u00c9'))
  })
})
