import { AppError } from '@iommi/shared/errors'
import { z } from 'zod'

/** The tag in its canonical spelling (BCP 47), or null when it is none or too long to keep. */
function canonicalLocale(tag: string): string | null {
  try {
    const [canonical = ''] = Intl.getCanonicalLocales(tag)
    return canonical !== '' && canonical.length <= 35 ? canonical : null
  } catch {
    return null
  }
}

/** A locale to keep a text under, brought into its canonical spelling. */
export const localeField: z.ZodType<string> = z.string().transform((tag, context) => {
  const locale = canonicalLocale(tag)
  if (locale !== null) return locale
  context.addIssue({ code: 'custom', message: 'must be a BCP 47 tag, for example de-AT' })
  return z.NEVER
})

/** The locales to look for a text in, the most special first (RFC 4647 lookup): de-AT, then de. BAD_USER_INPUT for what is no tag. */
export function localeChain(tag: string): readonly string[] {
  const locale = canonicalLocale(tag)
  if (locale === null) throw new AppError('BAD_USER_INPUT', 'locale: a BCP 47 tag is expected, for example de-AT.')
  const subtags = locale.split('-')
  return (
    subtags
      .map((_subtag, index) => subtags.slice(0, subtags.length - index))
      // A single letter only introduces what follows.
      .filter((each) => each.at(-1)?.length !== 1)
      .map((each) => each.join('-'))
  )
}

/** The first text along the chain of `tag`; null when no locale of it has one. */
export function findInChain<Translation extends { readonly locale: string }>(
  tag: string,
  translations: readonly Translation[],
  textOf: (translation: Translation) => string | null,
): string | null {
  const byLocale = new Map(translations.map((translation) => [translation.locale, textOf(translation)]))
  for (const locale of localeChain(tag)) {
    const text = byLocale.get(locale) ?? null
    if (text !== null) return text
  }
  return null
}
