import { describe, expect, it } from 'vitest'
import { changedAddress, nextDefault, type AddressRecord } from './address.ts'

const address = (id: string, isDefault: boolean): AddressRecord => ({
  id,
  customerId: 'customer_1',
  line1: '1 High Street',
  line2: 'Flat 2',
  city: 'London',
  region: null,
  postalCode: 'SW1A 1AA',
  countryCode: 'GB',
  isDefault,
})

describe('changedAddress', () => {
  it('is null when nothing differs', () => {
    expect(changedAddress(address('a', false), { makeDefault: false })).toBeNull()
    expect(changedAddress(address('a', true), { makeDefault: true, city: 'London', region: null, line1: undefined })).toBeNull()
    expect(changedAddress(address('a', true), { makeDefault: false })).toBeNull()
  })

  it('keeps what is not given and clears what is null', () => {
    expect(changedAddress(address('a', false), { makeDefault: false, line2: null, city: 'Leeds' })).toEqual({
      ...address('a', false),
      line2: null,
      city: 'Leeds',
    })
    expect(changedAddress(address('a', false), { makeDefault: true })).toEqual(address('a', true))
  })
})

describe('nextDefault', () => {
  const [a, b, c] = [address('a', false), address('b', true), address('c', false)]

  it('is the oldest of the others when the default goes', () => expect(nextDefault([c, b, a], b)).toBe(a))
  it('is none when another address goes', () => expect(nextDefault([a, b, c], c)).toBeNull())
  it('is none when the last address goes', () => expect(nextDefault([b], b)).toBeNull())
})
