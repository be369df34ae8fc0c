/** What the bytes of a field mean: characters, or a number in one of COBOL's three forms. */
export type Picture = TextPicture | NumberPicture

/** PIC X(n): characters of the code page, filled up with blanks on the right. */
export interface TextPicture {
  readonly kind: 'text'
  readonly length: number
}

/**
 * PIC 9 or S9: `zoned` (one digit a byte), `binary` (COMP, two's complement, big-endian) or `packed` (COMP-3, two digits a byte and a sign).
 * The last `scale` of the `digits` are decimals.
 */
export interface NumberPicture {
  readonly kind: 'zoned' | 'binary' | 'packed'
  readonly digits: number
  readonly scale: number
  readonly isSigned: boolean
}

const digitsMax = 18
const usages: Readonly<Record<string, NumberPicture['kind']>> = { '': 'zoned', DISPLAY: 'zoned', COMP: 'binary', 'COMP-3': 'packed' }

/** Reads a picture with its usage, such as `S9(9)V99 COMP-3`. Throws, naming the clause, on what it does not know. */
export function parsePicture(clause: string): Picture {
  const text = /^(?:X+|X\((\d+)\))$/.exec(clause)
  if (text !== null) return { kind: 'text', length: Number(text[1] ?? clause.length) }
  const [, sign = '', whole = '', decimals = '', usage = ''] = /^(S?)((?:9|\(\d+\))+)(?:V((?:9|\(\d+\))+))?(?: (\S+))?$/.exec(clause) ?? []
  const kind = usages[usage]
  const [wholeDigits, scale] = [countDigits(whole), countDigits(decimals)]
  const digits = wholeDigits + scale
  if (whole === '' || kind === undefined || digits > digitsMax) {
    throw new Error(
      `"PIC ${clause}" is no picture known here: X(n), or 9(n), S9(n)V9(m) of up to 18 digits, with COMP or COMP-3 or nothing.`,
    )
  }
  return { kind, digits, scale, isSigned: sign === 'S' }
}

/** How many bytes a field of this picture takes. */
export function byteLength(picture: Picture): number {
  switch (picture.kind) {
    case 'text':
      return picture.length
    case 'zoned':
      return picture.digits
    case 'packed':
      return Math.floor(picture.digits / 2) + 1
    case 'binary':
      return picture.digits <= 4 ? 2 : picture.digits <= 9 ? 4 : 8
    default:
      return picture satisfies never
  }
}

// 9(4) and 9999 are the same, and so is 99(3).
function countDigits(nines: string): number {
  return [...nines.matchAll(/9(?:\((\d+)\))?/g)].reduce((sum, [, times = '1']) => sum + Number(times), 0)
}
