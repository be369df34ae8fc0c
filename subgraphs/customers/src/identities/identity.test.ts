import { assert, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { nameField } from '../customers/profile-fields.ts'
import { customerName } from './identity.ts'

it.each([
  ['Clara Client', 'Clara Client'],
  [' Clara\u0000\n ', 'Clara'],
  [undefined, 'Customer'],
  [null, 'Customer'],
  ['\u202E', 'Customer'],
  [`${'x'.repeat(99)} y`, 'x'.repeat(99)],
])('makes of %j the name %j', (given, name) => expect(customerName(given)).toBe(name))

it('makes a name that a customer may have of any text', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 150 }), (text) => {
      expect(nameField.parse(customerName(text))).toBe(customerName(text))
    }),
    { numRuns: 50 },
  )
})
