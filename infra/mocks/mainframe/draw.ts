import { createHash } from 'node:crypto'

/**
 * A number from 0 to below 1 that follows from the seed and from what it is drawn for, and from nothing else: however the work is timed, and
 * after any restart, the same seed gives the same numbers.
 */
export function draw(seed: string, ...subject: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update([seed, ...subject].join('\u0000'))
    .digest()
  return digest.readUIntBE(0, 6) / 2 ** 48
}

/** The same as a whole number from 0 to below `limit`. */
export function drawBelow(limit: number, seed: string, ...subject: readonly (string | number)[]): number {
  return Math.floor(draw(seed, ...subject) * limit)
}
