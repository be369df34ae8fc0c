import { rangeFilter, textFilter, whereSql, type FieldConditions } from '@iommi/shared/filters'
import { and, eq, gte, inArray, isNotNull, isNull, lt, or, sql, type SQL } from 'drizzle-orm'
import { hasDefaultCountry } from '../addresses/address-repo.ts'
import { nameSortKey } from '../customers/customer.ts'
import { consents, customerPreferences, customers } from '../tables.ts'
import type { SegmentConditions, SegmentRule } from './segment-rule.ts'

const conditions: FieldConditions<SegmentConditions> = {
  countryIn: (countries) => hasDefaultCountry((countryCode) => inArray(countryCode, [...countries])),
  registered: rangeFilter<Date>(customers.createdAt),
  hasEmail: (wanted) => (wanted ? isNotNull(customers.emailNorm) : isNull(customers.emailNorm)),
  hasPhone: (wanted) => (wanted ? isNotNull(customers.phone) : isNull(customers.phone)),
  hasConsent: (purpose) => sql`'GRANTED' = (
    select ${consents.decision} from ${consents}
    where ${and(eq(consents.customerId, customers.id), eq(consents.purpose, purpose))}
    order by ${consents.occurredAt} desc, ${consents.position} desc limit 1)`,
  localeIn: (locales) => sql`${customers.id} in (
    select ${customerPreferences.customerId} from ${customerPreferences} where ${or(...locales.map(isLocaleOf))})`,
  nameStartsWith: (startsWith, path) => textFilter(customers.nameSort, nameSortKey)({ startsWith }, path),
}

/** A rule as a condition on `customers`: for the same facts it says the same as `explain`. */
export function ruleSql(rule: SegmentRule): SQL {
  return whereSql(rule, conditions) ?? sql`true`
}

// As a range, which an index serves: `.` comes right after `-`.
function isLocaleOf(wanted: string): SQL | undefined {
  const { locale } = customerPreferences
  return or(eq(locale, wanted), and(gte(locale, `${wanted}-`), lt(locale, `${wanted}.`)))
}
