import { AppError } from '@iommi/shared/errors'
import { UnexpectedStatus, type CallContext } from '@iommi/shared/internal-client'
import { createLogger } from '@iommi/shared/telemetry'
import { describe, expect, it } from 'vitest'
import { openSubgraphCaller, type SubgraphCaller } from '../src/execution/subgraph-caller.ts'
import { retryBudget } from '../src/execution/retry-budget.ts'

const aDay = 86_400_000

function away(cause: unknown): AppError {
  return new AppError('UPSTREAM_UNAVAILABLE', 'A part of the system does not answer right now.', { cause, retryable: true })
}
const coded = (code: string): Error => Object.assign(new Error(code), { code })

const failures = {
  'a refused connection': coded('ECONNREFUSED'),
  'a broken connection': coded('UND_ERR_SOCKET'),
  'status 503': new UnexpectedStatus(503),
  'status 500': new UnexpectedStatus(500),
  'a time-out': new DOMException('too slow', 'TimeoutError'),
  'no answer in time': coded('UND_ERR_HEADERS_TIMEOUT'),
  'status 401': new UnexpectedStatus(401),
  'status 413': new UnexpectedStatus(413),
  'an answer too large': coded('UND_ERR_RES_EXCEEDED_MAX_SIZE'),
} as const
type Failure = keyof typeof failures

/** A subgraph that fails as told, call by call; once nothing is left to do, it answers. */
function subgraph(script: (Failure | 'ok')[] = [], openMs = aDay, timeoutMs = 3_000) {
  const log: string[] = []
  const contexts: CallContext[] = []
  const client = {
    post: async (context: CallContext): Promise<string> => {
      contexts.push(context)
      const next = script.shift() ?? 'ok'
      if (next !== 'ok') throw away(failures[next])
      return await Promise.resolve('answer')
    },
    close: () => Promise.resolve(),
  }
  const logger = createLogger({ service: 'gateway', level: 'debug', stream: { write: (line) => void log.push(line) } })
  const caller = openSubgraphCaller({ subgraph: 'orders', client, log: logger, timeoutMs, openMs })
  const states = (): readonly string[] => log.map((line) => (JSON.parse(line) as { reason: string }).reason)
  return { caller, script, contexts, states }
}

const context = (signal = new AbortController().signal): CallContext => ({
  tenantId: '01890000-0000-7000-8000-00000000acfe',
  actor: { kind: 'employee', id: 'erin', name: 'Erin', roles: ['admin'] },
  requestId: 'request_1',
  traceparent: null,
  signal,
})

async function outcome(caller: SubgraphCaller, kind: 'read' | 'write' = 'write'): Promise<string> {
  return await caller.call(context(), '{}', kind).catch((error: unknown) => (error instanceof AppError ? error.code : 'a bug'))
}

describe('a call that fails', () => {
  it.each([
    ['a refused connection', 2],
    ['a broken connection', 2],
    ['status 503', 2],
    ['status 500', 1],
    ['a time-out', 1],
    ['status 401', 1],
    ['an answer too large', 1],
  ] as const)('with %s is made %i times where it reads', async (failure, attempts) => {
    const { caller, contexts } = subgraph([failure])
    expect(await outcome(caller, 'read')).toBe(attempts === 2 ? 'answer' : 'UPSTREAM_UNAVAILABLE')
    expect(contexts).toHaveLength(attempts)
  })

  it.each(Object.keys(failures) as Failure[])('with %s is never repeated where it writes', async (failure) => {
    const { caller, contexts } = subgraph([failure])
    expect(await outcome(caller, 'write')).toBe('UPSTREAM_UNAVAILABLE')
    expect(contexts).toHaveLength(1)
  })

  it('is repeated once, not twice', async () => {
    const { caller, contexts } = subgraph(['status 503', 'status 503'])
    expect(await outcome(caller, 'read')).toBe('UPSTREAM_UNAVAILABLE')
    expect(contexts).toHaveLength(2)
  })

  it('leaves the second attempt only the time that is left', async () => {
    const { caller, contexts } = subgraph(['status 503'], aDay, 200)
    const earliestMs = performance.now() + 200
    const call = outcome(caller, 'read')
    // It has begun by now.
    const latestMs = performance.now() + 200
    await call
    const [first, second] = contexts
    expect(first?.deadlineMs).toBeUndefined()
    expect(second?.deadlineMs).toBeGreaterThanOrEqual(earliestMs)
    expect(second?.deadlineMs).toBeLessThanOrEqual(latestMs)
    await expect.poll(() => second?.signal.aborted, { timeout: 2_000 }).toBe(true)
  })

  it('is not repeated when the budget is spent', async () => {
    const { caller, script, contexts } = subgraph()
    const attemptsOfRead = async (): Promise<number> => {
      const before = contexts.length
      script.push('status 503')
      await outcome(caller, 'read')
      const attempts = contexts.length - before
      // One that goes well keeps the breaker closed.
      await outcome(caller)
      return attempts
    }
    const attempts: number[] = []
    for (let read = 0; read < 20; read += 1) attempts.push(await attemptsOfRead())
    // Ten saved up, and one for every five of the calls made meanwhile.
    expect(attempts).toEqual([...Array<number>(16).fill(2), 1, 1, 2, 1])
  })
})

describe('the retry budget', () => {
  it('is ten retries and a fifth of the calls', () => {
    const budget = retryBudget()
    const withdraw = (times: number): number => Array.from({ length: times }, () => budget.withdraw()).filter(Boolean).length
    expect(withdraw(20)).toBe(10)
    for (let call = 0; call < 4; call += 1) budget.deposit()
    expect(withdraw(1)).toBe(0)
    budget.deposit()
    expect(withdraw(2)).toBe(1)
    for (let call = 0; call < 1_000; call += 1) budget.deposit()
    expect(withdraw(20)).toBe(10)
  })
})

describe('the circuit breaker', () => {
  it.each(['a refused connection', 'a broken connection', 'status 503', 'status 500', 'a time-out', 'no answer in time'] as const)(
    'opens after five calls that end with %s, and then asks nobody',
    async (failure) => {
      const { caller, contexts, states } = subgraph(Array<Failure>(5).fill(failure))
      for (let call = 0; call < 5; call += 1) await outcome(caller)
      expect(contexts).toHaveLength(5)
      expect(await outcome(caller)).toBe('UPSTREAM_UNAVAILABLE')
      expect(await outcome(caller, 'read')).toBe('UPSTREAM_UNAVAILABLE')
      expect([contexts.length, states()]).toEqual([5, ['open']])
    },
  )

  it.each(['status 401', 'status 413', 'an answer too large'] as const)('is not opened by calls that end with %s', async (failure) => {
    const { caller, contexts, states } = subgraph(Array<Failure>(30).fill(failure))
    for (let call = 0; call < 30; call += 1) await outcome(caller)
    expect([contexts.length, states()]).toEqual([30, []])
  })

  it('is not opened by callers that go away', async () => {
    const { caller, states } = subgraph(Array<Failure>(30).fill('a broken connection'))
    for (let call = 0; call < 30; call += 1) await caller.call(context(AbortSignal.abort()), '{}', 'write').catch(() => undefined)
    expect(states()).toEqual([])
  })

  it('opens with the call that makes half of the last twenty fail', async () => {
    const { caller, script, states } = subgraph()
    for (let call = 0; call < 20; call += 1) await outcome(caller)
    script.push(...Array<Failure>(10).fill('status 500'))
    for (let call = 0; call < 9; call += 1) await outcome(caller)
    expect(states()).toEqual([])
    await outcome(caller)
    expect(states()).toEqual(['open'])
  })

  it('closes after one call that went well, and has forgotten what was before', async () => {
    const { caller, contexts, states } = subgraph(Array<Failure>(5).fill('status 500'), 0)
    for (let call = 0; call < 5; call += 1) await outcome(caller)
    expect(await outcome(caller)).toBe('answer')
    expect([contexts.length, states()]).toEqual([6, ['open', 'half-open', 'closed']])
  })

  it('stays open when the call that tries fails', async () => {
    const { caller, states } = subgraph(Array<Failure>(6).fill('a time-out'), 0)
    for (let call = 0; call < 6; call += 1) await outcome(caller)
    expect(states()).toEqual(['open', 'half-open', 'open'])
  })

  it('stays open when nobody waits for the call that tries', async () => {
    const { caller, states } = subgraph(Array<Failure>(6).fill('a broken connection'), 0)
    for (let call = 0; call < 5; call += 1) await outcome(caller)
    await caller.call(context(AbortSignal.abort()), '{}', 'write').catch(() => undefined)
    expect(states().at(-1)).toBe('open')
  })

  it('lets one call at a time try, and has no other wait for it', async () => {
    const { caller, contexts } = subgraph(Array<Failure>(5).fill('status 500'), 0)
    for (let call = 0; call < 5; call += 1) await outcome(caller)
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => outcome(caller)))
    expect(outcomes).toEqual(['answer', ...Array<string>(9).fill('UPSTREAM_UNAVAILABLE')])
    expect(contexts).toHaveLength(6)
  })
})
