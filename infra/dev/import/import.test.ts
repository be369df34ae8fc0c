import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { repositoryDir } from '../command.ts'
import { tenantNamed } from '../demo-tenants.ts'
import { waitUntil } from '../wait-until.ts'
import { outcomeKinds } from './outcome.ts'
import { expectImport, type ExpectedImport, type ExpectedOrder } from './testing/expected-import.ts'
import { madeUpSales } from './testing/made-up-sales.ts'
import { useTestStack } from './testing/test-stack.ts'

vi.setConfig({ testTimeout: 120_000 })
const { dataDir, stack, admin } = useTestStack()
const realFile = join(repositoryDir, '../shared/data/online-retail-2010-12-01-to-03.csv')
const deadline = { timeoutMs: 60_000 }

interface Command {
  readonly child: ChildProcess
  readonly output: () => string
  /** Its exit code, once it has ended. */
  readonly done: Promise<number | null>
}

function startImport(file: string, tenant: string, ...options: readonly string[]): Command {
  const args = ['--import', 'tsx', 'infra/dev/import.ts', file, '--tenant', tenant, '--data-dir', dataDir, ...options]
  const child = spawn(process.execPath, args, { cwd: repositoryDir, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  return { child, output: () => chunks.join(''), done: once(child, 'close').then(() => child.exitCode) }
}

/** Imports a file and returns the outcome of each line, as the report tells it. */
async function importFile(
  file: string,
  tenant: string,
): Promise<{ readonly output: string; readonly outcomes: ReadonlyMap<number, string> }> {
  const report = join(dataDir, 'report.csv')
  const { done, output } = startImport(file, tenant, '--report', report)
  if ((await done) !== 0) throw new Error(output())
  const rows = readFileSync(report, 'utf8').trimEnd().split('\n').slice(1)
  const pairs = rows.map((row) => row.split(',')).map(([line, , outcome]) => [Number(line), outcome ?? ''] as const)
  expect(pairs).toHaveLength(new Map(pairs).size)
  return { output: output(), outcomes: new Map(pairs.toSorted(([left], [right]) => left - right)) }
}

/** Every imported order as the database has it; the tables of `globex` are its own. */
async function storedOrders(tenant: string): Promise<readonly ExpectedOrder[]> {
  const { id, schemaSuffix } = tenantNamed(tenant)
  const suffix = schemaSuffix === null ? '' : `__${schemaSuffix}`
  const rows = await admin.unsafe<StoredLine[]>(
    `select o.external_reference reference, c.name customer, o.placed_at, o.currency, o.status, o.fulfillment_status, o.total_minor,
       l.sku, l.title, l.quantity, l.cancelled_quantity, l.unit_price_minor, l.fulfilled_quantity, v.sku_norm
     from orders${suffix}.orders o
     join orders${suffix}.order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id
     join customers${suffix}.customers c on c.tenant_id = o.tenant_id and c.id = o.customer_id
     left join catalog${suffix}.product_variants v on v.tenant_id = o.tenant_id and v.id = l.variant_id
     where o.tenant_id = $1 and o.import_key = o.external_reference order by o.external_reference collate "C", l.position`,
    [id],
  )
  const orders = new Map<string, ExpectedOrder & { readonly lines: ExpectedOrder['lines'][number][] }>()
  for (const row of rows) {
    // Each line belongs to the variant of its stock code and was delivered whole.
    expect([row.sku_norm, row.fulfilled_quantity]).toStrictEqual([row.sku.toUpperCase(), row.quantity])
    const order = orders.get(row.reference) ?? toOrder(row)
    orders.set(row.reference, order)
    order.lines.push({
      sku: row.sku,
      title: row.title,
      quantity: row.quantity,
      priceMinor: BigInt(row.unit_price_minor),
      cancelled: row.cancelled_quantity,
    })
  }
  return [...orders.values()]
}

interface StoredLine extends Record<string, unknown> {
  readonly reference: string
  readonly customer: string
  readonly placed_at: Date
  readonly currency: 'GBP'
  readonly status: 'COMPLETED' | 'CANCELLED'
  readonly fulfillment_status: 'DELIVERED'
  readonly total_minor: string
  readonly sku: string
  readonly title: string
  readonly quantity: number
  readonly cancelled_quantity: number
  readonly fulfilled_quantity: number
  readonly unit_price_minor: string
  readonly sku_norm: string | null
}

function toOrder(row: StoredLine): ExpectedOrder & { readonly lines: ExpectedOrder['lines'][number][] } {
  return {
    reference: row.reference,
    customer: row.customer,
    placedAt: row.placed_at.toISOString(),
    currency: row.currency,
    status: row.status,
    fulfillmentStatus: row.fulfillment_status,
    totalMinor: BigInt(row.total_minor),
    lines: [],
  }
}

async function count(query: string): Promise<number> {
  const [row] = await admin.unsafe<{ count: string }[]>(query)
  return Number(row?.count)
}

function tally(outcomes: ReadonlyMap<number, string>): Readonly<Record<string, number>> {
  return Object.fromEntries(outcomeKinds.map((kind) => [kind, [...outcomes.values()].filter((each) => each === kind).length]))
}

/** The outcomes of a run after a complete one. */
function again(expected: ExpectedImport): ReadonlyMap<number, string> {
  return new Map([...expected.outcomes].map(([line, outcome]) => [line, outcome === 'skipped' ? outcome : 'already imported']))
}

async function expectReconciled(file: string, tenant: string): Promise<void> {
  const expected = expectImport(readFileSync(file, 'utf8'))
  const first = await importFile(file, tenant)
  expect(first.outcomes).toStrictEqual(expected.outcomes)
  for (const [kind, lines] of Object.entries(tally(expected.outcomes))) {
    expect(first.output).toMatch(new RegExp(`^ *${lines.toLocaleString('en')}  ${kind}$`, 'm'))
  }
  expect(first.output).toContain(`${expected.orders.length.toLocaleString('en')}  new orders, `)
  expect(first.output).toContain(`${expected.customers.size.toLocaleString('en')}  new customers, 0 already there`)
  expect(first.output).toContain(`${expected.skus.size.toLocaleString('en')}  new products, 0 already there`)
  expect(await storedOrders(tenant)).toStrictEqual(expected.orders)

  const second = await importFile(file, tenant)
  expect(second.outcomes).toStrictEqual(again(expected))
  expect(second.output).toContain(' 0  new orders, ')
  expect(second.output).toContain(' 0  new customers, ')
  expect(second.output).toContain(' 0  new products, ')
  expect(await storedOrders(tenant)).toStrictEqual(expected.orders)
}

const sales = join(dataDir, 'sales.csv')
writeFileSync(sales, madeUpSales(400))

test('imports what an independent calculation expects, one event for each order, and nothing the second time', async () => {
  const { outcomes, orders } = expectImport(readFileSync(sales, 'utf8'))
  // The made-up file has every case.
  expect(Object.entries(tally(outcomes)).filter(([, lines]) => lines === 0)).toStrictEqual([])
  expect(orders.filter(({ status }) => status === 'CANCELLED').length).toBeGreaterThan(0)
  await expectReconciled(sales, 'acme')
  const events = await count(`select count(*) from orders.outbox where type = 'io.iommi.order.imported.v1'`)
  expect(events).toBe(orders.length)
  expect(await count(`select count(*) from catalog.stock_reservations`)).toBe(0)
})

test.runIf(existsSync(realFile))('imports the real orders as an independent calculation expects', async () => {
  await admin.unsafe('truncate orders.orders, orders.imported_cancellations, catalog.products, customers.customers cascade')
  await expectReconciled(realFile, 'acme')
  // The same figures, worked out once by hand.
  const [figures] = await admin.unsafe(
    `select (select count(*)::int from orders.orders) orders, (select sum(total_minor)::int from orders.orders) pence,
       count(*)::int lines, sum(quantity)::int units, sum(cancelled_quantity)::int taken_back from orders.order_lines`,
  )
  expect(figures).toStrictEqual({ orders: 337, pence: 15_351_678, lines: 7_290, units: 74_447, taken_back: 51 })
})

test('ends the same after a kill -9 halfway and an outage of a subgraph', async () => {
  const expected = expectImport(readFileSync(sales, 'utf8'))
  const stored = 'select count(*) from orders__globex.orders'

  const releaseFirst = await holdUpLastOrder(expected)
  const killed = startImport(sales, 'globex', '--report', join(dataDir, 'killed.csv'))
  await waitUntil('no order arrives', deadline, async () => (await count(stored)) > 0)
  killed.child.kill('SIGKILL')
  await killed.done
  await releaseFirst()
  const before = await count(stored)
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(expected.orders.length)

  const releaseSecond = await holdUpLastOrder(expected)
  const report = join(dataDir, 'resumed.csv')
  const resumed = startImport(sales, 'globex', '--report', report)
  await waitUntil('it does not continue', deadline, async () => (await count(stored)) > before)
  stack().kill('orders', 'SIGKILL')
  await waitUntil('it does not notice', deadline, () => resumed.output().includes('The orders subgraph does not answer'))
  await stack().waitReady('orders')
  await releaseSecond()
  expect([await resumed.done, resumed.output()]).toStrictEqual([0, expect.stringContaining('What became of each line')])

  expect(await storedOrders('globex')).toStrictEqual(expected.orders)
  const final = await importFile(sales, 'globex')
  expect(final.outcomes).toStrictEqual(again(expected))
  expect(await storedOrders('globex')).toStrictEqual(expected.orders)
})

/** Keeps the last order's natural key taken until the returned function lets go of it: the import cannot get past it. */
async function holdUpLastOrder({ orders }: ExpectedImport): Promise<() => Promise<void>> {
  const last = orders.toSorted((left, right) => (left.placedAt < right.placedAt ? -1 : 1)).at(-1)
  const connection = await admin.reserve()
  await connection.unsafe('begin')
  await connection.unsafe(
    `insert into orders__globex.orders (tenant_id, id, number, customer_id, status, fulfillment_status, currency, total_minor, placed_at, version, import_key)
     values ($1, gen_random_uuid(), 'held', gen_random_uuid(), 'COMPLETED', 'DELIVERED', 'GBP', 0, now(), 1, $2)`,
    [tenantNamed('globex').id, last?.reference ?? ''],
  )
  return async () => {
    await connection.unsafe('rollback')
    connection.release()
  }
}

test.each([
  ['an unknown tenant', ['--tenant=initech'], 'Unknown tenant "initech": --tenant is one of acme or globex.'],
  ['a missing file', [], `There is no file ${join(repositoryDir, 'none.csv')}.`],
  ['a stack that does not run', ['--data-dir=/nowhere'], 'No stack runs on /nowhere'],
  ['a report over the file itself', [`--report=${sales}`], 'The report would replace the file itself'],
])('says in one line what is wrong with %s, and exits with 1', async (what, options, message) => {
  const { done, output } = startImport(what === 'a missing file' ? 'none.csv' : sales, 'acme', ...options)
  expect(await done).toBe(1)
  expect(output()).toMatch(/^[^\n]+\n$/)
  expect(output()).toContain(message)
})
