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
beforeAll(async () => {
  await new Promise<void>((resolve) => void collector.listen(0, '127.0.0.1', resolve))
  const { port } = collector.address() as AddressInfo
  tracing = await startTracing({ service: 'test', endpoint: `http://127.0.0.1:${String(port)}` })
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
