import { expect, test } from 'vitest'
import { fileURLToPath } from 'node:url'
import type { BulkTarget } from './bulk-target.ts'
import type { Outcome } from './outcome.ts'
import { runImport, type ImportProgress, type ImportResult } from './run-import.ts'
import { memoryTarget } from './testing/memory-target.ts'
import type { WindowLimits } from './window.ts'

const file = fileURLToPath(new URL('testing/wholesale.csv', import.meta.url))
const small: WindowLimits = { rowsMax: 1, linesMax: 2, bytesMax: 1_000, skippedMax: 1 }

interface Run {
  readonly result: ImportResult
  readonly outcomes: readonly Outcome[]
  readonly progress: readonly ImportProgress[]
}

async function run(target: BulkTarget, limits?: WindowLimits): Promise<Run> {
  const outcomes: Outcome[] = []
  const progress: ImportProgress[] = []
  const result = await runImport({
    file,
    target,
    report: { add: async (some) => void outcomes.push(...some) },
    onProgress: (each) => progress.push(each),
    ...(limits === undefined ? {} : { limits }),
  })
  return { result, outcomes, progress }
}

/** One line for each outcome, as short as possible. A line that was skipped inside an invoice may be reported before the invoice. */
function outline({ outcomes }: Run): readonly string[] {
  const sorted = outcomes.toSorted((left, right) => left.lineNumber - right.lineNumber)
  return sorted.map(({ lineNumber, invoiceNo, kind, reason, detail }) =>
    [lineNumber, invoiceNo, kind, reason, detail].filter((part) => part !== null && part !== '').join(' '),
  )
}

const firstRun = [
  '2 700001 imported',
  '3 700001 imported',
  '4 700001 imported',
  '5 700002 imported',
  '6 700002 skipped another customer than in the first line of the invoice',
  '7 700003 imported',
  '8 700003 imported',
  '9 700004 skipped stock correction: no price and no customer',
  '10 700005 skipped stock correction: no price and no customer',
  '11 C700006 cancelled',
  '12 C700006 partly cancelled 1 of 3 taken back',
  '13 C700006 skipped cancellation matches no order line',
  '14 700007 imported',
  '15 700007 skipped the quantity is 0',
  '16 skipped the line has not as many cells as the header',
  '17 700007 skipped the price has more decimals than its currency',
  '18 700007 skipped the quantity is not a whole number',
  '19 700007 skipped the date is not a date',
  '20 700007 skipped the stock code is missing',
  '21 skipped the invoice number is missing',
  '22 700007 imported',
  '23 A700008 skipped bookkeeping: the price is negative',
  '24 700007 already imported',
  '25 C700009 cancelled',
  '26 C700009 cancelled',
  '27 C700009 skipped the quantity of a cancellation is not negative',
]

test('gives every line of the file one outcome and counts them', async () => {
  const target = memoryTarget()
  const done = await run(target)
  expect(outline(done)).toStrictEqual(firstRun)
  expect(done.result.outcomes).toStrictEqual({
    byKind: { imported: 8, 'already imported': 1, cancelled: 3, 'partly cancelled': 1, skipped: 13 },
    byReason: new Map([
      ['another customer than in the first line of the invoice', 1],
      ['stock correction: no price and no customer', 2],
      ['cancellation matches no order line', 1],
      ['the quantity is 0', 1],
      ['the line has not as many cells as the header', 1],
      ['the price has more decimals than its currency', 1],
      ['the quantity is not a whole number', 1],
      ['the date is not a date', 1],
      ['the stock code is missing', 1],
      ['the invoice number is missing', 1],
      ['bookkeeping: the price is negative', 1],
      ['the quantity of a cancellation is not negative', 1],
    ]),
    lines: 26,
  })
  expect([done.result.orders, done.result.customers, done.result.products]).toStrictEqual([
    { newCount: 4, oldCount: 1 },
    { newCount: 3, oldCount: 0 },
    { newCount: 5, oldCount: 0 },
  ])
})

test('sends orders, customers and products as the file tells them', async () => {
  const { orders, customers, products } = await imported()
  expect(orders.get('700001')).toStrictEqual({
    importKey: '700001',
    externalReference: '700001',
    customerId: 'id of 17850',
    placedAt: new Date('2011-03-26T08:26:00Z'),
    currency: 'GBP',
    status: 'COMPLETED',
    fulfillmentStatus: 'DELIVERED',
    lines: [
      { variantId: 'variant W10A', sku: 'W10A', title: 'WIDGET, BRASS', quantity: 6, unitPriceMinor: 255 },
      { variantId: 'variant W10B', sku: 'W10B', title: 'WIDGET OAK', quantity: 2, unitPriceMinor: 339 },
      { variantId: 'variant W10A', sku: 'W10A', title: 'WIDGET BRASS AGAIN', quantity: 4, unitPriceMinor: 255 },
    ],
  })
  expect([...orders.values()].map(({ importKey, customerId, placedAt }) => [importKey, customerId, placedAt.toISOString()])).toStrictEqual([
    ['700001', 'id of 17850', '2011-03-26T08:26:00.000Z'],
    ['700002', 'id of walk-in', '2011-03-27T01:30:00.000Z'],
    ['700003', 'id of 13047', '2011-03-28T08:00:00.000Z'],
    ['700007', 'id of 13047', '2011-03-28T09:00:00.000Z'],
  ])
  expect([...customers.values()]).toStrictEqual([
    { importKey: '17850', name: 'Customer 17850', createdAt: new Date('2011-03-26T08:26:00Z') },
    { importKey: 'walk-in', name: 'Walk-in customer', createdAt: new Date('2011-03-27T01:30:00Z') },
    { importKey: '13047', name: 'Customer 13047', createdAt: new Date('2011-03-28T08:00:00Z') },
  ])
  const good = { kind: 'GOOD', status: 'PUBLISHED' }
  expect([...products.values()]).toStrictEqual([
    { importKey: 'W10A', sku: 'W10A', name: 'WIDGET, BRASS', ...good, prices: [{ currency: 'GBP', amountMinor: 255 }] },
    { importKey: 'W10B', sku: 'W10B', name: 'WIDGET OAK', ...good, prices: [{ currency: 'GBP', amountMinor: 339 }] },
    { importKey: 'D20', sku: 'D20', name: 'DOOHICKEY', ...good, prices: [{ currency: 'GBP', amountMinor: 1250 }] },
    { importKey: 'G30', sku: 'G30', name: 'G30', ...good, prices: [] },
    { importKey: 'G31', sku: 'G31', name: 'GIZMO', ...good, prices: [] },
  ])
})

test('imports nothing twice: a second run finds everything there', async () => {
  const target = memoryTarget()
  await run(target)
  const { orders } = await imported()
  const again = await run(target)
  expect(outline(again)).toStrictEqual(
    firstRun.map((line) =>
      line.replace(/ (imported|cancelled|partly cancelled)(?= |$)/, ' already imported').replace('already already', 'already'),
    ),
  )
  expect(again.result.outcomes.byKind).toStrictEqual({
    imported: 0,
    'already imported': 13,
    cancelled: 0,
    'partly cancelled': 0,
    skipped: 13,
  })
  expect(again.result.orders).toStrictEqual({ newCount: 0, oldCount: 5 })
  expect(target.orders).toStrictEqual(orders)
})

test('comes to the same however small the windows are', async () => {
  const target = memoryTarget()
  const done = await run(target, small)
  expect(outline(done)).toStrictEqual(firstRun)
  expect(target.orders).toStrictEqual((await imported()).orders)
})

test('comes to the same when it is broken off at any call and run again', async () => {
  const whole = await imported()
  for (let callsMax = 1; callsMax <= 40; callsMax += 1) {
    const target = memoryTarget()
    const isWhole = await run(breakingOff(target, callsMax), small).then(
      () => true,
      () => false,
    )
    const { result } = await run(target, small)
    expect(result.outcomes.lines).toBe(26)
    expect(result.outcomes.byKind.skipped).toBe(13)
    expect([target.orders, target.customers, target.products]).toStrictEqual([whole.orders, whole.customers, whole.products])
    if (isWhole) return
  }
  expect.fail('no run was complete')
})

test('reports lines of refused rows with what the subgraph says, and imports the rest', async () => {
  const done = await run(memoryTarget((key) => ['D20', '13047', '700001'].includes(key)))
  const refused = done.outcomes.filter(({ reason }) => reason?.startsWith('refused') === true)
  expect(refused.map(({ lineNumber, reason, detail }) => [lineNumber, reason, detail])).toStrictEqual([
    [2, 'refused by orders', 'input.0 is not liked'],
    [3, 'refused by orders', 'input.0 is not liked'],
    [4, 'refused by orders', 'input.0 is not liked'],
    [5, 'refused by catalog', 'input.0 is not liked'],
    [7, 'refused by customers', 'input.0 is not liked'],
    [8, 'refused by customers', 'input.0 is not liked'],
    [14, 'refused by customers', 'input.0 is not liked'],
    [22, 'refused by customers', 'input.0 is not liked'],
    [24, 'refused by customers', 'input.0 is not liked'],
    [25, 'refused by customers', 'input.0 is not liked'],
    [26, 'refused by customers', 'input.0 is not liked'],
  ])
  expect(done.outcomes).toHaveLength(26)
})

test('tells how far it is after each window', async () => {
  const { progress } = await run(memoryTarget(), small)
  expect(progress.at(-1)?.linesDone).toBe(26)
  expect(progress.map(({ linesDone }) => linesDone)).toStrictEqual(progress.map(({ linesDone }) => linesDone).toSorted((a, b) => a - b))
})

async function imported(): Promise<ReturnType<typeof memoryTarget>> {
  const target = memoryTarget()
  await run(target)
  return target
}

/** The target until a number of calls was made; then every call fails, as if the process were gone. */
function breakingOff(target: BulkTarget, callsMax: number): BulkTarget {
  let calls = 0
  const limited =
    <Rows, Results>(call: (rows: Rows) => Promise<Results>) =>
    async (rows: Rows): Promise<Results> => {
      calls += 1
      if (calls > callsMax) throw new Error('gone')
      return await call(rows)
    }
  return {
    importProducts: limited(target.importProducts),
    importCustomers: limited(target.importCustomers),
    importOrders: limited(target.importOrders),
    cancelLines: limited(target.cancelLines),
  }
}
