import { AppError } from '@iommi/shared/errors'
import type { z } from 'zod'

/** The input of a service operation; BAD_USER_INPUT that names the first field which breaks its rule. */
export function readServiceInput<Input>(schema: z.ZodType<Input>, rawInput: unknown): Input {
  const parsed = schema.safeParse(rawInput)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AppError('BAD_USER_INPUT', `input.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is wrong'}.`)
}
