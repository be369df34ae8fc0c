import { characterCount, isPlainText, plainText } from '@iommi/shared/text-fields'
import { z } from 'zod'
import { countryCodes } from '../addresses/country.ts'
import { consentPurposes } from '../consents/consent.ts'
import { nameSortKey } from '../customers/customer.ts'
import { localeField } from '../preferences/preference-fields.ts'
import type { SegmentRule } from './segment-rule.ts'

const partsMax = 50
const levelsMax = 5

// GraphQL brings dates, the database texts.
const instantField = z.union([z.date(), z.iso.datetime().transform((text) => new Date(text))])

const oneOrMore = <Item>(item: z.ZodType<Item>) =>
  z
    .array(item)
    .min(1, 'must not be empty')
    .max(100, 'must have at most 100 items')
    .transform((items) => [...new Set(items)])

const rangeField = z
  .object({ gte: instantField.nullish(), lt: instantField.nullish() })
  .transform(withoutNulls)
  .refine((range) => Object.keys(range).length > 0, 'must have gte, lt or both')

const prefixField = z
  .string()
  .normalize('NFC')
  .refine((text) => text !== '' && characterCount(text) <= 100 && isPlainText(text) && nameSortKey(text) !== '', {
    error: 'must have 1 to 100 characters of one line',
  })

const level: z.ZodType<SegmentRule> = z.lazy(() =>
  z
    .object({
      countryIn: oneOrMore(z.string().refine((code) => countryCodes.has(code), 'must be a country code of ISO 3166-1 alpha-2')).nullish(),
      registered: rangeField.nullish(),
      hasEmail: z.boolean().nullish(),
      hasPhone: z.boolean().nullish(),
      hasConsent: z.enum(consentPurposes).nullish(),
      localeIn: oneOrMore(localeField).nullish(),
      nameStartsWith: prefixField.nullish(),
      AND: z.array(level).min(1, 'must not be empty').nullish(),
      OR: z.array(level).min(1, 'must not be empty').nullish(),
      NOT: level.nullish(),
    })
    .transform(withoutNulls)
    .refine((rule) => Object.keys(rule).length > 0, 'must have a condition'),
)

/** A segment's rule, from a caller or as stored: every level has a condition, every value is one that customers can have. */
export const ruleField: z.ZodType<SegmentRule> = z
  .unknown()
  .refine((rule) => sizeOf(rule, 1) <= partsMax, `must have at most ${String(partsMax)} rules in ${String(levelsMax)} levels`)
  .pipe(level)

/** A segment's description. */
export const descriptionField: z.ZodType<string> = plainText(1_000)

/** How many rules there are inside, itself included; infinitely many when they are nested too deeply. Reads no deeper. */
function sizeOf(rule: unknown, depth: number): number {
  if (depth > levelsMax) return Number.POSITIVE_INFINITY
  if (typeof rule !== 'object' || rule === null) return 1
  const { AND, OR, NOT } = { AND: undefined, OR: undefined, NOT: undefined, ...rule }
  const inner: readonly unknown[] = [...listOf(AND), ...listOf(OR), ...(NOT === undefined || NOT === null ? [] : [NOT])]
  if (inner.length > partsMax) return Number.POSITIVE_INFINITY
  return inner.reduce((sum: number, each) => sum + sizeOf(each, depth + 1), 1)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

type WithoutNulls<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], null> }

function withoutNulls<Fields extends object>(fields: Fields): WithoutNulls<Fields> {
  // Only nulls are taken out.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as WithoutNulls<Fields>
}
