import type { ConsentPurpose } from '../consents/consent.ts'
import { nameSortKey } from '../customers/customer.ts'

/** Conditions on one customer. */
export interface SegmentConditions {
  /** Country of the default address. */
  readonly countryIn: readonly string[]
  readonly registered: { readonly gte?: Date | undefined; readonly lt?: Date | undefined }
  readonly hasEmail: boolean
  readonly hasPhone: boolean
  readonly hasConsent: ConsentPurpose
  /** Canonical BCP 47; a language stands for all its locales. */
  readonly localeIn: readonly string[]
  /** Without regard to case and accents. */
  readonly nameStartsWith: string
}

/** Who belongs to a segment: whoever meets all conditions given, and all, one or none of the rules combined. */
export type SegmentRule = { readonly [Field in keyof SegmentConditions]?: SegmentConditions[Field] | undefined } & {
  readonly AND?: readonly SegmentRule[] | undefined
  readonly OR?: readonly SegmentRule[] | undefined
  readonly NOT?: SegmentRule | undefined
}

/** What rules look at. */
export interface CustomerFacts {
  readonly name: string
  readonly createdAt: Date
  readonly email: string | null
  readonly phone: string | null
  /** Of the default address. */
  readonly countryCode: string | null
  readonly locale: string | null
  /** What was granted; purposes without a word are missing. */
  readonly consents: ReadonlyMap<ConsentPurpose, boolean>
}

/** What a part of a rule looks at, or how it combines others. */
export type SegmentRuleKind = 'AND' | 'OR' | 'NOT' | 'COUNTRY' | 'REGISTERED' | 'EMAIL' | 'PHONE' | 'CONSENT' | 'LOCALE' | 'NAME'

/** One part of a rule, before the parts inside it. */
export interface SegmentRulePart {
  /** Where it stands, for example `rule.OR.0.countryIn`. */
  readonly path: string
  readonly kind: SegmentRuleKind
  /** What it asks for, as text; empty for AND, OR and NOT. */
  readonly expected: readonly string[]
}

/** One part of a rule, and whether a customer meets it. */
export interface SegmentRuleResult extends SegmentRulePart {
  readonly holds: boolean
  /** Whether the customer has a value to look at; null for AND, OR and NOT. */
  readonly hasValue: boolean | null
}

interface Part extends SegmentRulePart {
  readonly inner: readonly Part[]
  readonly holds: (facts: CustomerFacts) => boolean
  readonly hasValue: (facts: CustomerFacts) => boolean | null
}

/** The parts of a rule, each before those inside it. */
export function partsOf(rule: SegmentRule): readonly SegmentRulePart[] {
  return flat(read(rule, 'rule')).map(({ path, kind, expected }) => ({ path, kind, expected }))
}

/** Whether a customer belongs, and why. */
export function explain(
  rule: SegmentRule,
  facts: CustomerFacts,
): { readonly isMember: boolean; readonly rules: readonly SegmentRuleResult[] } {
  const parts = read(rule, 'rule')
  const rules = flat(parts).map(({ path, kind, expected, holds, hasValue }) => ({
    path,
    kind,
    expected,
    holds: holds(facts),
    hasValue: hasValue(facts),
  }))
  return { isMember: parts.every((part) => part.holds(facts)), rules }
}

function flat(parts: readonly Part[]): readonly Part[] {
  return parts.flatMap((part) => [part, ...flat(part.inner)])
}

function read(rule: SegmentRule, path: string): readonly Part[] {
  return [...conditionsIn(rule, path), ...combinationsIn(rule, path)]
}

function combinationsIn({ AND, OR, NOT }: SegmentRule, path: string): readonly Part[] {
  const group = (
    kind: 'AND' | 'OR' | 'NOT',
    rules: readonly (readonly Part[])[] | undefined,
    isMet: (results: readonly boolean[]) => boolean,
  ): readonly Part[] => {
    if (rules === undefined) return []
    const holds = (facts: CustomerFacts): boolean => isMet(rules.map((parts) => parts.every((part) => part.holds(facts))))
    return [{ path: `${path}.${kind}`, kind, expected: [], inner: rules.flat(), holds, hasValue: () => null }]
  }
  return [
    ...group(
      'AND',
      AND?.map((each, index) => read(each, `${path}.AND.${String(index)}`)),
      (results) => results.every(Boolean),
    ),
    ...group(
      'OR',
      OR?.map((each, index) => read(each, `${path}.OR.${String(index)}`)),
      (results) => results.some(Boolean),
    ),
    ...group('NOT', NOT && [read(NOT, `${path}.NOT`)], (results) => !results.every(Boolean)),
  ]
}

type Condition = Pick<Part, 'kind' | 'expected' | 'holds' | 'hasValue'>

const conditions: { readonly [Field in keyof SegmentConditions]: (wanted: SegmentConditions[Field]) => Condition } = {
  countryIn: (countries) => ({
    kind: 'COUNTRY',
    expected: countries,
    holds: ({ countryCode }) => countryCode !== null && countries.includes(countryCode),
    hasValue: ({ countryCode }) => countryCode !== null,
  }),
  registered: ({ gte, lt }) => ({
    kind: 'REGISTERED',
    expected: [...(gte ? [`>= ${gte.toISOString()}`] : []), ...(lt ? [`< ${lt.toISOString()}`] : [])],
    holds: ({ createdAt }) => (gte === undefined || createdAt >= gte) && (lt === undefined || createdAt < lt),
    hasValue: () => true,
  }),
  hasEmail: (wanted) => ({
    kind: 'EMAIL',
    expected: [String(wanted)],
    holds: ({ email }) => (email !== null) === wanted,
    hasValue: ({ email }) => email !== null,
  }),
  hasPhone: (wanted) => ({
    kind: 'PHONE',
    expected: [String(wanted)],
    holds: ({ phone }) => (phone !== null) === wanted,
    hasValue: ({ phone }) => phone !== null,
  }),
  hasConsent: (purpose) => ({
    kind: 'CONSENT',
    expected: [purpose],
    holds: ({ consents }) => consents.get(purpose) === true,
    hasValue: ({ consents }) => consents.has(purpose),
  }),
  localeIn: (locales) => ({
    kind: 'LOCALE',
    expected: locales,
    holds: ({ locale }) => locale !== null && locales.some((wanted) => locale === wanted || locale.startsWith(`${wanted}-`)),
    hasValue: ({ locale }) => locale !== null,
  }),
  nameStartsWith: (prefix) => ({
    kind: 'NAME',
    expected: [prefix],
    holds: ({ name }) => nameSortKey(name).startsWith(nameSortKey(prefix)),
    hasValue: () => true,
  }),
}

function conditionsIn(rule: SegmentRule, path: string): readonly Part[] {
  const part = <Value>(
    name: keyof SegmentConditions,
    wanted: Value | undefined,
    toCondition: (wanted: Value) => Condition,
  ): readonly Part[] => (wanted === undefined ? [] : [{ path: `${path}.${name}`, inner: [], ...toCondition(wanted) }])
  return [
    ...part('countryIn', rule.countryIn, conditions.countryIn),
    ...part('registered', rule.registered, conditions.registered),
    ...part('hasEmail', rule.hasEmail, conditions.hasEmail),
    ...part('hasPhone', rule.hasPhone, conditions.hasPhone),
    ...part('hasConsent', rule.hasConsent, conditions.hasConsent),
    ...part('localeIn', rule.localeIn, conditions.localeIn),
    ...part('nameStartsWith', rule.nameStartsWith, conditions.nameStartsWith),
  ]
}
