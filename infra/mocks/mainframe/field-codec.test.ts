import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cp037 } from './code-page.ts'
import { decodeNumber, decodeText, encodeNumber, encodeText } from './field-codec.ts'
import { byteLength, parsePicture, type NumberPicture } from './picture.ts'

const anyByte = Array.from({ length: 256 }, (_, byte) => byte)
const ebcdicText = (maxLength: number) =>
  fc.array(fc.constantFrom(...anyByte), { maxLength }).map((bytes) => cp037.decode(Buffer.from(bytes)).replace(/ +$/, ''))

const anyPicture = fc
  .record({
    kind: fc.constantFrom<NumberPicture['kind'][]>('zoned', 'binary', 'packed'),
    digits: fc.integer({ min: 1, max: 18 }),
    isSigned: fc.boolean(),
  })
  .map((chosen): NumberPicture => ({ ...chosen, scale: 0 }))

function limits({ digits, isSigned }: NumberPicture): { readonly min: bigint; readonly max: bigint } {
  const max = 10n ** BigInt(digits) - 1n
  return { min: isSigned ? -max : 0n, max }
}

function picture(clause: string): NumberPicture {
  const parsed = parsePicture(clause)
  if (parsed.kind === 'text') throw new Error(`${clause} is no number`)
  return parsed
}

test('any text of the code page comes back as it was, without blanks at its end', () => {
  const case_ = fc.integer({ min: 0, max: 140 }).chain((length) => fc.tuple(ebcdicText(length), fc.constant(length)))
  fc.assert(
    fc.property(case_, ([text, length]) => {
      const bytes = encodeText(text, length)
      expect(bytes).toHaveLength(length)
      expect(decodeText(bytes)).toBe(text)
    }),
  )
})

test('any number that fits its picture comes back as it was, in all three forms', () => {
  const case_ = anyPicture.chain((chosen) => fc.tuple(fc.constant(chosen), fc.bigInt(limits(chosen))))
  fc.assert(
    fc.property(case_, ([chosen, value]) => {
      const bytes = encodeNumber(chosen, value)
      expect(bytes).toHaveLength(byteLength(chosen))
      expect(decodeNumber(chosen, bytes)).toBe(value)
    }),
  )
})

test('the largest numbers of each picture fit, the next ones are refused', () => {
  fc.assert(
    fc.property(anyPicture, (chosen) => {
      const { min, max } = limits(chosen)
      for (const value of [min, max]) expect(decodeNumber(chosen, encodeNumber(chosen, value))).toBe(value)
      for (const value of [min - 1n, max + 1n]) expect(() => encodeNumber(chosen, value)).toThrow('does not fit')
    }),
  )
})

test('any bytes are a number that fits its picture, or none', () => {
  const case_ = anyPicture.chain((chosen) =>
    fc.tuple(fc.constant(chosen), fc.uint8Array({ minLength: byteLength(chosen), maxLength: byteLength(chosen) })),
  )
  fc.assert(
    fc.property(case_, ([chosen, bytes]) => {
      const value = decodeNumber(chosen, bytes)
      if (value === null) return
      expect(value >= limits(chosen).min && value <= limits(chosen).max).toBe(true)
      expect(decodeNumber(chosen, encodeNumber(chosen, value))).toBe(value)
    }),
  )
})

describe('the bytes are those of COBOL', () => {
  test.each([
    ['S9(9) COMP', 1n, '00000001'],
    ['S9(9) COMP', -2n, 'fffffffe'],
    ['S9(4) COMP', 256n, '0100'],
    ['S9(18) COMP', 1_000_000_000_000n, '000000e8d4a51000'],
    ['S9(9)V99 COMP-3', 0n, '00000000000c'],
    ['S9(9)V99 COMP-3', 123_456n, '00000123456c'],
    ['S9(9)V99 COMP-3', -123_456n, '00000123456d'],
    ['S9(15) COMP-3', 500n, '000000000000500c'],
    ['9(4) COMP-3', 1_234n, '01234f'],
    ['9(9)', 42n, 'f0f0f0f0f0f0f0f4f2'],
    ['S9(3)', 127n, 'f1f2c7'],
    ['S9(3)', -127n, 'f1f2d7'],
  ])('PIC %s of %s', (clause, value, hex) => {
    expect(encodeNumber(picture(clause), value).toString('hex')).toBe(hex)
    expect(decodeNumber(picture(clause), Buffer.from(hex, 'hex'))).toBe(value)
  })

  test('a packed or overpunched F counts as a plus', () => {
    expect(decodeNumber(picture('S9(3) COMP-3'), Buffer.from('123f', 'hex'))).toBe(123n)
    expect(decodeNumber(picture('S9(3)'), Buffer.from('f1f2f3', 'hex'))).toBe(123n)
  })

  test.each([
    ['S9(3) COMP-3', '1a3c', 'a digit beyond 9'],
    ['S9(3) COMP-3', '1231', 'no sign'],
    ['9(3) COMP-3', '123d', 'a sign where none belongs'],
    ['S9(2) COMP-3', '123c', 'a digit too many'],
    ['9(3)', 'f140f3', 'a blank'],
    ['9(3)', 'f1f2c3', 'a sign where none belongs'],
    ['S9(9) COMP', '3b9aca00', 'a digit too many'],
  ])('PIC %s does not read %s: %s', (clause, hex) => {
    expect(decodeNumber(picture(clause), Buffer.from(hex, 'hex'))).toBeNull()
  })
})

test.each([
  ['longer than its field', 'abcd', 3, 'is longer than 3 bytes'],
  ['with a character of no EBCDIC', '5 €', 3, 'not in code page 037'],
])('a text %s is refused, never cut or replaced', (_, text, length, message) => {
  expect(() => encodeText(text, length)).toThrow(message)
})
