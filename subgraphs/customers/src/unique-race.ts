import { sqlState } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'

/** Whether a transaction failed because another one wrote the same key of this constraint after it had looked. */
export function isUniqueRace(error: unknown, constraint: string): boolean {
  return sqlState(error) === '23505' && constraintOf(error) === constraint
}

/**
 * Runs `mutate`, and once more when another request wrote the same key between its look and its
 * write: then it finds the key taken. A second loss is a retryable CONFLICT that says `lost`.
 */
export async function againAfterRace<Result>(
  isRace: (error: unknown) => boolean,
  lost: string,
  mutate: () => Promise<Result>,
): Promise<Result> {
  try {
    return await mutate()
  } catch (error) {
    if (!isRace(error)) throw error
  }
  try {
    return await mutate()
  } catch (error) {
    if (!isRace(error)) throw error
    throw new AppError('CONFLICT', lost, { cause: error, retryable: true })
  }
}

function constraintOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('constraint_name' in error && typeof error.constraint_name === 'string') return error.constraint_name
  return constraintOf(error.cause)
}
