import { randomUUID } from 'node:crypto'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { openRedis } from '@iommi/shared/redis'
import { silentLogger } from '@iommi/shared/telemetry'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { openBudget, type Budget, type Charge } from '../src/limits/budget.ts'
import { budgetKey, type Bucket } from '../src/limits/budget-bucket.ts'

const connections: Redis[] = []
let budgets: readonly [Budget, Budget, Budget]
let client: Redis
let tenantId = ''

// Three gateways, each with a connection of its own.
beforeAll(async () => {
  const url = `${inject('redisUrl')}/${String(512 + (process.pid % 512))}`
  const open = (): Budget => {
    const redis = openRedis(url)
    connections.push(redis)
    // A busy machine must not look like an outage.
    return openBudget({ redis, log: silentLogger, waitMs: 15_000 })
  }
  budgets = [open(), open(), open()]
  client = new Redis(url)
  connections.push(client)
  await waitUntil('connections', { timeoutMs: 10_000 }, () => connections.every(({ status }) => status === 'ready'))
})
beforeEach(() => {
  tenantId = randomUUID()
})
afterAll(() => {
  for (const connection of connections) connection.disconnect()
})

const bucket = (amount: number, other: Partial<Bucket> & { readonly client?: string; readonly name?: string } = {}): Bucket => {
  const { client: owner = 'shop', name = 'cost', ...rest } = other
  return { key: budgetKey({ tenantId, client: owner }, name), capacity: 1_000, restorePerSecond: 0, amount, ...rest }
}

const redisMicroseconds = async (): Promise<number> => {
  const [seconds, microseconds] = await client.time()
  return Number(seconds) * 1_000_000 + Number(microseconds)
}

// Seeded, so that a failure comes again.
function randomBelow(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
}

function expectShared(charges: readonly Charge[]): void {
  expect(charges.filter(({ isLocal }) => isLocal)).toEqual([])
}

/** Charges from all three at once, many times. */
async function hammer(
  times: number,
  wanted: (index: number) => readonly Bucket[],
): Promise<readonly (readonly [Charge, readonly Bucket[]])[]> {
  const all = await Promise.all(
    Array.from({ length: times }, async (_, index) => {
      const buckets = wanted(index)
      const budget = budgets[index % 3] ?? budgets[0]
      return [await budget.charge(buckets), buckets] as const
    }),
  )
  expectShared(all.map(([charge]) => charge))
  return all
}

const sumOf = (charges: readonly (readonly [Charge, readonly Bucket[]])[]): number =>
  charges.reduce((sum, [{ isAdmitted }, buckets]) => sum + (isAdmitted ? (buckets[0]?.amount ?? 0) : 0), 0)

describe('a budget that three gateways share', () => {
  it('hands out exactly what is there, however many ask at once', async () => {
    const charges = await hammer(300, () => [bucket(7)])
    expect(sumOf(charges)).toBe(994)
    const states = charges
      .filter(([{ isAdmitted }]) => isAdmitted)
      .map(
        ([
          {
            states: [state],
          },
        ]) => state?.available,
      )
    expect(states.toSorted((left = 0, right = 0) => left - right)).toEqual(Array.from({ length: 142 }, (_, index) => 6 + 7 * index))
  })

  it('hands out no more than it held and what came back meanwhile, whatever the amounts', async () => {
    const random = randomBelow(1)
    const before = await redisMicroseconds()
    let handedOut = 0
    for (let round = 0; round < 10; round += 1) {
      handedOut += sumOf(await hammer(60, () => [bucket(1 + random(90), { restorePerSecond: 500 })]))
    }
    const restored = ((await redisMicroseconds()) - before) * 0.0005
    expect(handedOut).toBeLessThanOrEqual(1_000 + restored)
    expect(handedOut).toBeGreaterThan(1_000 - 90)
  })

  it('leaves the budgets of another client and another tenant untouched', async () => {
    await hammer(50, () => [bucket(100)])
    const neighbours = [
      bucket(1_000, { client: 'other' }),
      bucket(1_000, { key: budgetKey({ tenantId: randomUUID(), client: 'shop' }, 'cost') }),
    ]
    for (const neighbour of neighbours) expect((await budgets[1].charge([neighbour])).isAdmitted).toBe(true)
  })

  it('takes from all buckets or from none', async () => {
    const charges = await hammer(100, () => [bucket(10), bucket(1, { name: 'requests', capacity: 30 }), bucket(1, { name: 'OrderStatus' })])
    expect(charges.filter(([{ isAdmitted }]) => isAdmitted).length).toBe(30)
    const { states } = await budgets[0].charge([
      bucket(0),
      bucket(0, { name: 'requests', capacity: 30 }),
      bucket(0, { name: 'OrderStatus' }),
    ])
    expect(states.map(({ available }) => available)).toEqual([700, 0, 970])
  })

  it('has been charged exactly what a thousand operations cost, once what was too much is given back', async () => {
    const random = randomBelow(2)
    let spent = 0
    const one = async (index: number): Promise<void> => {
      const [charging, refunding] = [budgets[index % 3] ?? budgets[0], budgets[(index + 1) % 3] ?? budgets[0]]
      const wanted = bucket(1 + random(5_000), { capacity: 10_000_000 })
      const charge = await charging.charge([wanted])
      expect(charge).toMatchObject({ isAdmitted: true, isLocal: false })
      const measured = 1 + random(wanted.amount)
      spent += measured
      await refunding.refund(charge, wanted, wanted.amount - measured)
    }
    for (let start = 0; start < 1_000; start += 100) await Promise.all(Array.from({ length: 100 }, (_, index) => one(start + index)))
    const { states } = await budgets[0].charge([bucket(0, { capacity: 10_000_000 })])
    expect(10_000_000 - (states[0]?.available ?? 0)).toBe(spent)
  })

  it('counts fractions and large numbers in full', async () => {
    const capacity = Number.MAX_SAFE_INTEGER
    await budgets[0].charge([bucket(2 ** 52 + 1, { capacity })])
    const { states } = await budgets[1].charge([bucket(3, { capacity })])
    expect(states[0]?.available).toBe(capacity - (2 ** 52 + 4))
    const thirds = await budgets[2].charge([bucket(1 / 3, { name: 'thirds' })])
    expect(thirds.states[0]?.available).toBe(1_000 - 1 / 3)
  })

  it('admits again after the time it told, and not before', async () => {
    const slow = { restorePerSecond: 100, capacity: 100 }
    await budgets[0].charge([bucket(100, slow)])
    const before = await redisMicroseconds()
    const refused = await budgets[1].charge([bucket(50, slow)])
    expect(refused.isAdmitted).toBe(false)
    expect(refused.retryAfterMs).toBe(Math.ceil((50 - (refused.states[0]?.available ?? 0)) * 10))
    const admitted = await waitUntil('room', { timeoutMs: 10_000, intervalMs: 5 }, async () => {
      const charge = await budgets[1].charge([bucket(50, slow)])
      return charge.isAdmitted && charge
    })
    expect(admitted.retryAfterMs).toBe(0)
    expect((await redisMicroseconds()) - before).toBeGreaterThanOrEqual(((refused.retryAfterMs ?? 0) - 1) * 1_000)
  })

  it('never admits what is larger than itself, and says so', async () => {
    const { isAdmitted, retryAfterMs } = await budgets[0].charge([bucket(1_001, { restorePerSecond: 100 })])
    expect([isAdmitted, retryAfterMs]).toEqual([false, null])
  })

  it('goes into debt for messages, of one capacity at most; charges wait until it is paid', async () => {
    const messages = Array.from({ length: 30 }, async (_, index) => await (budgets[index % 3] ?? budgets[0]).debit(bucket(100)))
    const left = (await Promise.all(messages)).map(({ available }) => available)
    expect(Math.min(...left)).toBe(-1_000)
    expect((await budgets[0].charge([bucket(1)])).isAdmitted).toBe(false)
    const paying = await budgets[1].charge([bucket(1, { restorePerSecond: 10 })])
    expect(paying.isAdmitted).toBe(false)
    expect(paying.retryAfterMs).toBe(Math.ceil((1 - (paying.states[0]?.available ?? 0)) * 100))
    const paid = await waitUntil('debt paid', { timeoutMs: 10_000, intervalMs: 5 }, async () => {
      const charge = await budgets[2].charge([bucket(1, { restorePerSecond: 1_000 })])
      return charge.isAdmitted && charge
    })
    expect(paid.isLocal).toBe(false)
  })

  it('gives back no more than a charge took, nothing for one that was refused, and is never fuller than full', async () => {
    await budgets[0].charge([bucket(900)])
    const charge = await budgets[1].charge([bucket(50)])
    const refused = await budgets[2].charge([bucket(500)])
    expect((await budgets[0].refund(charge, bucket(50), 10_000)).available).toBe(100)
    expect((await budgets[0].refund(refused, bucket(500), 500)).available).toBe(100)
    expect((await budgets[0].refund(charge, bucket(50), -5)).available).toBe(100)
    await client.del(bucket(0).key)
    expect((await budgets[0].refund(charge, bucket(50), 50)).available).toBe(1_000)
  })

  it('leaves nothing behind in Redis once it is full again', async () => {
    const wanted = bucket(100, { restorePerSecond: 1_000 })
    await budgets[0].charge([wanted])
    expect(await client.pttl(wanted.key)).toBeLessThanOrEqual(100)
    await waitUntil('key gone', { timeoutMs: 10_000, intervalMs: 5 }, async () => (await client.exists(wanted.key)) === 0)
    const charge = await budgets[0].charge([bucket(100)])
    await budgets[0].refund(charge, bucket(100), 100)
    expect(await client.exists(bucket(0).key)).toBe(0)
  })

  it('goes on when Redis has forgotten the script, and what was in it', async () => {
    await budgets[0].charge([bucket(600)])
    await client.script('FLUSH')
    expect(await budgets[1].charge([bucket(300)])).toMatchObject({ isAdmitted: true, isLocal: false, states: [{ available: 100 }] })
    await client.flushdb()
    expect(await budgets[2].charge([bucket(1_000)])).toMatchObject({ isAdmitted: true, isLocal: false, states: [{ available: 0 }] })
  })

  it('takes a smaller capacity at once', async () => {
    await budgets[0].charge([bucket(600)])
    expect(await budgets[1].charge([bucket(1, { capacity: 500 })])).toMatchObject({ isAdmitted: false, states: [{ available: -100 }] })
  })

  it('reads what is no bucket as a full one', async () => {
    await client.set(bucket(0).key, 'nonsense')
    expect(await budgets[0].charge([bucket(1)])).toMatchObject({ isAdmitted: true, isLocal: false, states: [{ available: 999 }] })
  })
})
