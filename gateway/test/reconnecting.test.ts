import { jitteredWaitMs } from '@iommi/schema/client/backoff'
import { reconnecting, type ConnectionState } from '@iommi/schema/client/connection'
import { describe, expect, it } from 'vitest'
import { checkpoint, read, soon, useLiveClients, waitMsMax } from './live-reader.ts'

const { server, connect } = useLiveClients()

describe('a reconnecting client', () => {
  it('tells each state of the connection', async () => {
    const states: ConnectionState[] = []
    const client = connect(reconnecting({ waitMsMax, onState: (state) => states.push(state) }))
    const reader = read(client)
    await reader.untilSeen(checkpoint(0))
    server().drop(1012)
    await expect.poll(() => states.length, soon).toBe(5)
    expect(states).toEqual(['connecting', 'live', 'reconnecting', 'reconnecting', 'live'])
    server().admit(() => 4401)
    server().drop(4403)
    await reader.end
    expect(states.slice(5)).toEqual(['reconnecting', 'reconnecting', 'closed'])
  })

  it('is closed while nothing is subscribed to', async () => {
    const states: ConnectionState[] = []
    const reader = read(connect(reconnecting({ waitMsMax, onState: (state) => states.push(state) })))
    await reader.untilSeen(checkpoint(0))
    await reader.stop()
    await expect.poll(() => states, soon).toEqual(['connecting', 'live', 'closed'])
  })

  it('waits longer from attempt to attempt, never twice the same, and no longer than it was told', () => {
    const waits = (failures: number): number[] => Array.from({ length: 200 }, () => jitteredWaitMs(failures, 15_000))
    for (const [failures, longest] of [
      [0, 1_000],
      [1, 2_000],
      [3, 8_000],
      [4, 15_000],
      [60, 15_000],
    ] as const) {
      const ofThisAttempt = waits(failures)
      expect(Math.min(...ofThisAttempt)).toBeGreaterThanOrEqual(longest / 4)
      expect(Math.max(...ofThisAttempt)).toBeLessThanOrEqual(longest)
      expect(new Set(ofThisAttempt).size).toBeGreaterThan(100)
    }
  })
})
