import type { RunningStack } from './running-stack.ts'

/**
 * Fills a new stack with plausible data for every demo tenant. Does nothing to a tenant that has been seeded before.
 */
export async function seedOnce(_stack: RunningStack): Promise<void> {
  // The seed is written next.
}
