import { describe, expect, it } from 'vitest'
import { budgetKey, bucketState, retryAfterMs, type Bucket } from './budget-bucket.ts'
import { costExtension } from './cost-extension.ts'
import { localBudget } from './budget-local.ts'

const bucket = (amount: number, other: Partial<Bucket> = {}): Bucket => ({
  key: 'a',
  capacity: 100,
  restorePerSecond: 10,
  amount,
  ...other,
})

function budgetAt(bucketsMax = 10): { clock: { ms: number }; budget: ReturnType<typeof localBudget> } {
  const clock = { ms: 1_000_000 }
  return { clock, budget: localBudget({ now: () => new Date(clock.ms), bucketsMax }) }
}

describe('a bucket of one process', () => {
  it('admits what is there and nothing more, to the unit', () => {
    const { budget } = budgetAt()
    expect(budget.apply('charge', [bucket(60)])).toEqual({ isAdmitted: true, used: [60] })
    expect(budget.apply('charge', [bucket(41)])).toEqual({ isAdmitted: false, used: [60] })
    expect(budget.apply('charge', [bucket(40)])).toEqual({ isAdmitted: true, used: [100] })
  })

  it('admits again exactly when it said it would', () => {
    const { budget, clock } = budgetAt()
    const wanted = [bucket(33, { restorePerSecond: 3 }), bucket(7, { key: 'b', capacity: 7, restorePerSecond: 0.7 })]
    budget.apply('charge', [bucket(90, { restorePerSecond: 3 }), bucket(7, { key: 'b', capacity: 7, restorePerSecond: 0.7 })])
    const { isAdmitted, used } = budget.apply('charge', wanted)
    const states = wanted.map((each, index) => bucketState(each, used[index] ?? 0))
    expect([isAdmitted, retryAfterMs(wanted, states)]).toEqual([false, 10_000])
    clock.ms += 9_999
    expect(budget.apply('charge', wanted).isAdmitted).toBe(false)
    clock.ms += 1
    expect(budget.apply('charge', wanted).isAdmitted).toBe(true)
  })

  it('charges none of several when one has too little', () => {
    const { budget } = budgetAt()
    const other = { key: 'b', capacity: 5 }
    expect(budget.apply('charge', [bucket(10), bucket(6, other)])).toEqual({ isAdmitted: false, used: [0, 0] })
    expect(budget.apply('charge', [bucket(10), bucket(5, other)])).toEqual({ isAdmitted: true, used: [10, 5] })
  })

  it('is never fuller than its capacity, whatever is given back and however long nothing is taken', () => {
    const { budget, clock } = budgetAt()
    budget.apply('charge', [bucket(10)])
    expect(budget.apply('refund', [bucket(1_000)]).used).toEqual([0])
    clock.ms += 3_600_000
    expect(budget.apply('charge', [bucket(101)]).isAdmitted).toBe(false)
  })

  it('goes into debt of one capacity at most', () => {
    const { budget, clock } = budgetAt()
    expect(budget.apply('debit', [bucket(150)]).used).toEqual([150])
    expect(budget.apply('debit', [bucket(150)]).used).toEqual([200])
    clock.ms += 10_000
    expect(budget.apply('charge', [bucket(1)])).toEqual({ isAdmitted: false, used: [100] })
    clock.ms += 100
    expect(budget.apply('charge', [bucket(1)]).isAdmitted).toBe(true)
  })

  it('restores nothing for a clock that is put back, and goes on from there', () => {
    const { budget, clock } = budgetAt()
    budget.apply('charge', [bucket(100)])
    clock.ms -= 500_000
    budget.apply('refund', [bucket(0)])
    clock.ms += 1_000
    expect(budget.apply('charge', [bucket(0)]).used).toEqual([90])
  })

  it('is remembered for as many clients as were said, those first that were asked for last', () => {
    const { budget } = budgetAt(2)
    for (const key of ['a', 'b', 'a', 'c']) budget.apply('charge', [bucket(10, { key })])
    expect(['a', 'c'].map((key) => budget.apply('charge', [bucket(0, { key })]).used)).toEqual([[20], [10]])
    expect(budget.apply('charge', [bucket(0, { key: 'b' })]).used).toEqual([0])
  })

  it('is no fuller than the shared one was, and not fuller for what the shared one was given back', () => {
    const { budget, clock } = budgetAt()
    budget.note(bucket(0), 70)
    budget.note(bucket(0), 20)
    clock.ms += 1_000
    expect(budget.apply('charge', [bucket(0)]).used).toEqual([60])
  })

  it('takes no amount below 0, and none that is no number', () => {
    const { budget } = budgetAt()
    for (const amount of [-5, Number.NaN]) expect(budget.apply('charge', [bucket(amount)]).used).toEqual([0])
    expect(budget.apply('charge', [bucket(Number.POSITIVE_INFINITY)]).isAdmitted).toBe(false)
  })
})

describe('the time to wait', () => {
  const state = { key: 'a', capacity: 100, restorePerSecond: 10, available: 40 }

  it.each([
    ['is 0 for what is there', bucket(40), 0],
    ['is rounded up to the millisecond', bucket(41.00001), 101],
    ['counts debt', bucket(100, { restorePerSecond: 20 }), 3_000],
    ['is unknown for more than a bucket holds', bucket(101), null],
    ['is unknown where nothing comes back', bucket(41, { restorePerSecond: 0 }), null],
  ])('%s', (_rule, wanted, expected) => {
    expect(retryAfterMs([wanted], [state])).toBe(expected)
  })

  it('is that of the bucket that takes longest', () => {
    expect(retryAfterMs([bucket(50), bucket(70), bucket(60)], [state, state, state])).toBe(3_000)
  })
})

describe('the key of a budget', () => {
  it('begins with the tenant, and is in one slot for all budgets of a client', () => {
    const owner = { tenantId: '0198c9d0-0000-7000-8000-000000000001', client: 'acme-shop' }
    expect(budgetKey(owner, 'cost')).toBe('gateway:{0198c9d0-0000-7000-8000-000000000001:budget:acme-shop}:cost')
    expect(budgetKey(owner, 'OrderStatus')).toBe('gateway:{0198c9d0-0000-7000-8000-000000000001:budget:acme-shop}:OrderStatus')
  })

  it('differs for clients whose names are made to look like each other', () => {
    const names = ['a}:cost', 'a', 'a:b', 'a}', '{a', 'a%7D', 'A', 'a ']
    const keys = names.flatMap((client) => ['cost', '}:cost'].map((name) => budgetKey({ tenantId: 't', client }, name)))
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.filter((key) => !/^gateway:\{t:budget:[^{}]+\}:[^{}]+$/.test(key))).toEqual([])
  })
})

describe('what a client is told about its budget', () => {
  it('is what was asked, what it cost, and what is left, in whole units', () => {
    const state = { key: 'a', capacity: 1_000, restorePerSecond: 50, available: 899.9 }
    expect(costExtension({ requested: 101, actual: 12 }, state)).toEqual({
      requestedQueryCost: 101,
      actualQueryCost: 12,
      throttleStatus: { maximumAvailable: 1_000, currentlyAvailable: 899, restoreRate: 50 },
    })
  })

  it('tells debt, and that nothing was executed', () => {
    const { actualQueryCost, throttleStatus } = costExtension(
      { requested: 5, actual: null },
      { key: 'a', capacity: 10, restorePerSecond: 1, available: -2.5 },
    )
    expect([actualQueryCost, throttleStatus.currentlyAvailable]).toEqual([null, -3])
  })
})
