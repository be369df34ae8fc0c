import { z } from 'zod'
import { canonicalLocale } from './preferences.ts'

/** A text that `canonical` knows, in the form that it gives back. */
export function canonicalField(canonical: (text: string) => string | null, error: string): z.ZodType<string> {
  return z.string({ error: 'must be a text' }).transform((text, check) => {
    const known = canonical(text)
    if (known !== null) return known
    check.addIssue({ code: 'custom', message: error })
    return z.NEVER
  })
}

/** A BCP 47 language tag, brought into its canonical form. */
export const localeField: z.ZodType<string> = canonicalField(canonicalLocale, 'must be a language tag of BCP 47, for example en-GB')
