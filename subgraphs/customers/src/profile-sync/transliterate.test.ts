import { assert, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { transliterate } from './transliterate.ts'

it.each([
  ['O’Connor', "O'Connor"],
  ['„Ltd“ – A—B', '"Ltd" - A-B'],
  ['a\u00A0b\u2009c', 'a b c'],
  ['wait…', 'wait...'],
  ['e\u0301', 'é'],
  ['zero\u200Bwidth', 'zerowidth'],
  ['Łódź', 'Łódź'],
])('writes %j as %j', (text, plain) => expect(transliterate(text)).toBe(plain))

it('changes nothing the second time', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      expect(transliterate(transliterate(text))).toBe(transliterate(text))
    }),
  )
})
