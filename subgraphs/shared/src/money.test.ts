import * as fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { currencyExponent, isCurrencyCode, multiplyMoney, sumMoney } from './money.ts'

describe('money', () => {
  it('adds and multiplies like whole numbers of any size, or refuses', () => {
    const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })
    fc.assert(
      fc.property(fc.array(amount), fc.integer({ min: 0, max: 100_000 }), (amounts, quantity) => {
        const exact = amounts.reduce((sum, each) => sum + BigInt(each) * BigInt(quantity), 0n)
        const lines = amounts.map((amountMinor) => multiplyMoney({ amountMinor, currency: 'EUR' }, quantity))
        return BigInt(sumMoney('EUR', lines).amountMinor) === exact
      }),
    )
    expect(() => multiplyMoney({ amountMinor: Number.MAX_SAFE_INTEGER, currency: 'EUR' }, 2)).toThrow('safe integer')
    expect(() => sumMoney('EUR', [{ amountMinor: 1, currency: 'GBP' }])).toThrow('one currency')
  })

  it('knows currencies and their decimal places', () => {
    expect(['EUR', 'JPY', 'BHD'].map(currencyExponent)).toEqual([2, 0, 3])
    expect(['EUR', 'eur', 'XYZ', ''].map(isCurrencyCode)).toEqual([true, false, false, false])
  })

  it('is an integer in every table and every schema: no float anywhere (recipe 54)', () => {
    const packages = new URL('../../', import.meta.url)
    const sources = readdirSync(packages, { recursive: true, encoding: 'utf8' }).filter(
      (path) => !path.includes('node_modules') && /\.(sql|graphql)$/.test(path),
    )
    expect(sources.length).toBeGreaterThan(6)
    const hasFloat = (path: string, text: string) =>
      path.endsWith('.sql') ? /\b(float4|float8|real|double precision|numeric|decimal)\b/i.test(text) : /: \[?Float\b/.test(text)
    const floats = sources.filter((path) => hasFloat(path, readFileSync(new URL(path, packages), 'utf8')))
    expect(floats).toEqual([])
  })
})
