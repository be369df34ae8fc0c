import { describe, expect, it } from 'vitest'
import { ruleField } from './segment-fields.ts'
import { explain, partsOf, type CustomerFacts, type SegmentRule } from './segment-rule.ts'
import { changedSegment, type SegmentRecord } from './segment.ts'

const ada: CustomerFacts = {
  name: 'Ádá Lovelace',
  createdAt: new Date('2026-01-15T00:00:00Z'),
  email: 'ada@example.com',
  phone: null,
  countryCode: 'GB',
  locale: 'en-GB',
  consents: new Map([
    ['ANALYTICS', true],
    ['PROFILING', false],
  ]),
}
const nobody: CustomerFacts = {
  name: 'X',
  createdAt: ada.createdAt,
  email: null,
  phone: null,
  countryCode: null,
  locale: null,
  consents: new Map(),
}

describe('explain', () => {
  it.each<readonly [SegmentRule, boolean, boolean, boolean]>([
    [{ countryIn: ['FR', 'GB'] }, true, true, false],
    [{ countryIn: ['FR'] }, false, true, false],
    [{ registered: { gte: new Date('2026-01-15T00:00:00Z') } }, true, true, true],
    [{ registered: { lt: new Date('2026-01-15T00:00:00Z') } }, false, true, true],
    [{ hasEmail: true }, true, true, false],
    [{ hasEmail: false }, false, true, false],
    [{ hasPhone: false }, true, false, false],
    [{ hasConsent: 'ANALYTICS' }, true, true, false],
    [{ hasConsent: 'PROFILING' }, false, true, false],
    [{ hasConsent: 'MARKETING_SMS' }, false, false, false],
    [{ localeIn: ['en'] }, true, true, false],
    [{ localeIn: ['en-US', 'en-GB'] }, true, true, false],
    [{ localeIn: ['e'] }, false, true, false],
    [{ nameStartsWith: 'ADA' }, true, true, true],
    [{ nameStartsWith: 'Lovelace' }, false, true, true],
  ])('%j: %s', (rule, holds, hasValue, nobodyHasValue) => {
    const { isMember, rules } = explain(rule, ada)
    expect([isMember, rules.length, rules[0]?.holds, rules[0]?.hasValue]).toEqual([holds, 1, holds, hasValue])
    expect(explain(rule, nobody).rules[0]?.hasValue).toBe(nobodyHasValue)
  })

  it('shows every part before those inside it, with what each asks for, and combines them', () => {
    const rule: SegmentRule = {
      nameStartsWith: 'ada',
      OR: [{ countryIn: ['FR'], hasEmail: true }, { NOT: { hasConsent: 'PROFILING' } }],
      AND: [{ localeIn: ['en', 'de'] }],
    }
    const group = { expected: [], hasValue: null }
    expect(explain(rule, ada)).toEqual({
      isMember: true,
      rules: [
        { path: 'rule.nameStartsWith', kind: 'NAME', expected: ['ada'], holds: true, hasValue: true },
        { path: 'rule.AND', kind: 'AND', holds: true, ...group },
        { path: 'rule.AND.0.localeIn', kind: 'LOCALE', expected: ['en', 'de'], holds: true, hasValue: true },
        { path: 'rule.OR', kind: 'OR', holds: true, ...group },
        { path: 'rule.OR.0.countryIn', kind: 'COUNTRY', expected: ['FR'], holds: false, hasValue: true },
        { path: 'rule.OR.0.hasEmail', kind: 'EMAIL', expected: ['true'], holds: true, hasValue: true },
        { path: 'rule.OR.1.NOT', kind: 'NOT', holds: true, ...group },
        { path: 'rule.OR.1.NOT.hasConsent', kind: 'CONSENT', expected: ['PROFILING'], holds: false, hasValue: true },
      ],
    })
    expect(partsOf(rule)).toEqual(explain(rule, ada).rules.map(({ path, kind, expected }) => ({ path, kind, expected })))
    expect(explain({ ...rule, hasPhone: true }, ada).isMember).toBe(false)
    expect(explain({ OR: [{ hasPhone: true }, { countryIn: ['FR'] }] }, ada).isMember).toBe(false)
    expect(explain({ NOT: { hasEmail: true, hasPhone: true } }, ada).isMember).toBe(true)
  })

  it('says what a stretch of time asks for', () => {
    const registered = { gte: new Date('2026-01-01T00:00:00Z'), lt: new Date('2026-02-01T00:00:00Z') }
    expect(partsOf({ registered })[0]?.expected).toEqual(['>= 2026-01-01T00:00:00.000Z', '< 2026-02-01T00:00:00.000Z'])
  })
})

describe('ruleField', () => {
  it('reads a rule as callers and the database write it, and leaves out what is not said', () => {
    const from = new Date('2026-01-01T00:00:00Z')
    const rule = {
      countryIn: ['GB', 'GB'],
      registered: { gte: from, lt: null },
      hasEmail: false,
      localeIn: ['en-gb'],
      OR: null,
      NOT: { hasPhone: true },
    }
    const read = { countryIn: ['GB'], registered: { gte: from }, hasEmail: false, localeIn: ['en-GB'], NOT: { hasPhone: true } }
    expect(ruleField.parse(rule)).toEqual(read)
    expect(ruleField.parse(JSON.parse(JSON.stringify(read)))).toEqual(read)
  })

  const nested = (depth: number): unknown => (depth === 1 ? { hasEmail: true } : { NOT: nested(depth - 1) })
  const wide = (count: number) => ({ OR: Array.from({ length: count }, () => ({ hasEmail: true })) })

  it('takes 50 rules in 5 levels and no more', () => {
    for (const rule of [nested(5), wide(49)]) expect(ruleField.safeParse(rule).success).toBe(true)
    for (const rule of [nested(6), nested(5_000), wide(50), { AND: [wide(24), wide(24)] }]) {
      expect(ruleField.safeParse(rule).error?.issues).toMatchObject([{ path: [], message: 'must have at most 50 rules in 5 levels' }])
    }
  })

  it.each([
    [[], {}],
    [[], { hasEmail: null }],
    [['AND'], { AND: [] }],
    [['OR', 1], { OR: [{ hasEmail: true }, {}] }],
    [['NOT'], { NOT: {} }],
    [['countryIn'], { countryIn: [] }],
    [['countryIn', 0], { countryIn: ['UK'] }],
    [['localeIn', 0], { localeIn: ['x'] }],
    [['registered'], { registered: {} }],
    [['nameStartsWith'], { nameStartsWith: '' }],
    [['nameStartsWith'], { nameStartsWith: '\u0301' }],
    [['nameStartsWith'], { nameStartsWith: 'a\u0000' }],
    [['nameStartsWith'], { nameStartsWith: 'x'.repeat(101) }],
    [['countryIn'], { countryIn: Array.from({ length: 101 }, () => 'GB') }],
  ])('refuses at %j: %j', (path, rule) => expect(ruleField.safeParse(rule).error?.issues[0]?.path).toEqual(path))
})

describe('changedSegment', () => {
  const at = new Date('2026-01-01T00:00:00Z')
  const segment: SegmentRecord = {
    id: 's',
    name: 'A',
    description: 'B',
    rule: { hasEmail: true },
    version: 3,
    createdAt: at,
    updatedAt: at,
  }
  const now = new Date('2026-02-01T00:00:00Z')

  it('is null when nothing differs', () => {
    expect(changedSegment(segment, {}, now)).toBeNull()
    expect(changedSegment(segment, { name: 'A', description: 'B', rule: { hasEmail: true } }, now)).toBeNull()
  })

  it('keeps what is not given, clears what is null, and counts', () => {
    expect(changedSegment(segment, { description: null, rule: { hasEmail: false } }, now)).toEqual({
      ...segment,
      description: null,
      rule: { hasEmail: false },
      version: 4,
      updatedAt: now,
    })
  })
})
