import { expect, test, vi } from 'vitest'
import { demoTenants } from '../demo-tenants.ts'
import { useTestStack } from '../import/testing/test-stack.ts'
import { connectTools, type ToolsClient } from '../import/tools-client.ts'
import { seedOnce } from '../seed.ts'
import { seedTenant } from './seed-tenant.ts'

vi.setConfig({ testTimeout: 120_000 })
const { stack, admin } = useTestStack()
const today = new Date('2026-11-20T00:00:00Z')

/** A client that is gone after some calls. */
function breakingOff(client: ToolsClient, callsMax: number): ToolsClient {
  let calls = 0
  return {
    ...client,
    call: async (...call) => {
      calls += 1
      if (calls > callsMax) throw new Error('gone')
      return await client.call(...call)
    },
  }
}

/** Everything there is of each tenant that a repeated seed could add to. */
async function census(): Promise<readonly unknown[]> {
  const schemas = ['', '__globex']
  return await Promise.all(
    schemas.map(async (suffix) => {
      const [row] = await admin.unsafe(
        `select (select count(*)::int from catalog${suffix}.product_variants) variants,
           (select count(*)::int from customers${suffix}.customers) customers,
           (select count(*)::int from orders${suffix}.orders) orders,
           (select count(*)::int from orders${suffix}.outbox) events,
           (select count(distinct (status, fulfillment_status))::int from orders${suffix}.orders) states,
           (select count(distinct customer_id) > 500 from orders${suffix}.orders) "hasManyBuyers",
           (select bool_and(l.variant_id is not null) from orders${suffix}.order_lines l) "hasVariants",
           (select count(*)::int from orders${suffix}.orders o where o.total_minor <>
             (select sum(l.quantity * l.unit_price_minor) from orders${suffix}.order_lines l where l.order_id = o.id)) "wrongTotals"`,
      )
      return row
    }),
  )
}

test('fills every demo tenant, completes what was broken off, and changes nothing when it is repeated', async () => {
  const [acme] = demoTenants
  if (acme === undefined) throw new Error('there is a demo tenant')
  const client = connectTools(stack().running, acme, { giveUpAfterMs: 10_000 })
  await expect(seedTenant(breakingOff(client, 12), acme, today)).rejects.toThrow('gone')
  await client.close()

  const seeded = {
    variants: 300,
    customers: 1_000,
    orders: 3_000,
    events: 3_000,
    states: 7,
    hasManyBuyers: true,
    hasVariants: true,
    wrongTotals: 0,
  }
  expect(await seedOnce(stack().running, today)).toStrictEqual(['acme', 'globex'])
  expect(await census()).toStrictEqual([seeded, seeded])

  expect(await seedOnce(stack().running, new Date('2026-12-24T10:00:00Z'))).toStrictEqual([])
  expect(await census()).toStrictEqual([seeded, seeded])
})
