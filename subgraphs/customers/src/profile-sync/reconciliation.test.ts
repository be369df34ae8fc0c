import { expect, it } from 'vitest'
import { compareProfile, countFindings } from './reconciliation.ts'

const expected = { customerId: 'customer_1', version: 3, hash: 'aa' }
const stored = { customerId: 'customer_1', version: 3, hash: 'aa' }

it.each([
  [null, stored],
  ['MISSING', undefined],
  ['BEHIND', { ...stored, version: 2 }],
  ['AHEAD', { ...stored, version: 4 }],
  ['DIFFERENT', { ...stored, hash: 'bb' }],
])('finds %s', (kind, found) => expect(compareProfile(expected, found)?.kind ?? null).toBe(kind))

it('counts each kind, those without a finding too', () => {
  const finding = { kind: 'AHEAD', customerId: 'customer_1', expectedVersion: 1, storedVersion: 2 } as const
  expect(countFindings([finding, finding])).toEqual({ MISSING: 0, BEHIND: 0, AHEAD: 2, DIFFERENT: 0, UNKNOWN: 0 })
})
