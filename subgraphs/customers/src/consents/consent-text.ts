import type { ConsentPurpose } from './consent.ts'

/** A version of the text that customers consent to, in every language it was published in. */
export interface ConsentTextRecord {
  readonly purpose: ConsentPurpose
  readonly version: number
  readonly publishedAt: Date
  /** Sorted by locale; at least one. */
  readonly translations: readonly ConsentTranslation[]
}

/** The text in one language. */
export interface ConsentTranslation {
  /** BCP 47, canonical. */
  readonly locale: string
  readonly text: string
}

/** The translation that fits `locale` best: its own, that of its language, English, any. Never another version's. */
export function translationFor(
  { translations }: Pick<ConsentTextRecord, 'translations'>,
  locale: string | null,
): ConsentTranslation | undefined {
  const wanted = [...chainOf(locale), 'en']
  return (
    wanted.map((each) => translations.find((translation) => translation.locale === each)).find((found) => found !== undefined) ??
    translations[0]
  )
}

/** `zh-Hant-TW`, `zh-Hant`, `zh`. */
function chainOf(locale: string | null): readonly string[] {
  const parts = locale?.split('-') ?? []
  return parts.map((_part, index) => parts.slice(0, parts.length - index).join('-'))
}
