import { relaySchema } from '@iommi/shared/event-relay'
import { newId } from '@iommi/shared/ids'
import { openRedis } from '@iommi/shared/redis'
import { silentLogger } from '@iommi/shared/telemetry'
import { tenantRegistry } from '@iommi/shared/tenants'
import { service } from '@iommi/shared/testing/test-context'
import { testRedisUrl } from '@iommi/shared/testing/test-redis'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { codesOf, everyActor, schemaOf, tenantSlugs, useCatalog, type Loose } from './catalog-fixture.ts'

const fixture = useCatalog()
const redis = openRedis(testRedisUrl())

const eventsDocument = /* GraphQL */ `
  query ($topic: String!, $afterSeq: SafeInt!) {
    _events(topic: $topic, afterSeq: $afterSeq, first: 500) {
      epoch
      seq
      oldestSeq
      events
    }
  }
`
const reserveDocument = 'mutation ($input: _ReserveStockInput!) { _reserveStock(input: $input) { userErrors { code } } }'

beforeAll(async () => {
  await vi.waitUntil(() => redis.status === 'ready', { timeout: 10_000 })
})
afterAll(() => {
  redis.disconnect()
})

describe.each(tenantSlugs)('_events of %s', (slug) => {
  const tenant = () => fixture[slug]

  it('has every change of the catalogue, in order, with gap-free numbers and amounts after the change', async () => {
    const [good, repair] = await fixture.given(tenant(), [{ onHand: 9 }, { kind: 'SERVICE' }])
    const lines = [good, repair].map((variant) => ({ variantId: variant?.variantId, quantity: 2 }))
    await fixture.run(tenant(), service, reserveDocument, { input: { orderId: newId('order'), lines } })
    const relay = { db: fixture.worker, redis, tenants: tenantRegistry(fixture.db), log: silentLogger, now: () => new Date() }
    await relaySchema(relay, schemaOf[slug], false)
    const result = await fixture.run(tenant(), service, eventsDocument, { topic: 'catalog-events', afterSeq: 0 })
    const page = result.data?.['_events']
    const events = page.events.map((text: string) => JSON.parse(text))
    expect({ seq: page.seq, oldestSeq: page.oldestSeq }).toEqual({ seq: 4, oldestSeq: 1 })
    const locationId = events[2].data.locationId
    const { variantId } = good ?? {}
    expect(events.map((event: Loose) => [event.seq, event.type, event.subject, event.aggregateversion, event.data])).toEqual([
      [1, 'io.iommi.product.created.v1', good?.productId, 1, { productId: good?.productId, version: 1 }],
      [2, 'io.iommi.product.created.v1', repair?.productId, 1, { productId: repair?.productId, version: 1 }],
      [3, 'io.iommi.stock.changed.v1', variantId, 1, { variantId, locationId, onHand: 9, reserved: 0, version: 1 }],
      [4, 'io.iommi.stock.changed.v1', variantId, 2, { variantId, locationId, onHand: 9, reserved: 2, version: 2 }],
    ])
    const rest = await fixture.run(tenant(), service, eventsDocument, { topic: 'catalog-events', afterSeq: 3 })
    expect(rest.data?.['_events'].events).toEqual([page.events[3]])
  })

  it('answers services and nobody else', async () => {
    for (const [kind, actor] of Object.entries(everyActor)) {
      const result = await fixture.run(tenant(), actor, eventsDocument, { topic: 'catalog-events', afterSeq: 0 })
      expect([kind, codesOf(result)]).toEqual([kind, kind === 'service' ? [] : ['FORBIDDEN']])
    }
  })
})
