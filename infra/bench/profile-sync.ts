import { z } from 'zod'
import { waitUntil } from '../dev/wait-until.ts'
import { askingAs, startProduct, type Asking } from './product.ts'
import { percentile, report } from './results.ts'

const recordsPerSecond = 100
const customers = 1_000
const rounds = 3
const updatesAtOnce = 4

/** P7: how fast a backlog drains against the mainframe's own rate, and what a change costs while the mainframe is down. */
export async function benchProfileSync(): Promise<void> {
  const { stack, stop } = await startProduct({ mainframe: { MAINFRAME_RECORDS_PER_SECOND: String(recordsPerSecond) } })
  try {
    const ask = await askingAs(stack, 'admin')
    const ids = await customerIds(ask)
    const setDown = async (isDown: boolean): Promise<void> => {
      const body = JSON.stringify(isDown ? { set: { down: 'on' } } : { clear: true })
      await fetch(`${stack.urls.mainframe}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    }
    const [up, down, rates]: [number[], number[], number[]] = [[], [], []]
    for (let round = 0; round < rounds; round += 1) {
      await drained(ask)
      up.push(percentile(await updateAll(ask, ids, `up-${String(round)}`), 0.95))
      await drained(ask)
      await setDown(true)
      down.push(percentile(await updateAll(ask, ids, `down-${String(round)}`), 0.95))
      const startMs = performance.now()
      await setDown(false)
      await drained(ask)
      rates.push(ids.length / ((performance.now() - startMs) / 1_000))
      process.stdout.write(`round ${String(round + 1)} of ${String(rounds)}\n`)
    }
    const [p95Up, p95Down, rate] = [up, down, rates].map((values) => percentile(values, 0.5))
    report(
      'Profiles to the mainframe (P7)',
      [
        `${String(customers)} customers changed, ${String(updatesAtOnce)} at a time, with the mainframe up and down in turns, median of ${String(rounds)} rounds; the backlog of the latter then drains at the mainframe's rate of ${String(recordsPerSecond)} records a second.`,
      ],
      [
        ['', 'mainframe up', 'mainframe down', 'ratio'],
        ['updateCustomerProfile p95', milliseconds(p95Up), milliseconds(p95Down), `${((p95Down ?? 0) / (p95Up ?? 1)).toFixed(2)} ×`],
        ['drained, records a second', (rate ?? 0).toFixed(0), '', `${(((rate ?? 0) / recordsPerSecond) * 100).toFixed(0)} % of its rate`],
      ],
    )
  } finally {
    await stop()
  }
}

const page = z.object({
  customers: z.object({ nodes: z.array(z.object({ id: z.string() })), pageInfo: z.object({ endCursor: z.string().nullable() }) }),
})

async function customerIds(ask: Asking): Promise<readonly string[]> {
  const ids: string[] = []
  let after: string | null = null
  while (ids.length < customers) {
    const query = 'query ($after: String) { customers(first: 100, after: $after) { nodes { id } pageInfo { endCursor } } }'
    const found: z.infer<typeof page> = page.parse(await ask(query, { after }))
    ids.push(...found.customers.nodes.map(({ id }) => id))
    after = found.customers.pageInfo.endCursor
    if (found.customers.nodes.length < 100) break
  }
  return ids.slice(0, customers)
}

/** How long each change took, milliseconds. */
async function updateAll(ask: Asking, ids: readonly string[], name: string): Promise<readonly number[]> {
  const next = ids.values()
  const tookMs: number[] = []
  const mutation =
    'mutation ($input: UpdateCustomerProfileInput!) { updateCustomerProfile(input: $input) { customer { version } userErrors { message } } }'
  const work = async (): Promise<void> => {
    for (const customerId of next) {
      const startMs = performance.now()
      await ask(mutation, { input: { idempotencyKey: `${name}-${customerId}`, customerId, name: `Ada ${name}` } })
      tookMs.push(performance.now() - startMs)
    }
  }
  await Promise.all(Array.from({ length: updatesAtOnce }, work))
  return tookMs
}

const overview = z.object({ mainframeOverview: z.object({ pendingCount: z.number(), sentCount: z.number() }) })

async function drained(ask: Asking): Promise<void> {
  await waitUntil('the mainframe to have everything', { timeoutMs: 180_000, intervalMs: 50 }, async () => {
    const { mainframeOverview: left } = overview.parse(await ask('{ mainframeOverview { pendingCount sentCount } }'))
    return left.pendingCount + left.sentCount === 0
  })
}

function milliseconds(value: number | undefined): string {
  return `${(value ?? Number.NaN).toFixed(1)} ms`
}
