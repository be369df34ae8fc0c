/** How a field's value stands in its bytes. */
export type FieldForm = 'text' | 'zoned' | 'binary' | 'packed'

/** A field of a record. */
export interface Field {
  readonly name: string
  readonly form: FieldForm
  readonly offset: number
  readonly bytes: number
  /** Of a number: all its digits, those behind the implied decimal point included; 0 for a text. */
  readonly digits: number
  readonly isSigned: boolean
}

/** A record, as its copybook has it. */
export interface RecordLayout {
  readonly name: string
  readonly bytes: number
  /** Without FILLER. */
  readonly fields: readonly Field[]
}

const digitsMax = 18

/**
 * Reads the records (level 01) and their fields (level 05) of a copybook: PIC X, PIC 9 and S9 with V, as zoned, COMP or COMP-3.
 * Throws at whatever it does not know: a layout that is half understood would be worse than none.
 */
export function readCopybook(source: string): ReadonlyMap<string, RecordLayout> {
  const layouts = new Map<string, RecordLayout>()
  let current: RecordLayout | null = null
  for (const sentence of sentences(source)) {
    const [, level, name = '', clause = ''] = /^(\d\d) +([A-Z0-9-]+)(?: +(.*))?$/.exec(sentence) ?? []
    if (level === '01' && clause === '') {
      current = { name, bytes: 0, fields: [] }
    } else if (level === '05' && current !== null) {
      current = withField(current, name, clause)
    } else {
      throw new Error(`The copybook has a sentence that is not understood: ${sentence}.`)
    }
    layouts.set(current.name, current)
  }
  return layouts
}

function sentences(source: string): readonly string[] {
  return source
    .split('\n')
    .map((line) => line.replace(/\*>.*$/, '').trim())
    .join(' ')
    .split(/\.(?:\s+|$)/)
    .map((sentence) => sentence.replaceAll(/\s+/g, ' ').trim())
    .filter((sentence) => sentence !== '')
}

function withField(record: RecordLayout, name: string, clause: string): RecordLayout {
  const field = { name, offset: record.bytes, ...readPicture(clause) }
  return {
    ...record,
    bytes: record.bytes + field.bytes,
    fields: name === 'FILLER' ? record.fields : [...record.fields, field],
  }
}

function readPicture(clause: string): Pick<Field, 'form' | 'bytes' | 'digits' | 'isSigned'> {
  const text = /^PIC X(?:\((\d+)\))?$/.exec(clause)
  if (text !== null) return { form: 'text', bytes: Number(text[1] ?? 1), digits: 0, isSigned: false }
  const number = /^PIC (S?)((?:9(?:\(\d+\))?)+)(?:V((?:9(?:\(\d+\))?)+))?(?: (COMP|COMP-3))?$/.exec(clause)
  if (number === null) throw new Error(`The copybook has a clause that is not understood: ${clause}.`)
  const [, sign, whole = '', decimals = '', usage = 'DISPLAY'] = number
  const digits = countDigits(whole) + countDigits(decimals)
  if (digits > digitsMax) throw new Error(`${clause}: a number has at most ${String(digitsMax)} digits.`)
  return { ...storage(usage, digits), digits, isSigned: sign === 'S' }
}

function countDigits(picture: string): number {
  return [...picture.matchAll(/9(?:\((\d+)\))?/g)].reduce((sum, [, times]) => sum + Number(times ?? 1), 0)
}

function storage(usage: string, digits: number): Pick<Field, 'form' | 'bytes'> {
  if (usage === 'COMP-3') return { form: 'packed', bytes: Math.floor(digits / 2) + 1 }
  if (usage === 'DISPLAY') return { form: 'zoned', bytes: digits }
  return { form: 'binary', bytes: binaryBytes(digits) }
}

function binaryBytes(digits: number): number {
  if (digits <= 4) return 2
  return digits <= 9 ? 4 : 8
}
