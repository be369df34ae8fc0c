import { buildSchema, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { findRemovedValue } from './removed-value.ts'

const sdl = `
  type Query { a(where: Where, color: Color, many: [Color!], text: String): Int }
  enum Color { RED GREEN }
  input Where { color: Color colors: [Color!] deep: [Where!] text: String }
`
const before = buildSchema(sdl)
const document = parse(
  'query ($where: Where, $color: Color, $many: [Color!]!, $text: String) { a(where: $where, color: $color, many: $many, text: $text) }',
)
const find = (after: string, variables: Readonly<Record<string, unknown>>): string | null =>
  findRemovedValue(before, buildSchema(after), { document, variables })

describe('a value of a variable that a schema has no more', () => {
  const withoutRed = sdl.replace('RED', '')
  const withoutText = sdl.replace('deep: [Where!] text: String', 'deep: [Where!]')

  it.each([
    ['a value of an enum', withoutRed, { color: 'RED' }, 'Color.RED'],
    ['one in a list', withoutRed, { many: ['GREEN', 'RED'] }, 'Color.RED'],
    ['one given instead of a list', withoutRed, { many: 'RED' }, 'Color.RED'],
    ['one deep in an input', withoutRed, { where: { deep: [{ text: 'x' }, { colors: ['RED'] }] } }, 'Color.RED'],
    ['a field of an input', withoutText, { where: { deep: [{ text: null }] } }, 'Where.text'],
    [
      'a field of an input type that is gone',
      sdl.replace(/input Where .*/, '').replace('where: Where, ', ''),
      { where: { text: '' } },
      'Where.text',
    ],
    ['an enum that is gone', sdl.replace(/enum Color .*/, '').replaceAll('Color', 'String'), { color: 'RED' }, 'Color.RED'],
  ])('is found: %s', (_what, after, variables, coordinate) => {
    expect(find(after, variables)).toBe(coordinate)
  })

  it.each([
    ['another value', withoutRed, { color: 'GREEN', where: { colors: ['GREEN'] } }],
    ['no value', withoutRed, { color: null }],
    ['a field that is not given', withoutText, { where: { deep: [{ color: 'RED' }] } }],
    ['a variable that nobody declares', withoutRed, { other: 'RED' }],
    ['a text that reads the same', withoutRed, { text: 'RED' }],
  ])('is not: %s', (_what, after, variables) => {
    expect(find(after, variables)).toBe(null)
  })
})
