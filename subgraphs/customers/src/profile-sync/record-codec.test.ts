import { array, assert, bigInt, constantFrom, integer, property, string, tuple, uint8Array } from 'fast-check'
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { decodeText, encodeText, findUnencodable } from './code-page.ts'
import { readCopybook, type RecordLayout } from './copybook.ts'
import { batchLayouts } from './layouts.ts'
import { toProfileRecord, type ProfileSource } from './profile-record.ts'
import { decodeRecord, encodeRecord, RecordError } from './record-codec.ts'

const iconv = (from: string, to: string, input: Uint8Array): Buffer => execFileSync('iconv', ['-f', from, '-t', to], { input })
const latin = string({ unit: constantFrom(...Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))), maxLength: 200 })

describe('code page 037', () => {
  it('decodes every byte as iconv does, and encodes it back', () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    expect(decodeText(all)).toBe(iconv('IBM037', 'UTF-8', all).toString('utf8'))
    expect(encodeText(decodeText(all))).toEqual(all)
  })

  it('encodes every text it has as iconv does', () => {
    assert(
      property(latin, (text) => {
        expect(encodeText(text)).toEqual(iconv('UTF-8', 'IBM037', Buffer.from(text)))
      }),
      { numRuns: 50 },
    )
  })

  it('knows what it lacks, and never writes something in its place', () => {
    expect(['€', '☃', '😀', 'ł', '—'].map(findUnencodable)).toEqual(['€', '☃', '😀', 'ł', '—'])
    expect(() => encodeText('10 €')).toThrow('U+20ac')
    expect(findUnencodable('Ærøskøbing ÿ ß ¬')).toBeNull()
  })
})

/** Whether `work` ends well, or with a RecordError. */
function isOrderly(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch (error) {
    return error instanceof RecordError
  }
}

const picture = (name: string, clause: string): string => `05 ${name} PIC ${clause}.`
const layoutOf = (...fields: readonly string[]): RecordLayout => {
  const layout = readCopybook(`01 REC.\n${fields.join('\n')}`).get('REC')
  if (layout === undefined) throw new Error('no record')
  return layout
}

describe('record codec', () => {
  it('reads back whatever it has written, in every form of a number', () => {
    const usage = constantFrom('', ' COMP', ' COMP-3')
    const number = tuple(integer({ min: 1, max: 18 }), constantFrom('S', ''), usage).chain(([digits, sign, form]) =>
      tuple(
        constantFrom(`${sign}9(${String(digits)})${form}`),
        bigInt({ min: sign === 'S' ? -(10n ** BigInt(digits)) + 1n : 0n, max: 10n ** BigInt(digits) - 1n }),
      ),
    )
    assert(
      property(
        array(number, { minLength: 1, maxLength: 6 }),
        string({ unit: constantFrom('a', 'é', ' ', 'Z', '0'), maxLength: 20 }),
        (numbers, text) => {
          const layout = layoutOf(...numbers.map(([clause], index) => picture(`N${String(index)}`, clause)), picture('TEXT', 'X(20)'))
          const values = {
            ...Object.fromEntries(numbers.map(([, value], index) => [`N${String(index)}`, value])),
            TEXT: text.replace(/ +$/, ''),
          }
          expect(decodeRecord(layout, encodeRecord(layout, values))).toEqual(values)
        },
      ),
    )
  })

  it.each([
    ['S9(9) COMP', -2n, 'fffffffe'],
    ['S9(4) COMP', 258n, '0102'],
    ['S9(18) COMP', 1n, '0000000000000001'],
    ['S9(9)V99 COMP-3', 0n, '00000000000c'],
    ['S9(9)V99 COMP-3', -12345n, '00000012345d'],
    ['S9(15) COMP-3', 7n, '000000000000007c'],
    ['9(4)', 42n, 'f0f0f4f2'],
    ['S9(3)', 123n, 'f1f2c3'],
    ['S9(3)', -123n, 'f1f2d3'],
    ['X(3)', 'A', 'c14040'],
  ])('writes PIC %s %s as %s', (clause, value, hex) => {
    expect(encodeRecord(layoutOf(picture('F', clause)), { F: value }).toString('hex')).toBe(hex)
  })

  it.each([
    ['X(2)', 'ABC', 'takes 3 of 2 bytes'],
    ['9(2)', 100n, 'at most 2 digits'],
    ['9(2)', -1n, 'has no sign'],
    ['9(2)', '1', 'wrong kind'],
  ])('refuses PIC %s %s and cuts nothing off', (clause, value, message) => {
    expect(() => encodeRecord(layoutOf(picture('F', clause)), { F: value })).toThrow(message)
  })

  it('fails on bytes that are no value with a RecordError and nothing else', () => {
    assert(
      property(uint8Array({ minLength: 500, maxLength: 500 }), (bytes) => {
        expect(isOrderly(() => decodeRecord(batchLayouts['CUSTPROF-DETAIL'], Buffer.from(bytes)))).toBe(true)
      }),
    )
  })

  it('reads low values in a text as blanks, at its end as well as within', () => {
    const layout = layoutOf(picture('A', 'X(8)'))
    expect(decodeRecord(layout, Buffer.from('c10000c200400000', 'hex'))).toEqual({ A: 'A  B' })
  })

  it.each(['01 A. 05 B PIC Z(3).', '05 B PIC X.', '01 A. 10 B PIC X.', '01 A. 05 B PIC 9(19).'])('refuses the copybook %s', (source) => {
    expect(() => readCopybook(source)).toThrow(/not understood|at most 18/)
  })
})

const profile: ProfileSource = {
  customerId: 'customer_01h455vb4pex5vsknk084sn02q',
  version: 7,
  name: 'Renée O’Connor – “Ltd”',
  email: 'renee@example.com',
  phone: '+442079460958',
  registeredAt: new Date('2026-01-31T23:59:59.999Z'),
  address: { line1: '1 Straße', line2: null, city: 'Köln', postalCode: '50667', countryCode: 'DE' },
}

describe('profile record', () => {
  it('is the text that iconv reads, in the columns that were agreed', () => {
    const { record } = toProfileRecord(profile)
    const text = Array.from(iconv('IBM037', 'UTF-8', record ?? Buffer.alloc(0)).toString('utf8'))
    const column = (from: number, length: number): string => text.slice(from, from + length).join('')
    expect(record).toHaveLength(500)
    expect(column(0, 37)).toBe(`D${profile.customerId} `.slice(0, 37).padEnd(37))
    expect([record?.readInt32BE(37), column(41, 1)]).toEqual([7, 'A'])
    expect([column(42, 100), column(142, 140)].map((each) => each.trimEnd())).toEqual([`Renée O'Connor - "Ltd"`, 'renee@example.com'])
    expect([column(282, 16), column(298, 50), column(348, 50), column(398, 40), column(438, 12)].map((each) => each.trimEnd())).toEqual([
      '+442079460958',
      '1 Straße',
      '',
      'Köln',
      '50667',
    ])
    expect([column(450, 2), record?.subarray(452, 458).toString('hex'), column(458, 8), column(466, 34)]).toEqual([
      'DE',
      '00000000000c',
      '20260131',
      ' '.repeat(34),
    ])
  })

  it('has an e-mail address as it is, composed and otherwise unchanged', () => {
    const sent = (email: string): string => {
      const { record } = toProfileRecord({ ...profile, email })
      return decodeText(record?.subarray(142, 282) ?? Buffer.alloc(0)).trimEnd()
    }
    expect(sent('rene\u0301e@example.com')).toBe('renée@example.com')
    expect(sent("o'neil@example.com")).toBe("o'neil@example.com")
  })

  it.each([
    [{ name: 'Łukasz' }, 'CUST-NAME', 'NOT_ENCODABLE'],
    [{ name: '\u200B' }, 'CUST-NAME', 'BLANK'],
    [{ email: 'o’neil@example.org' }, 'CUST-EMAIL', 'NOT_ENCODABLE'],
    [{ email: 'zero\u200Bwidth@example.org' }, 'CUST-EMAIL', 'NOT_ENCODABLE'],
    [{ name: '…'.repeat(40) }, 'CUST-NAME', 'TOO_LONG'],
    [{ email: `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(30)}` }, 'CUST-EMAIL', 'TOO_LONG'],
    [{ address: { ...profile.address, city: '東京' } }, 'ADDR-CITY', 'NOT_ENCODABLE'],
  ])('is refused for %j: %s %s', (change, field, code) => {
    // The cases change parts of an address that is there.
    const made = toProfileRecord({ ...profile, ...change } as ProfileSource)
    expect(made.misfit).toMatchObject({ field, code })
  })
})
