import { describe, expect, it } from 'vitest'
import { createBatcher } from './batcher.ts'

interface Claimed {
  readonly tenantId: string
  readonly limit: number
}

function batcherOf(backlogs: Record<string, number>, recordsMax = 100) {
  const claims: Claimed[] = []
  const batcher = createBatcher({
    collectMs: 5,
    recordsMax,
    claim: async (tenantId, limit) => {
      claims.push({ tenantId, limit })
      const claimed = Math.min(limit, backlogs[tenantId] ?? 0)
      backlogs[tenantId] = (backlogs[tenantId] ?? 0) - claimed
      return await Promise.resolve({ claimed, isFull: false })
    },
  })
  return { batcher, claims }
}

describe('batcher', () => {
  it('makes one claim of many wake-ups', async () => {
    const { batcher, claims } = batcherOf({ acme: 80 })
    await Promise.all(Array.from({ length: 80 }, () => batcher.wake('acme')))
    expect(claims).toEqual([{ tenantId: 'acme', limit: 100 }])
  })

  it('goes on until nothing is due, and only then answers', async () => {
    const { batcher, claims } = batcherOf({ acme: 250 })
    await batcher.wake('acme')
    expect(claims).toHaveLength(3)
  })

  it('serves a tenant with one change after one share of a tenant with many (recipe 23)', async () => {
    const { batcher, claims } = batcherOf({ big: 10_000, small: 1 })
    const big = batcher.wake('big')
    await batcher.wake('small')
    expect(claims.findIndex(({ tenantId }) => tenantId === 'small')).toBeLessThanOrEqual(1)
    expect(claims[0]?.limit).toBe(50)
    await batcher.stop()
    await expect(big).rejects.toThrow('stopped')
  })

  it('stops asking for a tenant that may have no more batches', async () => {
    const claims: string[] = []
    const batcher = createBatcher({
      collectMs: 1,
      recordsMax: 10,
      claim: async (tenantId) => {
        claims.push(tenantId)
        return await Promise.resolve({ claimed: 0, isFull: true })
      },
    })
    await batcher.wake('acme')
    expect(claims).toEqual(['acme'])
  })

  it('tells those who wait when a claim fails, and goes on with the others', async () => {
    const batcher = createBatcher({
      collectMs: 1,
      recordsMax: 10,
      claim: async (tenantId) => {
        if (tenantId === 'broken') throw new Error('away')
        return await Promise.resolve({ claimed: 0, isFull: false })
      },
    })
    const outcomes = await Promise.allSettled([batcher.wake('broken'), batcher.wake('acme')])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  })
})
