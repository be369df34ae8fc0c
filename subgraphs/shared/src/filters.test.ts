import { PgDialect, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { describe, expect, it } from 'vitest'
import { id } from './columns.ts'
import { AppError } from './errors.ts'
import {
  idFilter,
  rangeFilter,
  textFilter,
  valueFilter,
  whereSql,
  type FieldConditions,
  type OneOf,
  type Range,
  type TextConditions,
  type Where,
} from './filters.ts'
import { newId } from './ids.ts'

const things = pgTable('things', { id: id('id', 'thing'), name: text('name'), kind: text('kind'), size: integer('size') })

interface Fields {
  readonly id: OneOf<string>
  readonly name: TextConditions
  readonly kind: OneOf<'A' | 'B'>
  readonly size: Range<number>
}
const fields: FieldConditions<Fields> = {
  id: idFilter(things.id),
  name: textFilter(things.name, (given) => given.toUpperCase()),
  kind: valueFilter(things.kind),
  size: rangeFilter(things.size),
}

const dialect = new PgDialect()

/** The filter's SQL and its parameters; null for none. */
function render(where: Where<Fields> | null | undefined): readonly [string, readonly unknown[]] | null {
  const condition = whereSql(where, fields)
  if (condition === undefined) return null
  const { sql, params } = dialect.sqlToQuery(condition)
  return [sql.replaceAll('"things".', ''), params]
}

function refusal(where: Where<Fields>): string {
  try {
    render(where)
  } catch (error) {
    if (error instanceof AppError && error.code === 'BAD_USER_INPUT') return error.message
    throw error
  }
  return 'accepted'
}

function nested(depth: number): Where<Fields> {
  return depth === 1 ? { size: { gte: 1 } } : { NOT: nested(depth - 1) }
}

describe('whereSql', () => {
  it.each([
    [undefined],
    [null],
    [{}],
    [{ name: null, AND: null, OR: null, NOT: null }],
    [{ name: {} }],
    [{ kind: { in: null }, size: { gte: null, lt: undefined } }],
    [{ AND: [] }],
    [{ AND: [{}, { AND: [{}] }] }],
  ])('makes no condition of %j', (where) => {
    expect(render(where)).toBeNull()
  })

  it('joins the conditions of a level, and leaves values to parameters', () => {
    expect(render({ kind: { in: ['A'] }, size: { gte: 1, lt: 9 } })).toEqual([
      '("kind" in ($1) and ("size" >= $2 and "size" < $3))',
      ['A', 1, 9],
    ])
  })

  it('has nothing for an empty list and an empty OR, everything for an OR with an empty filter', () => {
    expect([render({ kind: { in: [] } }), render({ OR: [] }), render({ OR: [{ kind: { in: ['A'] } }, {}] })]).toEqual([
      ['false', []],
      ['false', []],
      ['("kind" in ($1) or true)', ['A']],
    ])
  })

  it('looks for the beginning of a text as a range, in the form the column has', () => {
    expect(render({ name: { startsWith: 'a%' } })).toEqual(['("name" >= $1 and "name" < $2)', ['A%', 'A%\u{10FFFF}']])
  })

  it('finds no text that cannot be stored', () => {
    expect(render({ name: { in: ['a\u0000b', '\ud800'] } })).toEqual(['false', []])
  })

  it('ignores what is no field, whatever it is called', () => {
    expect(
      render(JSON.parse('{"__proto__": {"in": ["x"]}, "constructor": {"in": ["x"]}, "other": {"in": ["x"]}}') as Where<Fields>),
    ).toBeNull()
  })

  it.each([
    [{ kind: { in: Array.from({ length: 101 }, () => 'A' as const) } }, 'where.kind.in: at most 100 values are allowed.'],
    [{ kind: { in: Array.from({ length: 100 }, () => 'A' as const) } }, 'accepted'],
    [{ id: { in: ['nonsense'] } }, 'An id of the form thing_<26 characters> is expected here.'],
    [{ id: { in: [newId('other')] } }, 'An id of the form thing_<26 characters> is expected here.'],
    [{ id: { in: [newId('thing')] } }, 'accepted'],
    [{ AND: [{}, { name: { startsWith: '' } }] }, 'where.AND.1.name.startsWith: 1 to 100 characters of one line are expected.'],
    [{ NOT: { name: { startsWith: 'x'.repeat(101) } } }, 'where.NOT.name.startsWith: 1 to 100 characters of one line are expected.'],
    [{ OR: [{ name: { startsWith: 'a\nb' } }] }, 'where.OR.0.name.startsWith: 1 to 100 characters of one line are expected.'],
    [{ name: { startsWith: 'x'.repeat(100) } }, 'accepted'],
    [nested(5), 'accepted'],
    [nested(6), 'where.NOT.NOT.NOT.NOT.NOT: at most 5 levels are allowed.'],
    [{ OR: Array.from({ length: 49 }, () => ({})) }, 'accepted'],
    [{ OR: Array.from({ length: 50 }, () => ({})) }, 'where.OR.49: at most 50 filters may be combined.'],
    [
      { AND: [{ OR: Array.from({ length: 25 }, () => ({})) }, { OR: Array.from({ length: 25 }, () => ({})) }] },
      'where.AND.1.OR.22: at most 50 filters may be combined.',
    ],
  ] as const)('holds a filter to the rules and names the place: %j', (where, message) => {
    expect(refusal(where)).toBe(message)
  })
})
