import { byteLength, parsePicture, type Picture } from './picture.ts'

/** Where a field lies in its record, counted from 0. */
export interface Field {
  readonly name: string
  readonly offset: number
  readonly length: number
  readonly picture: Picture
}

/** A record (level 01) of a copybook; fillers count in its length and have no field. */
export interface Layout {
  readonly name: string
  readonly length: number
  readonly fields: ReadonlyMap<string, Field>
}

interface Item {
  readonly level: number
  readonly name: string
  /** Null for a group. */
  readonly picture: Picture | null
}

/**
 * The records of a copybook by name. Knows levels 01 to 49, groups, FILLER, PIC, COMP and COMP-3; throws, naming the statement, on anything
 * else, so that no field is ever read at a wrong place.
 */
export function readCopybook(text: string): ReadonlyMap<string, Layout> {
  const records: Item[][] = []
  for (const item of statements(text).map(readItem)) {
    if (item.level === 1) records.push([item])
    else addItem(records.at(-1), item)
  }
  return new Map(records.map(([record, ...items]) => [record?.name ?? '', layOut(record?.name ?? '', items)]))
}

// An asterisk in column 7, or *> anywhere, begins a comment; a statement ends with a period.
function statements(text: string): readonly string[] {
  const code = text
    .split('\n')
    .map((line) => (line[6] === '*' && line.slice(0, 6).trim() === '' ? '' : line.replace(/\*>.*/, '')))
    .join(' ')
  const parts = code.split(/\.(?=\s|$)/).map((part) => part.trim().replaceAll(/\s+/g, ' '))
  if (parts.pop() !== '') throw new Error('The copybook does not end with a period.')
  return parts
}

function readItem(statement: string): Item {
  const [, level = '', name = '', clause] = /^(\d\d) ([A-Z][A-Z0-9-]*)(?: PIC (.+))?$/.exec(statement) ?? []
  if (Number(level) < 1 || Number(level) > 49 || (level === '01' && clause !== undefined)) {
    throw new Error(`"${statement}" is not understood: a record is "01 NAME.", a field or group "05 NAME [PIC …]."`)
  }
  return { level: Number(level), name, picture: clause === undefined ? null : parsePicture(clause) }
}

function addItem(record: Item[] | undefined, item: Item): void {
  const before = record?.at(-1)
  if (record === undefined || before === undefined) throw new Error(`${item.name} stands before the first record (level 01).`)
  if (item.level > before.level && before.picture !== null) throw new Error(`${item.name} is below ${before.name}, which has a picture.`)
  if (item.level <= before.level && before.picture === null) throw new Error(`${before.name} has neither a picture nor fields below it.`)
  if (item.name !== 'FILLER' && record.some(({ name }) => name === item.name)) throw new Error(`${item.name} is there twice.`)
  record.push(item)
}

function layOut(name: string, items: readonly Item[]): Layout {
  if (items.at(-1)?.picture === null || items.length === 0)
    throw new Error(`${items.at(-1)?.name ?? name} has neither a picture nor fields below it.`)
  const fields = new Map<string, Field>()
  let offset = 0
  for (const item of items) {
    if (item.picture === null) continue
    const length = byteLength(item.picture)
    if (item.name !== 'FILLER') fields.set(item.name, { name: item.name, offset, length, picture: item.picture })
    offset += length
  }
  return { name, length: offset, fields }
}
