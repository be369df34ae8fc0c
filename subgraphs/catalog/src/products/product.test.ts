import { describe, expect, it } from 'vitest'
import { canMoveTo, changed, hasSamePrices, isOutdated, titleOf, type ProductRecord, type ProductStatus } from './product.ts'

const statuses: readonly ProductStatus[] = ['DRAFT', 'PUBLISHED', 'ARCHIVED']
const product: ProductRecord = {
  id: 'product_1',
  kind: 'GOOD',
  name: 'Widget',
  nameNorm: 'WIDGET',
  description: null,
  status: 'DRAFT',
  version: 3,
  createdAt: new Date(0),
}

describe('product', () => {
  it('moves along the declared ways only', () => {
    const ways = statuses.flatMap((from) => statuses.filter((to) => canMoveTo(from, to)).map((to) => `${from} ${to}`))
    expect(ways).toEqual(['DRAFT PUBLISHED', 'DRAFT ARCHIVED', 'PUBLISHED ARCHIVED', 'ARCHIVED PUBLISHED'])
  })
  it('tells a change from none', () => {
    expect(changed(product, {})).toBeNull()
    expect(changed(product, { name: 'Widget', description: null, status: 'DRAFT' })).toBeNull()
    expect(changed(product, { description: 'Blue' })).toEqual({ name: 'Widget', description: 'Blue', status: 'DRAFT' })
    expect(changed({ ...product, description: 'Blue' }, { description: null })).toEqual({
      name: 'Widget',
      description: null,
      status: 'DRAFT',
    })
  })
  it('is outdated only for a caller who names another version', () => {
    expect([null, undefined, 3, 2, 0].map((expected) => isOutdated(product, expected))).toEqual([false, false, false, true, true])
  })
  it('titles a line with the variant where it has a name', () => {
    expect([titleOf('Widget', null), titleOf('Widget', 'large')]).toEqual(['Widget', 'Widget, large'])
  })
  it('compares price lists in any order', () => {
    const eur = { currency: 'EUR', amountMinor: 1 }
    const gbp = { currency: 'GBP', amountMinor: 2 }
    expect(hasSamePrices([eur, gbp], [gbp, eur])).toBe(true)
    expect(hasSamePrices([eur], [eur, gbp])).toBe(false)
    expect(hasSamePrices([eur, gbp], [eur, { ...gbp, amountMinor: 3 }])).toBe(false)
    expect(hasSamePrices([eur], [gbp])).toBe(false)
  })
})
