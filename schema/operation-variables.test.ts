import { describe, expect, it } from 'vitest'
import { accepts, allowedItem, allowedProperty, anything, compileVariables, isDemanded, type JsonSchema } from './operation-variables.ts'

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['first'],
  properties: {
    first: { type: 'integer', minimum: 1, maximum: 50 },
    after: { type: ['string', 'null'], maxLength: 10 },
    lines: { type: 'array', items: { $ref: '#/$defs/line' } },
    either: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/line' }] },
  },
  $defs: { line: { type: 'object', additionalProperties: false, required: ['sku'], properties: { sku: { type: 'string' } } } },
} as const satisfies JsonSchema

describe('variables', () => {
  const problemsOf = compileVariables(schema)

  it.each([
    [{ first: 50 }, []],
    [{ first: 1, after: null, lines: [{ sku: 'A' }] }, []],
    [{ first: 51 }, ['variables.first must be <= 50']],
    [{}, ["variables must have required property 'first'"]],
    [{ first: 1, other: 'x' }, ['variables must NOT have additional properties "other"']],
    [{ first: 1, lines: [{ sku: 5 }] }, ['variables.lines.0.sku must be string']],
    [{ first: '1' }, ['variables.first must be integer']],
  ])('%j: %j', (variables, problems) => {
    expect(problemsOf(variables)).toEqual(problems)
  })

  it('are told apart without their values being repeated', () => {
    expect(problemsOf({ first: 1, after: 'ann@example.com' })).toEqual(['variables.after must NOT have more than 10 characters'])
  })

  it.each([
    [{ type: 'objekt' }, 'type'],
    [{ maximun: 5 }, 'unknown keyword: "maximun"'],
    [{ type: 'string', format: 'date' }, 'unknown format "date"'],
    [{ $ref: 'https://example.com/schema.json' }, "can't resolve reference"],
  ])('cannot be limited by %j', (wrong, reason) => {
    expect(() => compileVariables(wrong)).toThrow(reason)
  })

  it('do not mix up two schemas with one $id', () => {
    const [one, other] = [1, 2].map((maximum) =>
      compileVariables({ $id: 'x', type: 'object', properties: { a: { type: 'integer', maximum } } }),
    )
    expect([one?.({ a: 2 }).length, other?.({ a: 2 }).length]).toEqual([1, 0])
  })
})

describe('what may stand at a place', () => {
  const at = (...path: readonly string[]) =>
    path.reduce((allowed, step) => (step === '*' ? allowedItem(allowed, schema) : allowedProperty(allowed, schema, step)), [
      schema,
    ] as readonly JsonSchema[])

  it('is nothing where the schema lets nothing in', () => {
    expect([at('other'), at('lines', '*', 'color'), at('either', 'color'), at('first', 'sku')]).toEqual([[], [], [], []])
  })

  it('follows properties, items, references and alternatives', () => {
    expect([at('lines', '*', 'sku'), at('either', 'sku')]).toEqual([[{ type: 'string' }], [{ type: 'string' }]])
  })

  it('is anything where nothing limits', () => {
    expect([allowedProperty(anything, true, 'a'), allowedItem(anything, true)]).toEqual([[true], [true]])
    expect(allowedProperty([{ type: 'object' }], {}, 'a')).toEqual([true])
  })

  it('is demanded where every alternative requires it, and not as null', () => {
    const demanded = (allowed: readonly JsonSchema[], name: string) => isDemanded(allowed, schema, name)
    expect([
      demanded([schema], 'first'),
      demanded([schema], 'after'),
      demanded(at('lines', '*'), 'sku'),
      demanded(anything, 'sku'),
    ]).toEqual([true, false, true, false])
  })

  it('ends where a schema contains itself', () => {
    const endless = { $defs: { a: { anyOf: [{ $ref: '#/$defs/a' }] } }, $ref: '#/$defs/a' }
    expect(allowedProperty([endless], endless, 'a')).toEqual([])
  })

  it('accepts a value by the whole schema, definitions included', () => {
    expect([accepts({ $ref: '#/$defs/line' }, schema, { sku: 'A' }), accepts({ $ref: '#/$defs/line' }, schema, {})]).toEqual([true, false])
  })
})
