import { waitUntil } from '@iommi/infra/dev/wait-until'
import { AppError } from '@iommi/shared/errors'
import { createLogger } from '@iommi/shared/telemetry'
import { afterEach, describe, expect, it } from 'vitest'
import type { OperationUse } from './usage-counts.ts'
import { openUsageRecorder, type UsageRecorder } from './usage-recorder.ts'
import type { ReportedOperation, UsageReport } from './usage-report.ts'

const aDay = 86_400_000
const use: OperationUse = {
  tenantId: 'acme',
  client: 'dashboard',
  operationId: 'a'.repeat(64),
  operationName: 'LiveOrders',
  operationType: 'QUERY',
  isRegistered: true,
  cost: 2.25,
  hasErrors: false,
  fieldsOf: () => ['Order.number', 'Query.orders'],
}

type Mood = 'well' | 'away' | 'deaf' | 'refusing'

/** Customers, which counts each report once; deaf, it counts and cannot say so. */
function customers() {
  const books = new Map<string, { readonly tenantId: string; readonly report: UsageReport }>()
  const moods = new Map<string, Mood>()
  const state = { mood: 'well' as Mood, calls: 0, taken: 0 }
  const send = async (tenantId: string, report: UsageReport): Promise<void> => {
    state.calls += 1
    const mood = moods.get(tenantId) ?? state.mood
    await Promise.resolve()
    if (mood === 'away') throw new AppError('UPSTREAM_UNAVAILABLE', 'away', { retryable: true })
    if (mood === 'refusing') throw new AppError('BAD_USER_INPUT', 'input.operations: wrong.')
    const known = books.get(report.reportId)
    if (known !== undefined && known.report !== report) throw new Error('the same id with other counts')
    books.set(report.reportId, { tenantId, report })
    if (mood === 'deaf') throw new AppError('UPSTREAM_UNAVAILABLE', 'the answer was lost', { retryable: true })
    state.taken += 1
  }
  const operations = (tenantId = 'acme'): readonly ReportedOperation[] =>
    [...books.values()].filter((each) => each.tenantId === tenantId).flatMap(({ report }) => report.operations)
  const sum = (tenantId?: string): number => operations(tenantId).reduce((total, { requests }) => total + requests, 0)
  return { send, state, moods, books, operations, sum }
}

const open: UsageRecorder[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((recorder) => recorder.stop()))
})

function recorderFor(
  to: ReturnType<typeof customers>,
  options: { readonly everyMs?: number; readonly entriesMax?: number; readonly stopTimeoutMs?: number } = {},
) {
  const lines: string[] = []
  const log = createLogger({ service: 'gateway', level: 'warn', stream: { write: (line) => void lines.push(line) } })
  const clock = { now: new Date('2026-11-20T09:30:00.000Z') }
  const recorder = openUsageRecorder({ send: to.send, log, now: () => clock.now, everyMs: 5, stopTimeoutMs: 50, ...options })
  open.push(recorder)
  const logged = (): readonly { readonly msg: string; readonly count?: number }[] =>
    lines.map((line) => JSON.parse(line) as { readonly msg: string; readonly count?: number })
  return { recorder, clock, logged }
}

const timeoutMs = 10_000
const times = (count: number, work: (index: number) => void): void => Array.from({ length: count }, (_, index) => index).forEach(work)

describe('a usage recorder', () => {
  it('reports what was counted by itself, requests, errors and cost added up', async () => {
    const to = customers()
    const { recorder } = recorderFor(to)
    times(3, () => recorder.record(use))
    recorder.record({ ...use, hasErrors: true, isRegistered: false })
    await waitUntil('it is reported', { timeoutMs }, async () => await Promise.resolve(to.sum() === 4))
    expect(to.operations()).toEqual([
      {
        day: new Date('2026-11-20T00:00:00.000Z'),
        client: 'dashboard',
        operationId: use.operationId,
        operationName: 'LiveOrders',
        operationType: 'QUERY',
        isRegistered: false,
        requests: 4,
        errors: 1,
        cost: 9,
        fields: ['Order.number', 'Query.orders'],
      },
    ])
  })

  it('reports what is left when it is stopped, and nothing where nothing was counted', async () => {
    const to = customers()
    const idle = recorderFor(to, { everyMs: aDay })
    await idle.recorder.stop()
    expect(to.state.calls).toBe(0)
    const { recorder } = recorderFor(to, { everyMs: aDay })
    recorder.record(use)
    await recorder.stop()
    expect(to.sum()).toBe(1)
  })

  it('loses nothing while customers is away, and sends what it could not send again as it was', async () => {
    const to = customers()
    const { recorder } = recorderFor(to)
    to.state.mood = 'away'
    times(5, () => recorder.record(use))
    await waitUntil('it was tried', { timeoutMs }, async () => await Promise.resolve(to.state.calls >= 2))
    times(7, () => recorder.record({ ...use, operationName: 'Other' }))
    to.state.mood = 'well'
    await waitUntil('all is reported', { timeoutMs }, async () => await Promise.resolve(to.sum() === 12))
    expect(to.books.size).toBe(2)
  })

  it('repeats a report of which no answer came under the same id: it counts once', async () => {
    const to = customers()
    const { recorder } = recorderFor(to)
    to.state.mood = 'deaf'
    times(5, () => recorder.record(use))
    await waitUntil('it came in twice', { timeoutMs }, async () => await Promise.resolve(to.state.calls >= 2))
    recorder.record(use)
    to.state.mood = 'well'
    await waitUntil('all is taken', { timeoutMs }, async () => await Promise.resolve(to.state.taken === 2))
    expect([to.sum(), to.books.size]).toEqual([6, 2])
  })

  it('reports to the other tenants while one is not taken', async () => {
    const to = customers()
    const { recorder } = recorderFor(to)
    to.moods.set('acme', 'away')
    times(2, () => recorder.record(use))
    recorder.record({ ...use, tenantId: 'globex' })
    await waitUntil('globex is reported', { timeoutMs }, async () => await Promise.resolve(to.sum('globex') === 1))
    expect(to.sum()).toBe(0)
    to.moods.clear()
    await waitUntil('acme is reported', { timeoutMs }, async () => await Promise.resolve(to.sum() === 2))
  })

  it('drops a report that will never be taken, says how much that was, and goes on', async () => {
    const to = customers()
    const { recorder, logged } = recorderFor(to)
    to.state.mood = 'refusing'
    times(3, () => recorder.record(use))
    await waitUntil('it is refused', { timeoutMs }, async () => await Promise.resolve(logged().length > 0))
    expect(logged()).toMatchObject([{ msg: 'a report of the operation usage was refused and is dropped', count: 3 }])
    to.state.mood = 'well'
    recorder.record(use)
    await recorder.stop()
    expect(to.sum()).toBe(1)
  })

  it('tries again while it stops, and says how many requests are lost when that does not help', async () => {
    const to = customers()
    const { recorder, logged } = recorderFor(to, { everyMs: aDay })
    to.state.mood = 'away'
    times(3, () => recorder.record(use))
    await recorder.stop()
    expect(logged()).toMatchObject([{ msg: 'requests were not reported to the operation usage', count: 3 }])
  })

  it('gets through while it stops once customers is back', async () => {
    const to = customers()
    const { recorder, logged } = recorderFor(to, { everyMs: aDay, stopTimeoutMs: 30_000 })
    to.state.mood = 'away'
    recorder.record(use)
    const stopped = recorder.stop()
    await waitUntil('it was tried', { timeoutMs }, async () => await Promise.resolve(to.state.calls > 0))
    to.state.mood = 'well'
    await stopped
    expect([to.sum(), logged()]).toEqual([1, []])
  })

  it('tells days, clients, operations of a document and tenants apart', async () => {
    const to = customers()
    const { recorder, clock } = recorderFor(to, { everyMs: aDay })
    times(2, () => recorder.record(use))
    recorder.record({ ...use, client: 'storefront' })
    recorder.record({ ...use, operationName: null })
    recorder.record({ ...use, tenantId: 'globex' })
    clock.now = new Date('2026-11-21T00:00:00.000Z')
    recorder.record(use)
    await recorder.stop()
    expect(to.operations().map(({ day, client, operationName, requests }) => [day.getUTCDate(), client, operationName, requests])).toEqual([
      [20, 'dashboard', 'LiveOrders', 2],
      [20, 'storefront', 'LiveOrders', 1],
      [20, 'dashboard', null, 1],
      [21, 'dashboard', 'LiveOrders', 1],
    ])
    expect(to.sum('globex')).toBe(1)
  })

  it('says what an operation asks for until that got through, and not again', async () => {
    const to = customers()
    const { recorder } = recorderFor(to)
    let asked = 0
    const fieldsOf = (): readonly string[] => {
      asked += 1
      return ['Query.orders']
    }
    for (let round = 1; round <= 3; round += 1) {
      recorder.record({ ...use, fieldsOf })
      recorder.record({ ...use, client: 'storefront', fieldsOf })
      await waitUntil('it is reported', { timeoutMs }, async () => await Promise.resolve(to.sum() === 2 * round))
    }
    expect(to.operations().filter(({ fields }) => fields.length > 0)).toHaveLength(1)
    expect(asked).toBe(1)
  })

  it('counts an operation whose fields cannot be told', async () => {
    const to = customers()
    const { recorder } = recorderFor(to, { everyMs: aDay })
    const fieldsOf = (): readonly string[] => {
      throw new Error('no schema')
    }
    recorder.record({ ...use, fieldsOf })
    await recorder.stop()
    expect(to.operations()).toMatchObject([{ requests: 1, fields: [] }])
  })

  it('sends many operations in reports that fit into a call', async () => {
    const to = customers()
    const { recorder } = recorderFor(to, { everyMs: aDay })
    const fields = Array.from({ length: 60 }, (_, index) => `Order.field${String(index)}`)
    times(250, (index) => recorder.record({ ...use, operationName: `Operation${String(index)}`, fieldsOf: () => fields }))
    await recorder.stop()
    const sizes = [...to.books.values()].map(({ report }) => report.operations.length)
    expect(sizes).toEqual([83, 83, 83, 1])
    expect(to.sum()).toBe(250)
  })

  it('counts the rarest together when there are too many, each client its own, loses none, and says so once', async () => {
    const to = customers()
    const { recorder, logged } = recorderFor(to, { everyMs: aDay, entriesMax: 100 })
    times(50, () => recorder.record({ ...use, operationName: 'Frequent' }))
    times(400, (index) => recorder.record({ ...use, client: index % 2 === 0 ? 'one' : 'two', operationName: `Rare${String(index)}` }))
    await recorder.stop()
    expect(to.operations().length).toBeLessThanOrEqual(100)
    expect(to.sum()).toBe(450)
    const others = to.operations().filter(({ operationId }) => operationId === 'other')
    expect(others.map(({ client }) => client).toSorted()).toEqual(['one', 'two'])
    expect(others[0]).toMatchObject({ operationName: null, operationType: null, isRegistered: false, fields: [] })
    expect(to.operations().find(({ operationName }) => operationName === 'Frequent')).toMatchObject({ requests: 50 })
    expect(logged().map(({ msg }) => msg)).toEqual(['too many different operations: the rarest are counted together'])
  })

  it('stays bounded also where every client is another one', async () => {
    const to = customers()
    const { recorder } = recorderFor(to, { everyMs: aDay, entriesMax: 100 })
    times(1_000, (index) => recorder.record({ ...use, client: `client-${String(index)}` }))
    await recorder.stop()
    expect(to.operations().length).toBeLessThanOrEqual(100)
    expect(to.sum()).toBe(1_000)
    expect(to.operations().filter(({ client }) => client === 'other')).toHaveLength(1)
  })

  it.each([
    ['', 'unknown'],
    [' \u0000 ', 'unknown'],
    ['a\nb', 'ab'],
    ['x'.repeat(200), 'x'.repeat(100)],
    ['☃'.repeat(120), '☃'.repeat(100)],
  ])('brings the client "%s" into a form that can be kept', async (client, kept) => {
    const to = customers()
    const { recorder } = recorderFor(to, { everyMs: aDay })
    recorder.record({ ...use, client })
    recorder.record({ ...use, client: kept })
    await recorder.stop()
    expect(to.operations()).toMatchObject([{ client: kept, requests: 2 }])
  })
})
