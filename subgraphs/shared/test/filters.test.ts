import { sql } from 'drizzle-orm'
import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant } from '../src/columns.ts'
import { withTenant } from '../src/database.ts'
import {
  rangeFilter,
  textFilter,
  valueFilter,
  whereSql,
  type FieldConditions,
  type OneOf,
  type Range,
  type TextConditions,
  type Where,
} from '../src/filters.ts'
import { employee, testContext } from '../src/testing/test-context.ts'
import { useTestDatabase } from '../src/testing/test-database.ts'

const database = useTestDatabase('orders')

const probe = pgTable('probe', {
  n: integer('n').notNull(),
  word: text('word'),
  kind: text('kind'),
  amount: bigint('amount', { mode: 'number' }),
  at: instant('at'),
})
interface Row {
  readonly n: number
  readonly word: string | null
  readonly kind: string | null
  readonly amount: number | null
  readonly at: string | null
}
interface Fields {
  readonly word: TextConditions
  readonly kind: OneOf<string>
  readonly amount: Range<number>
  readonly at: Range<Date>
}
type Filter = Where<Fields>

const fields: FieldConditions<Fields> = {
  word: textFilter(probe.word, (given) => given.toLowerCase()),
  kind: valueFilter(probe.kind),
  amount: rangeFilter(probe.amount),
  at: rangeFilter(probe.at),
}

// What is odd to a LIKE, to a collation or to three-valued logic.
const words = ['', 'a', 'ab', 'a b', 'abc', 'a%', 'a_c', 'ä', 'z', '\u{10fffd}', 'a\u{10fffd}b', "it's", 'a\\b', '日本']
const kinds = ['A', 'B', 'C']
const amounts = [-1, 0, 1, 7, 2 ** 40, Number.MAX_SAFE_INTEGER]
const times = ['0001-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z', '9999-12-31T23:59:59.999Z']

/** By code point, as the column sorts; JavaScript compares halves of surrogate pairs. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

type Maybe<Value> = Value | null | undefined

function isOneOf(value: string | null, values: Maybe<readonly string[]>): boolean {
  return values === undefined || values === null || (value !== null && values.includes(value))
}

function begins(value: string | null, prefix: Maybe<string>): boolean {
  return prefix === undefined || prefix === null || (value !== null && value.startsWith(prefix.toLowerCase()))
}

function isInRange<Value extends Date | number>(value: Value | null, range: Maybe<Range<Value>>): boolean {
  const { gte = null, lt = null } = range ?? {}
  if (value === null) return gte === null && lt === null
  return (gte === null || value >= gte) && (lt === null || value < lt)
}

function isCombined(row: Row, { AND, OR, NOT }: Filter): boolean {
  const isEvery = (AND ?? []).every((each) => holds(row, each))
  const isSome = OR === undefined || OR === null || OR.some((each) => holds(row, each))
  return isEvery && isSome && (NOT === undefined || NOT === null || !holds(row, NOT))
}

/** What the filter language says, spelled out: what is empty meets no condition. */
function holds(row: Row, where: Filter): boolean {
  const { word, kind, amount, at } = where
  const oneOfWords = word?.in?.map((each) => each.toLowerCase())
  const isText = isOneOf(row.word, oneOfWords) && begins(row.word, word?.startsWith) && isOneOf(row.kind, kind?.in)
  return isText && isInRange(row.amount, amount) && isInRange(row.at === null ? null : new Date(row.at), at) && isCombined(row, where)
}

async function find(rows: readonly Row[], where: Filter): Promise<readonly number[]> {
  const context = testContext(database.db, database.acme, employee('admin'))
  const columns = sql`probe(n integer, word text collate "C", kind text, amount bigint, at timestamptz)`
  const found = await withTenant(context, (tx) =>
    tx.execute<{ n: number }>(
      sql`select n from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as ${columns} where ${whereSql(where, fields) ?? sql`true`} order by n`,
    ),
  )
  return found.map(({ n }) => n)
}

const maybe = <Value>(values: readonly Value[]) => fc.constantFrom(null, ...values)
const rows = fc
  .array(fc.record({ word: maybe(words), kind: maybe(kinds), amount: maybe(amounts), at: maybe(times) }), { minLength: 1, maxLength: 20 })
  .map((some) => some.map((row, n) => ({ n, ...row })))
const range = <Value>(values: readonly Value[]) =>
  fc
    .record({ gte: fc.constantFrom(...values), lt: fc.constantFrom(...values) }, { requiredKeys: [] })
    .filter((each) => Object.keys(each).length > 0)
const leaf: fc.Arbitrary<Filter> = fc.oneof(
  fc.subarray([...words, 'AB']).map((chosen) => ({ word: { in: chosen } })),
  fc.constantFrom(...words.filter((word) => word !== ''), 'A').map((startsWith) => ({ word: { startsWith } })),
  fc.subarray(kinds).map((chosen) => ({ kind: { in: chosen } })),
  range(amounts).map((amount) => ({ amount })),
  range(times.map((time) => new Date(time))).map((at) => ({ at })),
)
const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((AND) => ({ AND })),
    fc.array(tie('filter'), { maxLength: 3 }).map((OR) => ({ OR })),
    tie('filter').map((NOT) => ({ NOT })),
    fc.tuple(leaf, leaf, tie('filter')).map(([a, b, NOT]) => ({ ...a, ...b, NOT })),
  ),
}))

describe('the filter language on Postgres', () => {
  it('finds exactly what a naive reading of the filter finds, with empty fields and odd texts', async () => {
    await fc.assert(
      fc.asyncProperty(rows, filter, async (some, where) => {
        expect(await find(some, where)).toEqual(some.filter((row) => holds(row, where)).map(({ n }) => n))
      }),
      { numRuns: 300 },
    )
  })

  it('finds by NOT exactly what it leaves out without', async () => {
    await fc.assert(
      fc.asyncProperty(rows, filter, async (some, where) => {
        const [without, within] = await Promise.all([find(some, { NOT: where }), find(some, where)])
        expect([...without, ...within].toSorted((a, b) => a - b)).toEqual(some.map(({ n }) => n))
      }),
      { numRuns: 100 },
    )
  })

  it('sorts what a beginning is looked for in by code point', async () => {
    const some = words.map((word, n) => ({ n, word, kind: null, amount: null, at: null }))
    for (const word of words.filter((each) => each !== '')) {
      const expected = some.filter((row) => row.word.startsWith(word))
      expect(await find(some, { word: { startsWith: word } })).toEqual(expected.map(({ n }) => n))
      expect(expected.every((row) => compare(row.word, word) >= 0)).toBe(true)
    }
  })
})
