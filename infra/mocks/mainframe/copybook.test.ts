import { describe, expect, test } from 'vitest'
import { readCopybook } from './copybook.ts'
import { layouts } from './layouts.ts'

describe('a field lies where the interface says', () => {
  const places: Readonly<Record<keyof typeof layouts, readonly (readonly [string, number, number])[]>> = {
    batchHeader: [
      ['REC-TYPE', 0, 1],
      ['FILE-ID', 1, 8],
      ['TENANT-ID', 9, 36],
      ['BATCH-ID', 45, 32],
      ['BATCH-SEQ', 77, 4],
      ['BUSINESS-DATE', 81, 8],
      ['CREATED-AT', 89, 14],
    ],
    batchDetail: [
      ['REC-TYPE', 0, 1],
      ['CUSTOMER-KEY', 1, 36],
      ['PROFILE-VER', 37, 4],
      ['CUST-STATUS', 41, 1],
      ['CUST-NAME', 42, 100],
      ['CUST-EMAIL', 142, 140],
      ['CUST-PHONE', 282, 16],
      ['ADDR-LINE1', 298, 50],
      ['ADDR-LINE2', 348, 50],
      ['ADDR-CITY', 398, 40],
      ['ADDR-POSTCODE', 438, 12],
      ['ADDR-COUNTRY', 450, 2],
      ['CREDIT-LIMIT', 452, 6],
      ['SINCE-DATE', 458, 8],
    ],
    batchTrailer: [
      ['REC-TYPE', 0, 1],
      ['BATCH-ID', 1, 32],
      ['DETAIL-COUNT', 33, 9],
      ['VERSION-TOTAL', 42, 8],
      ['CRC', 50, 8],
    ],
    ackHeader: [
      ['REC-TYPE', 0, 1],
      ['FILE-ID', 1, 8],
      ['TENANT-ID', 9, 36],
      ['BATCH-ID', 45, 32],
      ['BATCH-SEQ', 77, 4],
      ['RETURN-CODE', 81, 4],
      ['REASON', 85, 80],
      ['RECORD-COUNT', 165, 9],
    ],
    ackResult: [
      ['REC-TYPE', 0, 1],
      ['CUSTOMER-KEY', 1, 36],
      ['RESULT-CODE', 37, 4],
      ['STORED-VER', 41, 4],
      ['STORED-HASH', 45, 64],
      ['REJECT-FIELD', 109, 16],
      ['REASON', 125, 80],
    ],
    ackTrailer: [
      ['REC-TYPE', 0, 1],
      ['BATCH-ID', 1, 32],
      ['RECORD-COUNT', 33, 9],
      ['CRC', 42, 8],
    ],
    extractRequest: [
      ['REC-TYPE', 0, 1],
      ['FILE-ID', 1, 8],
      ['TENANT-ID', 9, 36],
      ['REQUEST-ID', 45, 32],
    ],
    extractHeader: [
      ['REC-TYPE', 0, 1],
      ['FILE-ID', 1, 8],
      ['TENANT-ID', 9, 36],
      ['REQUEST-ID', 45, 32],
    ],
    extractRecord: [
      ['REC-TYPE', 0, 1],
      ['CUSTOMER-KEY', 1, 36],
      ['STORED-VER', 37, 4],
      ['STORED-HASH', 41, 64],
    ],
    extractTrailer: [
      ['REC-TYPE', 0, 1],
      ['REQUEST-ID', 1, 32],
      ['RECORD-COUNT', 33, 9],
      ['CRC', 42, 8],
    ],
  }

  test.each(Object.entries(layouts))('in %s', (name, layout) => {
    const found = [...layout.fields.values()].map((field) => [field.name, field.offset, field.length])
    expect(found).toEqual(Object.entries(places).find(([place]) => place === name)?.[1])
    expect(layout.length).toBe(500)
  })
})

test('groups, fillers, comments and statements over several lines only move what comes after them', () => {
  const layout = readCopybook(`
      * In column 7 a comment.
       01  RECORD-A.      *> another
           05  GROUP-A.
               10  FILLER  PIC XX.
               10  COUNT-A
                   PIC S9(4)
                   COMP.
           05  FILLER      PIC X(3).
           05  AMOUNT-A    PIC 9(3)V9(2) COMP-3.
           05  LAST-A      PIC 999.
       01  RECORD-B.
           05  ONLY-B      PIC S9(10) COMP.
  `)
  const places = [...layout].map(([name, { length, fields }]) => [
    name,
    length,
    ...[...fields.values()].map((field) => [field.name, field.offset]),
  ])
  expect(places).toEqual([
    ['RECORD-A', 13, ['COUNT-A', 2], ['AMOUNT-A', 7], ['LAST-A', 10]],
    ['RECORD-B', 8, ['ONLY-B', 0]],
  ])
})

test.each([
  ['a clause that would move fields', '01 A. 05 B PIC X OCCURS 3.', '"PIC X OCCURS 3" is no picture known here'],
  ['a redefinition', '01 A. 05 B PIC X. 05 C REDEFINES B PIC X.', '"05 C REDEFINES B PIC X" is not understood'],
  ['a usage nobody knows', '01 A. 05 B PIC 9(4) COMP-1.', '"PIC 9(4) COMP-1" is no picture known here'],
  ['too many digits', '01 A. 05 B PIC 9(19).', 'of up to 18 digits'],
  ['a condition name', '01 A. 05 B PIC X. 88 C.', '"88 C" is not understood'],
  ['a field before the first record', '05 B PIC X.', 'B stands before the first record (level 01).'],
  ['a field below a field', '01 A. 05 B PIC X. 10 C PIC X.', 'C is below B, which has a picture.'],
  ['an empty group', '01 A. 05 B. 05 C PIC X.', 'B has neither a picture nor fields below it.'],
  ['an empty group at the end', '01 A. 05 C PIC X. 05 B.', 'B has neither a picture nor fields below it.'],
  ['an empty record', '01 A. 01 B. 05 C PIC X.', 'A has neither a picture nor fields below it.'],
  ['a name twice', '01 A. 05 B PIC X. 05 B PIC X.', 'B is there twice.'],
  ['no period at the end', '01 A. 05 B PIC X', 'does not end with a period'],
])('%s is refused with the statement named', (_, text, message) => {
  expect(() => readCopybook(text)).toThrow(message)
})
