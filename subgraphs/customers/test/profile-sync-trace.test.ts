import { waitUntil } from '@iommi/infra/dev/wait-until'
import { newId } from '@iommi/shared/ids'
import { testContext } from '@iommi/shared/testing/test-context'
import { nextTraceparent, startTracing, traceIdOf, type Tracing } from '@iommi/shared/tracing'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { customersContext } from '../src/context.ts'
import { updateCustomerProfile } from '../src/customers/update-customer-profile.ts'
import { agent } from './customers-fixture.ts'
import { usePipeline } from './profile-sync-fixture.ts'
import { startWorkerProcess } from './profile-sync-process.ts'

interface Span {
  readonly traceId: string
  readonly name: string
}

const pipeline = usePipeline()
const spans: Span[] = []
const collector = createServer((request, response) => {
  void collect(request).finally(() => response.end('{}'))
})
async function collect(request: IncomingMessage): Promise<void> {
  const { resourceSpans } = JSON.parse(await text(request)) as {
    readonly resourceSpans: { readonly scopeSpans: { readonly spans: Span[] }[] }[]
  }
  spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
}
let tracing: Tracing
let endpoint = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => void collector.listen(0, '127.0.0.1', resolve))
  const { port } = collector.address() as AddressInfo
  endpoint = `http://127.0.0.1:${String(port)}`
  tracing = await startTracing({ service: 'test', endpoint })
})
afterAll(async () => {
  await tracing.stop()
  collector.close()
})

it('shows a change from its mutation over the queue and the batch to the ack as one trace, and its events belong to it', async () => {
  const shop = pipeline.acme()
  const [customerId = ''] = await pipeline.register(shop, 1)
  const traceparent = nextTraceparent(null)
  const context = customersContext({ ...testContext(pipeline.database.db, shop.tenant, agent), traceparent })
  const { userErrors } = await updateCustomerProfile(context, { idempotencyKey: newId('key'), customerId, name: 'Traced' })
  expect(userErrors).toEqual([])
  pipeline.relay()
  pipeline.work()
  await pipeline.untilSynced(shop)
  const names = () => new Set(spans.filter(({ traceId }) => traceId === traceIdOf(traceparent)).map(({ name }) => name))
  const wanted = ['enqueue profile-sync', 'send to mainframe', 'apply mainframe ack']
  await waitUntil('the spans are collected', { timeoutMs: 10_000 }, () => wanted.every((name) => names().has(name)))
  const events = await pipeline.rows(shop, 'outbox', `type = 'io.iommi.mainframe-sync.changed.v1'`)
  expect(events.map((event) => event['traceparent'])).toEqual(events.map(() => traceparent))
  expect(events.length).toBeGreaterThanOrEqual(2)
})

it('shows what a worker has done last, although it is told to stop at once', async () => {
  const shop = pipeline.acme()
  const [customerId = ''] = await pipeline.register(shop, 1)
  const worker = await startWorkerProcess(pipeline, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
  try {
    await worker.untilReady()
    const traceparent = nextTraceparent(null)
    const context = customersContext({ ...testContext(pipeline.database.db, shop.tenant, agent), traceparent })
    await updateCustomerProfile(context, { idempotencyKey: newId('key'), customerId, name: 'Traced to the end' })
    pipeline.relay()
    await pipeline.untilSynced(shop, 30_000)
    worker.child.kill('SIGTERM')
    expect(await worker.exited).toBe(0)
    const names = spans.filter(({ traceId }) => traceId === traceIdOf(traceparent)).map(({ name }) => name)
    expect(names).toContain('apply mainframe ack')
  } finally {
    worker.child.kill('SIGKILL')
    await worker.exited
  }
}, 120_000)
