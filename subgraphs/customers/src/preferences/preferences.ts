import { idFromUuid, uuidFromId } from '@iommi/shared/ids'

/** By which way advertising may reach a customer who consented to it. */
export const marketingChannels = ['EMAIL', 'SMS', 'PUSH', 'POST'] as const

/** See `marketingChannels`. */
export type MarketingChannel = (typeof marketingChannels)[number]

/** How a customer wants to be talked to. */
export interface PreferencesRecord {
  readonly customerId: string
  /** BCP 47, canonical. */
  readonly locale: string | null
  /** Name of the IANA database. */
  readonly timeZone: string | null
  /** ISO 4217. */
  readonly preferredCurrency: string | null
  /** Each once, in the order of `marketingChannels`. */
  readonly marketingChannels: readonly MarketingChannel[]
  /** Counts the changes; 0 as long as the customer said nothing. */
  readonly version: number
}

type Preferred = Omit<PreferencesRecord, 'customerId' | 'version'>

/** What to change; a field left out stays. */
export type PreferencesChange = { readonly [Field in keyof Preferred]?: Preferred[Field] | undefined }

/** The preferences of a customer who never said any. */
export function noPreferences(customerId: string): PreferencesRecord {
  return { customerId, locale: null, timeZone: null, preferredCurrency: null, marketingChannels: [], version: 0 }
}

/** The id of a customer's preferences: a kind of its own, since they have versions of their own. */
export function preferencesId(customerId: string): string {
  return idFromUuid('preferences', uuidFromId('customer', customerId))
}

/** The preferences after `change`, one version on, or null when it changes nothing. */
export function changedPreferences(before: PreferencesRecord, change: PreferencesChange): PreferencesRecord | null {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const after: PreferencesRecord = { ...before, ...given }
  const sorted = { ...after, marketingChannels: marketingChannels.filter((channel) => after.marketingChannels.includes(channel)) }
  return textOf(sorted) === textOf(before) ? null : { ...sorted, version: before.version + 1 }
}

function textOf({ locale, timeZone, preferredCurrency, marketingChannels: channels }: PreferencesRecord): string {
  return JSON.stringify([locale, timeZone, preferredCurrency, channels])
}

/** The canonical form of a BCP 47 language tag, for example `en-GB`; null when it is none, or longer than 35 characters. */
export function canonicalLocale(text: string): string | null {
  try {
    const [locale = ''] = Intl.getCanonicalLocales(text.trim())
    return locale !== '' && locale.length <= 35 ? locale : null
  } catch {
    return null
  }
}

const timeZones: ReadonlyMap<string, string> = new Map(Intl.supportedValuesOf('timeZone').map((name) => [name.toLowerCase(), name]))

/** The name of a zone of the IANA time zone database as that writes it, for example `Europe/London`; null when it is none. */
export function timeZoneName(text: string): string | null {
  const name = text.trim()
  const known = timeZones.get(name.toLowerCase())
  if (known !== undefined) return known
  // Offsets such as +01:00 are no zones: they know no summer time.
  if (!/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/.test(name) || name.length > 64) return null
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    // Older names are links to newer ones or the other way round: what the customer chose stays.
    return timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name
  } catch {
    return null
  }
}
