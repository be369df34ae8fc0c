import { cp037 } from './code-page.ts'
import { byteLength, type NumberPicture, type Picture } from './picture.ts'

const blank = 0x40
// The zone of a digit, and the signs of packed and overpunched numbers.
const unsigned = 0xf
const plus = 0xc
const minus = 0xd

/** The text of a PIC X field, without the blanks at its end. */
export function decodeText(bytes: Uint8Array): string {
  return cp037.decode(bytes).replace(/ +$/, '')
}

/** The bytes of a PIC X field of this length. Throws when the text is too long or has a character that is not in the code page. */
export function encodeText(text: string, length: number): Buffer {
  const encoded = cp037.encode(text)
  if (encoded === null) throw new RangeError(`"${text}" has a character that is not in code page 037.`)
  if (encoded.length > length) throw new RangeError(`"${text}" is longer than ${String(length)} bytes.`)
  return Buffer.concat([encoded, Buffer.alloc(length - encoded.length, blank)])
}

/** The number in the field, in units of its last decimal (12.34 of S9(9)V99 is 1234n); null when the bytes are no such number. */
export function decodeNumber(picture: NumberPicture, bytes: Uint8Array): bigint | null {
  const value = decoders[picture.kind](picture, Buffer.from(bytes))
  return value !== null && fits(picture, value) ? value : null
}

/** The bytes of a number given in units of its last decimal. Throws when it has more digits than the picture, or a sign the picture has not. */
export function encodeNumber(picture: NumberPicture, value: bigint): Buffer {
  if (!fits(picture, value)) {
    throw new RangeError(`${String(value)} does not fit ${picture.isSigned ? 'signed' : 'unsigned'} ${String(picture.digits)} digits.`)
  }
  return encoders[picture.kind](picture, value)
}

function fits({ digits, isSigned }: NumberPicture, value: bigint): boolean {
  const limit = 10n ** BigInt(digits)
  return value < limit && value > -limit && (isSigned || value >= 0n)
}

type Kind = NumberPicture['kind']

const decoders: Readonly<Record<Kind, (picture: NumberPicture, bytes: Buffer) => bigint | null>> = {
  binary: ({ isSigned }, bytes) => {
    const value = BigInt(`0x${bytes.toString('hex')}`)
    return isSigned ? BigInt.asIntN(bytes.length * 8, value) : value
  },
  packed: (picture, bytes) => {
    const nibbles = bytes.toString('hex')
    return signedNumber(picture, nibbles.slice(0, -1), Number.parseInt(nibbles.slice(-1), 16))
  },
  zoned: (picture, bytes) => {
    const isPlain = bytes.subarray(0, -1).every((byte) => byte >> 4 === unsigned)
    const digits = Array.from(bytes, (byte) => (byte & 0xf).toString(16)).join('')
    return isPlain ? signedNumber(picture, digits, (bytes.at(-1) ?? 0) >> 4) : null
  },
}

function signedNumber({ isSigned }: NumberPicture, digits: string, sign: number): bigint | null {
  const isKnown = sign === unsigned || (isSigned && (sign === plus || sign === minus))
  if (!isKnown || !/^\d+$/.test(digits)) return null
  return sign === minus ? -BigInt(digits) : BigInt(digits)
}

const encoders: Readonly<Record<Kind, (picture: NumberPicture, value: bigint) => Buffer>> = {
  binary: (picture, value) => {
    const length = byteLength(picture)
    const unsignedValue = BigInt.asUintN(length * 8, value)
    return Buffer.from(unsignedValue.toString(16).padStart(length * 2, '0'), 'hex')
  },
  packed: (picture, value) => {
    const digits = absolute(value).padStart(byteLength(picture) * 2 - 1, '0')
    return Buffer.from(digits + signOf(picture, value).toString(16), 'hex')
  },
  zoned: (picture, value) => {
    const digits = Array.from(absolute(value).padStart(picture.digits, '0'), (digit) => (unsigned << 4) | Number(digit))
    const last = (digits.pop() ?? 0) & 0xf
    return Buffer.from([...digits, (signOf(picture, value) << 4) | last])
  },
}

function signOf({ isSigned }: NumberPicture, value: bigint): number {
  if (!isSigned) return unsigned
  return value < 0n ? minus : plus
}

function absolute(value: bigint): string {
  return String(value < 0n ? -value : value)
}

/** The bytes of any field: text for PIC X, numbers in units of their last decimal. Throws when the value does not fit. */
export function encodeField(picture: Picture, value: string | number | bigint): Buffer {
  if (picture.kind !== 'text') return encodeNumber(picture, BigInt(value))
  return encodeText(String(value), picture.length)
}
