import { and, gte, inArray, lt, or, sql, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { AppError } from './errors.ts'
import { isPlainText } from './text-fields.ts'

type Optional<Value> = Value | null | undefined

/** A filter as clients write it: conditions on fields, and filters combined. */
export type Where<Fields> = { readonly [Name in keyof Fields]?: Optional<Fields[Name]> } & {
  readonly AND?: Optional<readonly Where<Fields>[]>
  readonly OR?: Optional<readonly Where<Fields>[]>
  readonly NOT?: Optional<Where<Fields>>
}

/** How each field's condition becomes SQL. Only fields named here can be filtered by; each should have an index. */
export type FieldConditions<Fields> = {
  readonly [Name in keyof Fields]-?: (filter: NonNullable<Fields[Name]>, path: string) => SQL | undefined
}

/** What `idFilter`, `textFilter`, `valueFilter` and `rangeFilter` take. */
export interface OneOf<Value> {
  readonly in?: Optional<readonly Value[]>
}
/** Conditions on a text. */
export interface TextConditions extends OneOf<string> {
  readonly startsWith?: Optional<string>
}
/** Conditions on an ordered value; both ends may be open. */
export interface Range<Value> {
  readonly gte?: Optional<Value>
  readonly lt?: Optional<Value>
}

const valuesMax = 100
const filtersMax = 50
const depthMax = 5

/**
 * The filter as SQL, or undefined when it names no condition. All conditions of a level must hold;
 * at most 50 filters, 5 levels deep, 100 values in a list, otherwise BAD_USER_INPUT naming the place.
 */
export function whereSql<Fields>(where: Optional<Where<Fields>>, fields: FieldConditions<Fields>): SQL | undefined {
  let filters = 0
  const read = (node: Where<Fields>, path: string, depth: number): SQL | undefined => {
    filters += 1
    if (filters > filtersMax) throw refused(path, `at most ${String(filtersMax)} filters may be combined`)
    if (depth > depthMax) throw refused(path, `at most ${String(depthMax)} levels are allowed`)
    const conditions = Object.keys(fields).map((name) => conditionOf(node, name, path))
    const every = node.AND?.map((each, index) => read(each, `${path}.AND.${String(index)}`, depth + 1)) ?? []
    const some = node.OR?.map((each, index) => read(each, `${path}.OR.${String(index)}`, depth + 1) ?? sql`true`)
    const none = node.NOT ? read(node.NOT, `${path}.NOT`, depth + 1) : undefined
    return and(
      ...conditions,
      ...every,
      some === undefined ? undefined : (or(...some) ?? sql`false`),
      // A field that is empty does not meet a condition, so it meets the opposite.
      none === undefined ? undefined : sql`not coalesce((${none}), false)`,
    )
  }
  const conditionOf = (node: Where<Fields>, name: string, path: string): SQL | undefined => {
    // `fields` has exactly the names of `Fields`; Object.keys forgets that, and that a name that is there has its field's type.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const field = name as keyof Fields
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const filter = node[field] as Optional<Fields[keyof Fields]>
    return filter === undefined || filter === null ? undefined : fields[field](filter, `${path}.${name}`)
  }
  return where ? read(where, 'where', 1) : undefined
}

/** A condition on an id column: one of the ids; BAD_USER_INPUT for what is no id of that kind. */
export function idFilter(column: PgColumn) {
  return (filter: OneOf<string>, path: string): SQL | undefined => oneOf(column, filter.in, path)
}

/** A condition on an enum or number column. */
export function valueFilter<Value extends string | number>(column: PgColumn) {
  return (filter: OneOf<Value>, path: string): SQL | undefined => oneOf(column, filter.in, path)
}

/** Conditions on a text column; `fold` brings the caller's text into the form the column has. */
export function textFilter(column: PgColumn, fold: (text: string) => string = (text) => text) {
  return (filter: TextConditions, path: string): SQL | undefined => {
    // What cannot be stored cannot be found, and Postgres refuses to look for some of it.
    const values = filter.in?.filter(isPlainText).map(fold)
    return and(oneOf(column, values, path), startsWith(column, filter.startsWith, { path, fold }))
  }
}

/** A condition on a column with an order: from, inclusive, to, exclusive. */
export function rangeFilter<Value extends Date | number>(column: PgColumn) {
  return (filter: Range<Value>): SQL | undefined =>
    and(
      filter.gte === undefined || filter.gte === null ? undefined : gte(column, filter.gte),
      filter.lt === undefined || filter.lt === null ? undefined : lt(column, filter.lt),
    )
}

function oneOf(column: PgColumn, values: Optional<readonly (string | number)[]>, path: string): SQL | undefined {
  if (values === undefined || values === null) return undefined
  if (values.length > valuesMax) throw refused(`${path}.in`, `at most ${String(valuesMax)} values are allowed`)
  return values.length === 0 ? sql`false` : inArray(column, [...values])
}

/** As a range, which an index serves under row-level security; LIKE it does not. */
function startsWith(
  column: PgColumn,
  prefix: Optional<string>,
  { path, fold }: { readonly path: string; readonly fold: (text: string) => string },
): SQL | undefined {
  if (prefix === undefined || prefix === null) return undefined
  if (prefix === '' || prefix.length > valuesMax || !isPlainText(prefix))
    throw refused(`${path}.startsWith`, '1 to 100 characters of one line are expected')
  const folded = fold(prefix)
  return sql`(${column} >= ${folded} and ${column} < ${`${folded}\u{10FFFF}`})`
}

function refused(path: string, rule: string): AppError {
  return new AppError('BAD_USER_INPUT', `${path}: ${rule}.`)
}
