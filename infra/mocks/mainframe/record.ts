import type { Field, Layout } from './copybook.ts'
import { decodeNumber, decodeText, encodeField } from './field-codec.ts'

/** What a record says, by the names of its fields; numbers in units of their last decimal. */
export type RecordValues = Readonly<Record<string, string | number | bigint>>

const blank = 0x40

/** A record with these values; fields left out are blank or 0, fillers blank. Throws when a value does not fit or there is no such field. */
export function encodeRecord(layout: Layout, values: RecordValues): Buffer {
  const record = Buffer.alloc(layout.length, blank)
  for (const name of Object.keys(values)) fieldOf(layout, name)
  for (const { name, offset, picture } of layout.fields.values()) {
    encodeField(picture, values[name] ?? (picture.kind === 'text' ? '' : 0)).copy(record, offset)
  }
  return record
}

/** The bytes of one field. Throws when the layout has no such field. */
export function bytesOf(layout: Layout, record: Buffer, name: string): Buffer {
  const { offset, length } = fieldOf(layout, name)
  return record.subarray(offset, offset + length)
}

/** The text of a PIC X field, without the blanks at its end. */
export function textOf(layout: Layout, record: Buffer, name: string): string {
  return decodeText(bytesOf(layout, record, name))
}

/** The number in a field, in units of its last decimal; null when its bytes are none. Throws on a field of text. */
export function findNumber(layout: Layout, record: Buffer, name: string): bigint | null {
  const { picture } = fieldOf(layout, name)
  if (picture.kind === 'text') throw new Error(`${name} of ${layout.name} is no number.`)
  return decodeNumber(picture, bytesOf(layout, record, name))
}

function fieldOf(layout: Layout, name: string): Field {
  const field = layout.fields.get(name)
  if (field === undefined) throw new Error(`${layout.name} has no field ${name}.`)
  return field
}
