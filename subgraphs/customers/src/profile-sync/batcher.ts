import { pause } from '@iommi/shared/lifecycle'

/** What a claim for one tenant came to. */
export interface ClaimResult {
  /** Profiles that were claimed. */
  readonly claimed: number
  /** No batch could be made until one is answered. */
  readonly isFull: boolean
}

/** What a batcher needs. */
export interface BatcherOptions {
  /** Claims up to `limit` of the tenant's profiles and sends them. */
  readonly claim: (tenantId: string, limit: number) => Promise<ClaimResult>
  /** How long wake-ups are collected. */
  readonly collectMs: number
  /** Records of a batch; so many wake-ups are not waited beyond. */
  readonly recordsMax: number
}

/** Turns many wake-ups into few batches. */
export interface Batcher {
  /** Resolves once everything of the tenant that was due when this was called has been claimed, or must wait for an ack; rejects when a claim failed. */
  readonly wake: (tenantId: string) => Promise<void>
  /** Rejects who waits; claims under way end first. */
  readonly stop: () => Promise<void>
}

interface Waiting {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

const sharePerTenantMin = 50

/**
 * Collects wake-ups for a moment, then claims for each tenant that has some, in turns. While several wait each gets an equal share of a
 * batch at a time, so that one with a long backlog does not keep the others waiting.
 */
export function createBatcher({ claim, collectMs, recordsMax }: BatcherOptions): Batcher {
  const waiting = new Map<string, Waiting[]>()
  const stopped = new AbortController()
  let count = 0
  let collected = new AbortController()
  let running: Promise<void> | null = null

  const claimFor = async (tenantId: string, limit: number): Promise<void> => {
    const mine = waiting.get(tenantId) ?? []
    waiting.delete(tenantId)
    count -= mine.length
    try {
      const { claimed, isFull } = await claim(tenantId, limit)
      // More may be due: the next turn is taken after the other tenants'.
      if (claimed >= limit && !isFull) enqueue(tenantId, mine)
      else for (const { resolve } of mine) resolve()
    } catch (error) {
      for (const { reject } of mine) reject(error)
    }
  }

  const enqueue = (tenantId: string, more: readonly Waiting[]): void => {
    waiting.set(tenantId, [...(waiting.get(tenantId) ?? []), ...more])
    count += more.length
    if (count >= recordsMax) collected.abort()
  }

  const run = async (): Promise<void> => {
    while (waiting.size > 0 && !stopped.signal.aborted) {
      if (count < recordsMax) await pause(collectMs, collected.signal)
      collected = new AbortController()
      const tenantIds = [...waiting.keys()]
      const limit = Math.max(Math.min(sharePerTenantMin, recordsMax), Math.floor(recordsMax / tenantIds.length))
      for (const tenantId of tenantIds) {
        if (!stopped.signal.aborted) await claimFor(tenantId, limit)
      }
    }
    running = null
  }

  return {
    wake: async (tenantId) => {
      if (stopped.signal.aborted) throw new Error('The batcher has been stopped.')
      await new Promise<void>((resolve, reject) => {
        enqueue(tenantId, [{ resolve, reject }])
        running ??= run()
      })
    },
    stop: async () => {
      stopped.abort()
      collected.abort()
      await running
      for (const { reject } of [...waiting.values()].flat()) reject(new Error('The batcher has been stopped.'))
      waiting.clear()
    },
  }
}
