import { seededRandom } from '@iommi/infra/dev/seed/random'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Shop } from './customers-fixture.ts'
import type { Pipeline } from './profile-sync-fixture.ts'

const random = seededRandom(`writers ${process.env['CHAOS_SEED'] ?? '1'}`)

/** What came of changing customers for a while. */
export interface Written {
  /** Of each change that was committed. */
  readonly durationsMs: readonly number[]
  readonly failures: readonly string[]
}

/** Changes customers at random until told to stop. */
export function writeUntilStopped(
  pipeline: Pipeline,
  where: Shop,
  ids: readonly string[],
  everyMs: number,
): { readonly stop: () => Promise<Written> } {
  const stopped = new AbortController()
  const durationsMs: number[] = []
  const failures: string[] = []
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const startMs = performance.now()
      const id = random.pick(ids)
      await pipeline.rename(where, id, `Chaos ${String(durationsMs.length)}`).then(
        () => durationsMs.push(performance.now() - startMs),
        (error: unknown) => failures.push(error instanceof Error ? error.message : String(error)),
      )
      await pause(everyMs)
    }
  }
  const running = run()
  return {
    stop: async () => {
      stopped.abort()
      await running
      return { durationsMs, failures }
    },
  }
}

/** Changes need neither queue nor mainframe nor worker: all of them were committed, and there were some. */
export function expectNoFailure({ durationsMs, failures }: Written): void {
  expect(failures).toEqual([])
  expect(durationsMs.length).toBeGreaterThan(0)
}
