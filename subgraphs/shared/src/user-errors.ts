import type { z } from 'zod'

/** An expected failure the caller can act on. `field` is the path to the input at fault, null when the whole request is. */
export interface UserError<Code extends string> {
  readonly code: Code
  readonly field: readonly string[] | null
  readonly message: string
}

/** What every mutation answers: the thing under its own name beside these. */
export interface Payload {
  readonly userErrors: readonly UserError<string>[]
}

/** The codes every mutation's enum has. */
export type CommonErrorCode = 'INVALID_INPUT' | 'IDEMPOTENCY_KEY_REUSED'

/** A user error about `input.<path>`. */
export function inputError<Code extends string>(code: Code, path: readonly string[], message: string): UserError<Code> {
  return { code, field: ['input', ...path], message }
}

/** One user error for each rule that the input breaks. */
export function invalidInput(error: z.ZodError): readonly UserError<'INVALID_INPUT'>[] {
  return error.issues.map((issue) => {
    const path = issue.path.map(String)
    return inputError('INVALID_INPUT', path, `${path.join('.') || 'input'} ${issue.message}.`)
  })
}

/** The user error of an idempotency key that came before with another input. */
export const idempotencyKeyReused: UserError<'IDEMPOTENCY_KEY_REUSED'> = inputError(
  'IDEMPOTENCY_KEY_REUSED',
  ['idempotencyKey'],
  'This idempotency key was used before with another input. Use a new key for a new request.',
)
