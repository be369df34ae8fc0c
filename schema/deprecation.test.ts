import { describe, expect, it } from 'vitest'
import { readDeprecation } from './deprecation.ts'

describe('the reason of a deprecation', () => {
  it('says what to use, since when, and until when it works', () => {
    expect(readDeprecation('use `Order.lines` since 2026-11-20; removed after 2027-06-30')).toEqual({
      replacement: '`Order.lines`',
      since: '2026-11-20',
      removedAfter: '2027-06-30',
    })
  })

  it.each([
    'use b',
    'use b; removed after 2027-06-30',
    'use b since 2026-11-20',
    'use  since 2026-11-20; removed after 2027-06-30',
    'use b since 2026-11-20; removed after 2027-06-31',
    'use b since 2026-13-20; removed after 2027-06-30',
    'use b since 2027-06-30; removed after 2027-06-30',
    'use b since 2026-11-20; removed after 2027-06-30, or later',
    'No longer supported',
  ])('is refused when it says "%s"', (reason) => {
    expect(readDeprecation(reason)).toBeNull()
  })
})
