import { z } from 'zod'

/** A name in one line: 1 to `charactersMax` characters after trimming. */
export function nameField(charactersMax: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(charactersMax, `must have at most ${String(charactersMax)} characters`)
    .regex(/^\P{Cc}*$/u, 'must be one line without control characters')
}

/** Free words: at most `charactersMax` characters, several lines allowed. */
export function textField(charactersMax: number) {
  return z
    .string()
    .trim()
    .max(charactersMax, `must have at most ${String(charactersMax)} characters`)
    .regex(/^(\P{Cc}|[\n\r\t])*$/u, 'must not have control characters')
}
