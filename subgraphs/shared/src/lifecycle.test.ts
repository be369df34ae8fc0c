import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startLoop } from './lifecycle.ts'
import { silentLogger } from './telemetry.ts'

// Long enough that a round which nothing wakes is not seen in a test.
const idleMs = 600_000

it('begins its next round when it is woken, also while a round is under way, and never again once stopped', async () => {
  let wake = (): void => undefined
  let rounds = 0
  let goOn = (): void => undefined
  const loop = startLoop(
    {
      name: 'test',
      idleMs,
      log: silentLogger,
      onWake: (listener) => {
        wake = listener
        return () => (wake = () => undefined)
      },
    },
    async () => {
      rounds += 1
      if (rounds === 2) await new Promise<void>((resolve) => (goOn = resolve))
      return false
    },
  )
  await expect.poll(() => rounds).toBe(1)
  wake()
  await expect.poll(() => rounds).toBe(2)
  wake()
  goOn()
  await expect.poll(() => rounds).toBe(3)
  await pause(50)
  expect(rounds).toBe(3)
  await loop.stop()
  wake()
  await pause(50)
  expect(rounds).toBe(3)
})
