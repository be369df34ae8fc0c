import { z } from 'zod'

// Control characters, halves of surrogate pairs, line separators, and marks that turn the reading direction of what follows.
const unwanted = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u

/** Whether a text is of one line, without characters that are not text. */
export function isPlainText(text: string): boolean {
  return !unwanted.test(text)
}

/** How many characters a person would count, more or less: Unicode code points, as Postgres counts them. */
export function characterCount(text: string): number {
  return Array.from(text).length
}

/** One line of 1 to `charactersMax` characters; spaces around it are dropped, and it is brought into Unicode's composed form (NFC). */
export function plainText(charactersMax: number): z.ZodType<string> {
  return z
    .string({ error: 'must be a text' })
    .trim()
    .normalize('NFC')
    .refine((text) => text !== '', { error: 'must not be empty', abort: true })
    .refine((text) => characterCount(text) <= charactersMax, {
      error: `must have at most ${String(charactersMax)} characters`,
      abort: true,
    })
    .refine(isPlainText, 'must not contain control characters')
}

// As above, but line breaks and tabs are part of a longer text.
const unwantedInText = /(?![\n\r\t])[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u

/** Free words over several lines, at most `charactersMax` characters; spaces around them are dropped, nothing may be left. */
export function freeText(charactersMax: number): z.ZodType<string> {
  return z
    .string({ error: 'must be a text' })
    .trim()
    .normalize('NFC')
    .refine((text) => characterCount(text) <= charactersMax, {
      error: `must have at most ${String(charactersMax)} characters`,
      abort: true,
    })
    .refine((text) => !unwantedInText.test(text), 'must not contain control characters')
}
