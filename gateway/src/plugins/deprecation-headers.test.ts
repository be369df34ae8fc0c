import { buildSchema, parse } from 'graphql'
import { expect, it } from 'vitest'
import { deprecationsIn, headersFor } from './deprecation-headers.ts'

const schema = buildSchema(`
  type Query {
    old: Int @deprecated(reason: "use young since 2026-11-20; removed after 2027-06-30")
    young(by: In, of: Int @deprecated(reason: "use by since 2026-10-01; removed after 2027-12-31")): Order
  }
  type Order { next: Order  state: State  note: String @deprecated(reason: "for no reason") }
  input In { state: State  name: String @deprecated(reason: "use state since 2026-01-01; removed after 2026-12-30") }
  enum State { OPEN  SHUT @deprecated(reason: "use OPEN since 2026-02-01; removed after 2027-01-01") }
`)
const datesIn = (document: string): readonly string[] =>
  deprecationsIn(schema, parse(document)).map(({ since, removedAfter }) => `${since} ${removedAfter}`)

it.each([
  ['{ young { next { state } } }', []],
  ['{ old }', ['2026-11-20 2027-06-30']],
  ['query { ...F } fragment F on Query { a: old b: old }', ['2026-11-20 2027-06-30']],
  ['{ young(of: 1) { state } }', ['2026-10-01 2027-12-31']],
  ['{ young(by: { state: OPEN, name: "a" }) { state } }', ['2026-01-01 2026-12-30']],
  ['{ young(by: { state: SHUT }) { state } }', ['2026-02-01 2027-01-01']],
  // Without dates there is nothing to say in a header.
  ['{ young { note } }', []],
] as const)('of %s the deprecations are found', (document, dates) => {
  expect(datesIn(document)).toEqual(dates)
})

it('of several the earliest dates are told, the last day included', () => {
  expect(headersFor(deprecationsIn(schema, parse('{ old young(of: 1) { state } }')))).toEqual({
    // 2026-10-01T00:00:00Z
    deprecation: '@1790812800',
    sunset: 'Thu, 01 Jul 2027 00:00:00 GMT',
  })
  expect(headersFor([])).toBeNull()
})
