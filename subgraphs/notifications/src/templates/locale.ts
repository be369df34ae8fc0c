/** The language that every text is there in. */
export const defaultLocale = 'en'

/** The tag as BCP 47 writes it (`de-AT`); null for what is none. */
export function canonicalLocale(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null
  } catch {
    return null
  }
}

/** Where to look for a text, nearest first: `de-AT`, `de`, `en`. Begins with the default where nothing is asked for. */
export function localeChain(tag: string | null): readonly string[] {
  const parts = tag === null ? [] : (canonicalLocale(tag) ?? '').split('-')
  const chain = parts.map((_part, index) => parts.slice(0, parts.length - index).join('-')).filter((locale) => locale !== '')
  return chain.includes(defaultLocale) ? chain : [...chain, defaultLocale]
}
