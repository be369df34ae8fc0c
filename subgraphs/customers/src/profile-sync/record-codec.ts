import { decodeText, encodeText } from './code-page.ts'
import type { Field, RecordLayout } from './copybook.ts'

/** A record's values by field name. Numbers are whole: of `S9(9)V99` they count hundredths. */
export type RecordValues = Readonly<Record<string, string | bigint>>

/** A value that its field cannot hold, or bytes that are no value of their field. */
export class RecordError extends Error {
  override readonly name = 'RecordError'
  readonly field: string

  constructor(field: string, message: string) {
    super(`${field}: ${message}`)
    this.field = field
  }
}

const space = 0x40

/** The record in code page 037, padded with spaces; every field of the layout is to be given. Throws a RecordError, cuts nothing off. */
export function encodeRecord(layout: RecordLayout, values: RecordValues): Buffer {
  const record = Buffer.alloc(layout.bytes, space)
  for (const field of layout.fields) {
    const value = values[field.name]
    if (value === undefined) throw new RecordError(field.name, 'has no value')
    encodeField(field, value).copy(record, field.offset)
  }
  return record
}

/** The values of a record; texts without the spaces at their end. Throws a RecordError at bytes that are no value of their field. */
export function decodeRecord(layout: RecordLayout, record: Buffer): RecordValues {
  if (record.length !== layout.bytes) throw new RecordError(layout.name, `has ${String(layout.bytes)} bytes, not ${String(record.length)}`)
  return Object.fromEntries(
    layout.fields.map((field) => [field.name, decodeField(field, record.subarray(field.offset, field.offset + field.bytes))]),
  )
}

function encodeField(field: Field, value: string | bigint): Buffer {
  if ((typeof value === 'string') !== (field.form === 'text')) throw new RecordError(field.name, 'has a value of the wrong kind')
  if (typeof value === 'string') return encodeTextField(field, value)
  const magnitude = value < 0n ? -value : value
  const digits = magnitude.toString().padStart(field.digits, '0')
  if (digits.length > field.digits) throw new RecordError(field.name, `has at most ${String(field.digits)} digits`)
  if (value < 0n && !field.isSigned) throw new RecordError(field.name, 'has no sign')
  if (field.form === 'binary') return encodeBinary(field, value)
  const sign = signNibble(field, value)
  return field.form === 'packed' ? encodePacked(field, digits, sign) : encodeZoned(field, digits, sign)
}

function encodeTextField(field: Field, text: string): Buffer {
  const bytes = encodeText(text)
  if (bytes.length > field.bytes) throw new RecordError(field.name, `takes ${String(bytes.length)} of ${String(field.bytes)} bytes`)
  return bytes
}

function signNibble(field: Field, value: bigint): number {
  if (!field.isSigned) return 0xf
  return value < 0n ? 0xd : 0xc
}

function encodeBinary(field: Field, value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(value)
  return bytes.subarray(8 - field.bytes)
}

function encodePacked(field: Field, digits: string, sign: number): Buffer {
  const nibbles = `${digits}${sign.toString(16)}`.padStart(field.bytes * 2, '0')
  return Buffer.from(nibbles, 'hex')
}

function encodeZoned(field: Field, digits: string, sign: number): Buffer {
  const bytes = Buffer.from(Array.from(digits, (digit) => 0xf0 + Number(digit)))
  const last = field.bytes - 1
  bytes.writeUInt8((sign << 4) | (bytes.readUInt8(last) & 0xf), last)
  return bytes
}

function decodeField(field: Field, bytes: Buffer): string | bigint {
  return decoders[field.form](field, bytes)
}

const decoders: Readonly<Record<Field['form'], (field: Field, bytes: Buffer) => string | bigint>> = {
  // Low values (X'00') are how programs there leave a text blank, and no text can be stored with one.
  text: (_field, bytes) => decodeText(bytes).replaceAll('\0', ' ').replace(/ +$/, ''),
  binary: decodeBinary,
  packed: decodePacked,
  zoned: decodeZoned,
}

function decodeBinary(field: Field, bytes: Buffer): bigint {
  const unsigned = BigInt(`0x${bytes.toString('hex')}`)
  const value = BigInt.asIntN(bytes.length * 8, unsigned)
  return checked(field, value)
}

function decodePacked(field: Field, bytes: Buffer): bigint {
  const hex = bytes.toString('hex')
  return fromDigits(field, hex.slice(0, -1), Number.parseInt(hex.slice(-1), 16))
}

function decodeZoned(field: Field, bytes: Buffer): bigint {
  const last = bytes.readUInt8(field.bytes - 1)
  if (bytes.subarray(0, -1).some((byte) => byte >> 4 !== 0xf)) throw new RecordError(field.name, 'holds something other than digits')
  const digits = Array.from(bytes, (byte) => (byte & 0xf).toString(16)).join('')
  return fromDigits(field, digits, last >> 4)
}

const negativeSigns: ReadonlySet<number> = new Set([0xb, 0xd])
const positiveSigns: ReadonlySet<number> = new Set([0xa, 0xc, 0xe, 0xf])

function fromDigits(field: Field, digits: string, sign: number): bigint {
  const isNegative = negativeSigns.has(sign)
  if (!/^\d+$/.test(digits) || !(isNegative || positiveSigns.has(sign)))
    throw new RecordError(field.name, 'holds something other than digits')
  const magnitude = BigInt(digits)
  return checked(field, isNegative ? -magnitude : magnitude)
}

function checked(field: Field, value: bigint): bigint {
  const magnitude = value < 0n ? -value : value
  if (value < 0n && !field.isSigned) throw new RecordError(field.name, 'is negative')
  if (magnitude.toString().length > field.digits) throw new RecordError(field.name, `has more than ${String(field.digits)} digits`)
  return value
}
