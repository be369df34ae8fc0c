import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedProfile, emailKey, isStale, nameSortKey } from './customer.ts'

const ada = { name: 'Ada', email: 'ada@example.com', phone: '+442079460958' }

describe('changedProfile', () => {
  it('is null when nothing differs', () => {
    expect(changedProfile(ada, {})).toBeNull()
    expect(changedProfile(ada, { name: undefined, email: undefined, phone: undefined })).toBeNull()
    expect(changedProfile(ada, ada)).toBeNull()
    expect(changedProfile({ ...ada, email: null }, { email: null })).toBeNull()
  })

  it('keeps what is not given and clears what is null', () => {
    expect(changedProfile(ada, { name: 'Ada King' })).toEqual({ ...ada, name: 'Ada King' })
    expect(changedProfile(ada, { email: null })).toEqual({ ...ada, email: null })
    expect(changedProfile(ada, { email: 'ADA@example.com' })).toEqual({ ...ada, email: 'ADA@example.com' })
  })
})

describe('isStale', () => {
  it.each([
    [undefined, false],
    [null, false],
    [3, false],
    [2, true],
    [4, true],
  ])('of version 3 with %s expected: %s', (expected, stale) => expect(isStale({ version: 3 }, expected)).toBe(stale))
})

describe('emailKey', () => {
  it.each([
    [' Ada@Example.COM ', 'ada@example.com'],
    ['Zoe\u0308@example.com', 'zoë@example.com'],
    ['ZOË@EXAMPLE.COM', 'zoë@example.com'],
  ])('of %j is %j', (email, key) => expect(emailKey(email)).toBe(key))

  it('of a key is the key, for any text', () => {
    assert(
      property(string({ unit: 'grapheme' }), (text) => {
        expect(emailKey(emailKey(text))).toBe(emailKey(text))
      }),
    )
  })
})

describe('nameSortKey', () => {
  it.each([
    ['Émile', 'emile'],
    ['ÅNGSTRÖM', 'angstrom'],
    ['ﬁeld', 'field'],
  ])('of %j is %j', (name, key) => expect(nameSortKey(name)).toBe(key))
})
