import { AppError } from '@iommi/shared/errors'
import type { z } from 'zod'

/** The checked input of a service operation; BAD_USER_INPUT with every rule it breaks: the calling service is wrong. */
export function readServiceInput<Input>(schema: z.ZodType<Input>, rawInput: unknown): Input {
  const parsed = schema.safeParse(rawInput)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')} ${issue.message}`)
  throw new AppError('BAD_USER_INPUT', `${problems.join('; ')}.`)
}
