import { CommandError } from './command.ts'

/** A variable, or a part of one, as a partner reads about it. */
export interface VariableRow {
  /** `first`, `lines[].quantity`. */
  readonly path: string
  readonly type: string
  readonly isRequired: boolean
  readonly constraint: string
}

type Schema = Readonly<Record<string, unknown>>

/** The rows of what a JSON Schema of variables allows, the inner parts behind the outer ones. */
export function variableRows(schema: Schema, prefix = ''): readonly VariableRow[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(record(schema['properties'])).flatMap(([name, value]) => {
    const property = record(value)
    const path = `${prefix}${name}`
    const row = { path, type: typeOf(property), isRequired: required.includes(name), constraint: constraintOf(property) }
    return [row, ...variableRows(property, `${path}.`), ...variableRows(record(property['items']), `${path}[].`)]
  })
}

/** The kind of id that a text has to be, such as `order`; null for any other text. */
function idKindOf({ pattern }: Schema): string | null {
  return typeof pattern === 'string' ? (/^\^([a-z]+)_\[0-7\]/.exec(pattern)?.[1] ?? null) : null
}

/**
 * Variables that the schema allows: what has to be there, and what has an example. An id is written as `$ORDER_ID`, to be filled in by a
 * shell. Throws a CommandError that begins with `where` for a pattern without `examples`: nobody can guess what fits.
 */
export function sampleVariables(schema: Schema, where: string): unknown {
  const [example] = Array.isArray(schema['examples']) ? schema['examples'] : []
  const [choice] = Array.isArray(schema['enum']) ? schema['enum'] : []
  if (example !== undefined) return example
  if ('const' in schema) return schema['const']
  if (choice !== undefined) return choice
  switch (typesOf(schema)[0]) {
    case 'object':
      return sampleObject(schema, where)
    case 'array':
      return Array.from({ length: wholeOf(schema['minItems'], 1) }, () => sampleVariables(record(schema['items']), `${where}[]`))
    case 'integer':
    case 'number':
      return wholeOf(schema['minimum'], 1)
    case 'boolean':
      return true
    default:
      return sampleText(schema, where)
  }
}

function sampleObject(schema: Schema, where: string): unknown {
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const properties = Object.entries(record(schema['properties'])).map(([name, value]) => [name, record(value)] as const)
  const shown = properties.filter(([name, property]) => required.includes(name) || property['examples'] !== undefined)
  return Object.fromEntries(shown.map(([name, property]) => [name, sampleVariables(property, `${where}.${name}`)]))
}

function sampleText(schema: Schema, where: string): string {
  const kind = idKindOf(schema)
  if (kind !== null) return `$${kind.toUpperCase()}_ID`
  if (schema['pattern'] !== undefined) throw new CommandError(`${where} has a pattern: give it "examples": […] too, for the curl line.`)
  return 'example'.padEnd(wholeOf(schema['minLength'], 0), '-')
}

function typeOf(schema: Schema): string {
  const types = typesOf(schema).filter((type) => type !== 'null')
  const [type = 'any'] = types
  if (schema['enum'] !== undefined && types.length === 0) return 'enum'
  return type === 'array' ? `list of ${typeOf(record(schema['items']))}` : String(type)
}

function constraintOf(schema: Schema): string {
  const kind = idKindOf(schema)
  const { pattern } = schema
  const choices = Array.isArray(schema['enum']) ? schema['enum'] : []
  const isNullable = typesOf(schema).includes('null') || choices.includes(null)
  return [
    range(schema['minimum'], schema['maximum'], ''),
    range(schema['minLength'], schema['maxLength'], ' characters'),
    range(schema['minItems'], schema['maxItems'], ' items'),
    ...(schema['uniqueItems'] === true ? ['none twice'] : []),
    ...(choices.length === 0 ? [] : [`one of ${choices.filter((each) => each !== null).join(', ')}`]),
    ...(typeof pattern !== 'string' ? [] : [kind === null ? `matches \`${pattern}\`` : `an id that begins with \`${kind}_\``]),
    ...(schema['items'] === undefined ? [] : [prefixed('each ', constraintOf(record(schema['items'])))]),
    ...(isNullable ? ['may be null'] : []),
  ]
    .filter((part) => part !== '')
    .join('; ')
}

function range(least: unknown, most: unknown, unit: string): string {
  if (typeof least === 'number' && typeof most === 'number') return `${String(least)} to ${String(most)}${unit}`
  if (typeof most === 'number') return `at most ${String(most)}${unit}`
  return typeof least === 'number' ? `at least ${String(least)}${unit}` : ''
}

function prefixed(prefix: string, text: string): string {
  return text === '' ? '' : `${prefix}${text}`
}

function typesOf({ type }: Schema): readonly unknown[] {
  return Array.isArray(type) ? type : type === undefined ? [] : [type]
}

function wholeOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

function record(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {}
}
