import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@iommi/infra/dev/ports'
import { redisUrl, startRedis } from '@iommi/infra/dev/redis'
import type { RunningProcess } from '@iommi/infra/dev/running-process'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { openRedis } from '@iommi/shared/redis'
import { silentLogger, type Logger } from '@iommi/shared/telemetry'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBudget, type Budget } from '../src/limits/budget.ts'
import { budgetKey, type Bucket } from '../src/limits/budget-bucket.ts'

// A Redis of this file's own: it is stopped, emptied and held up.
const directory = mkdtempSync(join(tmpdir(), 'iommi-budget-'))
const clock = { ms: 1_000_000 }
let port = 0
let server: RunningProcess
let connections: Redis[] = []
let logged: string[] = []
let redis: Redis
let budget: Budget
let other: Budget

const logger: Logger = {
  ...silentLogger,
  info: (_fields, message) => logged.push(message),
  warn: (_fields, message) => logged.push(message),
  child: () => logger,
}
const start = async (settings: Readonly<Record<string, string>> = {}): Promise<void> => {
  server = await startRedis({
    port,
    dataDir: directory,
    logFile: join(directory, 'redis.log'),
    settings: { appendonly: 'no', ...settings },
  })
}
const connect = async (): Promise<Redis> => {
  const connection = openRedis(redisUrl(port))
  connections.push(connection)
  await waitUntil('a connection', { timeoutMs: 10_000 }, () => connection.status === 'ready')
  return connection
}
const bucket = (amount: number, client = 'shop'): Bucket => ({
  key: budgetKey({ tenantId: 'acme', client }, 'cost'),
  capacity: 100,
  restorePerSecond: 0,
  amount,
})
const untilShared = async (): Promise<void> => {
  await waitUntil('shared again', { timeoutMs: 15_000 }, async () => {
    clock.ms += 1_000
    return !(await budget.charge([bucket(0, 'nobody')])).isLocal
  })
}

beforeAll(async () => {
  port = await freePort()
  await start()
})
beforeEach(async () => {
  redis = await connect()
  await redis.flushall()
  logged = []
  // A busy machine must not look like an outage.
  const options = { now: () => new Date(clock.ms), waitMs: 15_000 }
  budget = openBudget({ ...options, redis, log: logger })
  other = openBudget({ ...options, redis: await connect(), log: silentLogger })
})
afterEach(() => {
  for (const connection of connections) connection.disconnect()
  connections = []
})
afterAll(async () => {
  await server.stop()
  rmSync(directory, { recursive: true, force: true })
})

describe('while Redis is stopped', () => {
  it('each gateway has a bucket of the same size, and all share one again by themselves', async () => {
    await server.stop()
    const charges = await Promise.all(Array.from({ length: 30 }, async () => await budget.charge([bucket(10)])))
    expect(charges.filter(({ isAdmitted }) => isAdmitted).length).toBe(10)
    expect(charges.every(({ isLocal }) => isLocal)).toBe(true)
    expect((await other.charge([bucket(100)])).isAdmitted).toBe(true)
    await start()
    await untilShared()
    expect(await budget.charge([bucket(100)])).toMatchObject({ isAdmitted: true, isLocal: false })
    expect(logged).toEqual(['budgets not shared', 'budgets shared again'])
  })

  it('a client has no more than it had left, and nothing that was not taken here is given back here', async () => {
    const charge = await budget.charge([bucket(90)])
    expect(charge.isLocal).toBe(false)
    await server.stop()
    expect((await budget.charge([bucket(20)])).isAdmitted).toBe(false)
    const small = await budget.charge([bucket(10)])
    expect(small).toMatchObject({ isAdmitted: true, isLocal: true, states: [{ available: 0 }] })
    expect((await budget.refund(small, bucket(10), 4)).available).toBe(4)
    expect((await budget.debit(bucket(50))).available).toBe(-46)
    await start()
    await untilShared()
    // Redis has forgotten everything; what was taken from the bucket of this process is given back there only.
    await other.charge([bucket(30)])
    await budget.refund(small, bucket(10), 6)
    expect((await other.charge([bucket(0)])).states[0]?.available).toBe(70)
  })

  it('begins without one, and says so once', async () => {
    await server.stop()
    const early = new Redis(redisUrl(port), { lazyConnect: true, enableOfflineQueue: false })
    early.on('error', () => undefined)
    connections.push(early)
    const begun = openBudget({ redis: early, log: logger })
    for (let count = 0; count < 5; count += 1) expect((await begun.charge([bucket(10)])).isAdmitted).toBe(true)
    expect(logged).toEqual(['budgets not shared'])
    await start()
  })
})

describe('while Redis hangs', () => {
  // Over a connection that waits for ever, with the wait of production.
  beforeEach(async () => {
    const patient = new Redis(redisUrl(port))
    connections.push(patient)
    await patient.ping()
    budget = openBudget({ redis: patient, log: logger, now: () => new Date(clock.ms) })
  })

  it('nobody waits for it but those who asked first, and nothing fails', async () => {
    process.kill(server.pid, 'SIGSTOP')
    try {
      const charges = await Promise.all(Array.from({ length: 20 }, async () => await budget.charge([bucket(10)])))
      expect(charges.filter(({ isAdmitted }) => isAdmitted).length).toBe(10)
      // Answered without a turn of the event loop in which Redis, or a timer, could have been heard.
      let isAnswered = false
      const next = budget.charge([bucket(1)]).then(() => (isAnswered = true))
      const turn = new Promise((resolve) => setImmediate(resolve))
      await Promise.race([next, turn])
      expect(isAnswered).toBe(true)
      expect(logged).toEqual(['budgets not shared'])
    } finally {
      process.kill(server.pid, 'SIGCONT')
    }
    await untilShared()
    expect(logged.slice(0, 2)).toEqual(['budgets not shared', 'budgets shared again'])
  })

  it('what it took late is given back there, being taken here', async () => {
    process.kill(server.pid, 'SIGSTOP')
    try {
      const charges = await Promise.all(Array.from({ length: 3 }, async () => await budget.charge([bucket(10)])))
      expect(charges.every(({ isAdmitted, isLocal }) => isAdmitted && isLocal)).toBe(true)
    } finally {
      process.kill(server.pid, 'SIGCONT')
    }
    const available = await waitUntil('all given back', { timeoutMs: 10_000 }, async () => {
      const { states, isLocal } = await other.charge([bucket(0)])
      return !isLocal && states[0]?.available === 100 && states[0].available
    })
    expect(available).toBe(100)
  })
})

describe('while Redis takes nothing', () => {
  it('the buckets of this process count, and it is said once, although it answers', async () => {
    const admin = await connect()
    await admin.config('SET', 'maxmemory', '1')
    try {
      for (let count = 0; count < 15; count += 1) {
        clock.ms += 1_000
        expect((await budget.charge([bucket(10)])).isAdmitted).toBe(count < 10)
      }
      expect(logged).toEqual(['budgets not shared'])
    } finally {
      await admin.config('SET', 'maxmemory', '0')
    }
    await untilShared()
    expect(logged).toEqual(['budgets not shared', 'budgets shared again'])
  })
})

describe('when Redis has been emptied', () => {
  it('everybody has a full bucket, and no more than that', async () => {
    const charge = await budget.charge([bucket(80)])
    await redis.flushall()
    expect((await budget.refund(charge, bucket(80), 70)).available).toBe(100)
    const charges = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => await (index % 2 === 0 ? budget : other).charge([bucket(7)])),
    )
    expect(charges.filter(({ isAdmitted }) => isAdmitted).length).toBe(14)
  })
})
