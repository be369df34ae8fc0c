import { expect, it } from 'vitest'
import { countryCodes } from './country.ts'

it('knows 249 countries by two capitals each, and those only', () => {
  expect(countryCodes.size).toBe(249)
  expect([...countryCodes].filter((code) => !/^[A-Z]{2}$/.test(code))).toEqual([])
  for (const code of ['XX', 'UK', 'EU', 'ZZ', 'gb']) expect(countryCodes.has(code)).toBe(false)
})
