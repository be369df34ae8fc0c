import { describe, expect, it } from 'vitest'
import { freeText, plainText } from './text-fields.ts'

const field = plainText(5)

describe('plainText', () => {
  it.each([
    ['abcde', 'abcde'],
    ['  a b ', 'a b'],
    ['e\u0301', 'é'],
    ['😀😀😀😀😀', '😀😀😀😀😀'],
    ['😀😀😀😀😀  ', '😀😀😀😀😀'],
    ['می\u200Cخ', 'می\u200Cخ'],
  ])('keeps %j as %j', (text, kept) => expect(field.parse(text)).toBe(kept))

  it.each([
    ['', 'must not be empty'],
    [' \t ', 'must not be empty'],
    ['abcdef', 'must have at most 5 characters'],
    ['a\u0000b', 'must not contain control characters'],
    ['a\nb', 'must not contain control characters'],
    ['a\u2028b', 'must not contain control characters'],
    ['a\u202Eb', 'must not contain control characters'],
    ['a\uD800b', 'must not contain control characters'],
    [null, 'must be a text'],
  ])('refuses %j: %s', (text, message) => expect(field.safeParse(text)).toMatchObject({ success: false, error: { issues: [{ message }] } }))
})

describe('freeText', () => {
  it('keeps line breaks and emptiness, and refuses what Postgres cannot hold', () => {
    expect([' a\n\tb ', ''].map((text) => freeText(5).parse(text))).toEqual(['a\n\tb', ''])
    expect(['a\u0000', 'abcdef', 'a\u202Eb'].map((text) => freeText(5).safeParse(text).success)).toEqual([false, false, false])
  })
})
