import { AppError } from '@iommi/shared/errors'
import { newId, uuidFromId } from '@iommi/shared/ids'
import { employee, service, testContext } from '@iommi/shared/testing/test-context'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogContext } from '../src/context.ts'
import { releaseStock } from '../src/reservations/release-stock.ts'
import { reserveStock } from '../src/reservations/reserve-stock.ts'
import { shipStock } from '../src/reservations/ship-stock.ts'
import { adjustStock } from '../src/stock/adjust-stock.ts'
import { createStockLocation } from '../src/stock/create-stock-location.ts'
import { schemaOf, tenantSlugs, useCatalog } from './catalog-fixture.ts'

const fixture = useCatalog()

describe.each(tenantSlugs)('stock of %s under load', (slug) => {
  const tenant = () => fixture[slug]
  const context = () => ({ ...catalogContext(testContext(fixture.db, tenant(), service)), signal: AbortSignal.timeout(60_000) })
  const staff = () => catalogContext(testContext(fixture.db, tenant(), employee('order-manager')))
  const table = (name: string) => fixture.admin(`${schemaOf[slug]}.${name}`)
  const uuids = (ids: readonly string[]) => ids.map((id) => uuidFromId('variant', id))

  /** Every level of the variants with what the ledger and the open reservations say of it. */
  const books = async (variantIds: readonly string[]) =>
    await fixture.admin<{ on_hand: number; reserved: number; moved: number; held: number }[]>`
      select l.on_hand, l.reserved,
        (select coalesce(sum(m.quantity), 0)::int from ${table('stock_movements')} m
          where (m.tenant_id, m.variant_id, m.location_id) = (l.tenant_id, l.variant_id, l.location_id)) as moved,
        (select coalesce(sum(r.open_quantity), 0)::int from ${table('stock_reservation_lines')} r
          join ${table('stock_reservations')} h on h.tenant_id = r.tenant_id and h.order_id = r.order_id and h.status = 'ACTIVE'
          where (r.tenant_id, r.variant_id, r.location_id) = (l.tenant_id, l.variant_id, l.location_id)) as held
      from ${table('stock_levels')} l where l.variant_id in ${fixture.admin(uuids(variantIds))}
      order by l.variant_id, l.location_id`
  const expectBalanced = async (variantIds: readonly string[]): Promise<void> => {
    const rows = await books(variantIds)
    expect(rows.map((row) => [row.moved, row.held])).toEqual(rows.map((row) => [row.on_hand, row.reserved]))
  }

  it('sells 100 pieces to exactly 100 of 400 buyers at once', { timeout: 90_000 }, async () => {
    const [variant] = await fixture.given(tenant(), [{ onHand: 100 }])
    const variantId = variant?.variantId ?? ''
    const answers = await Promise.all(
      Array.from(
        { length: 400 },
        async () => await reserveStock(context(), { orderId: newId('order'), lines: [{ variantId, quantity: 1 }] }),
      ),
    )
    const refusals = answers.flatMap((answer) => answer.userErrors.map((error) => error.code))
    expect(refusals).toEqual(Array.from({ length: 300 }, () => 'INSUFFICIENT_STOCK'))
    expect(await books([variantId])).toEqual([{ on_hand: 100, reserved: 100, moved: 100, held: 100 }])
  })

  it('reserves 400 orders of many lines in random sequence without one deadlock, and the sums hold', { timeout: 90_000 }, async () => {
    const variants = await fixture.given(
      tenant(),
      Array.from({ length: 6 }, () => ({ onHand: 500 })),
    )
    const ids = variants.map(({ variantId }) => variantId)
    const orders = fc.sample(
      fc.array(fc.record({ variantId: fc.constantFrom(...ids), quantity: fc.integer({ min: 1, max: 3 }) }), { minLength: 3, maxLength: 8 }),
      { numRuns: 400, seed: 49 },
    )
    const results = await Promise.allSettled(
      orders.map(async (lines) => ({ lines, answer: await reserveStock(context(), { orderId: newId('order'), lines }) })),
    )
    expect(results.filter((result) => result.status === 'rejected')).toEqual([])
    const won = results.flatMap((result) =>
      result.status === 'fulfilled' && result.value.answer.userErrors.length === 0 ? [result.value] : [],
    )
    const wanted = (variantId: string): number =>
      won.flatMap(({ lines }) => lines).reduce((sum, line) => sum + (line.variantId === variantId ? line.quantity : 0), 0)
    expect((await books(ids)).map((row) => row.reserved)).toEqual(ids.toSorted().map(wanted))
    expect(won.length).toBeGreaterThan(100)
    expect(won.length).toBeLessThan(400)
    await expectBalanced(ids)
  })

  it('keeps the books after any commands, in any order and at once', { timeout: 90_000 }, async () => {
    const variants = await fixture.given(tenant(), [{ onHand: 12 }, { onHand: 7 }, {}])
    const ids = variants.map(({ variantId }) => variantId)
    const created = await createStockLocation(catalogContext(testContext(fixture.db, tenant(), employee('admin'))), {
      idempotencyKey: newId('key'),
      code: 'ANNEX',
      name: 'Annex',
    })
    const annex = created.stockLocation?.id
    const orderIds = Array.from({ length: 5 }, () => newId('order'))
    const shipmentIds = Array.from({ length: 6 }, () => newId('shipment'))
    const lines = fc.array(fc.record({ variantId: fc.constantFrom(...ids), quantity: fc.integer({ min: 1, max: 5 }) }), {
      minLength: 1,
      maxLength: 3,
    })
    const orderId = fc.constantFrom(...orderIds)
    type Command = () => Promise<object>
    const command: fc.Arbitrary<Command> = fc.oneof(
      fc.record({ orderId, lines }).map((input) => async () => await reserveStock(context(), input)),
      fc.record({ orderId }).map((input) => async () => await releaseStock(context(), input)),
      fc
        .record({ orderId, lines, shipmentId: fc.constantFrom(...shipmentIds) })
        .map((input) => async () => await shipStock(context(), input)),
      fc
        .record({
          variantId: fc.constantFrom(...ids),
          delta: fc.integer({ min: -6, max: 8 }).filter((delta) => delta !== 0),
          locationId: fc.constantFrom(undefined, annex),
        })
        .map((input) => async () => await adjustStock(staff(), { ...input, idempotencyKey: newId('key'), reason: 'CORRECTION' })),
    )
    // 12 rounds of 12 commands at once over few orders and variants: repeats, conflicts and refusals included.
    const rounds = fc.sample(fc.array(command, { minLength: 12, maxLength: 12 }), { numRuns: 12, seed: 2026 })
    for (const round of rounds) {
      const results = await Promise.allSettled(round.map(async (run) => await run()))
      expect(results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))).toEqual([])
      await expectBalanced(ids)
    }
    await Promise.all(orderIds.map(async (id) => await releaseStock(context(), { orderId: id })))
    expect((await books(ids)).map((row) => row.reserved)).toEqual((await books(ids)).map(() => 0))
    await expectBalanced(ids)
  })

  it('lets nobody but the owner change or remove what moved', async () => {
    const [variant] = await fixture.given(tenant(), [{ onHand: 3 }])
    expect(variant).toBeDefined()
    for (const role of ['catalog_app', 'catalog_worker']) {
      const rights = await fixture.admin`select has_table_privilege(${role}, ${`${schemaOf[slug]}.stock_movements`}, right_name) as allowed
        from unnest(array['select', 'insert', 'update', 'delete', 'truncate']) with ordinality as rights (right_name, nth) order by nth`
      expect(rights.map((row) => row['allowed'])).toEqual([true, true, false, false, false])
    }
  })

  it('ends a request whose deadline has passed as UPSTREAM_UNAVAILABLE and reserves nothing for it', async () => {
    const [variant] = await fixture.given(tenant(), [{ onHand: 3 }])
    const late = { ...context(), signal: AbortSignal.abort() }
    const lines = [{ variantId: variant?.variantId ?? '', quantity: 1 }]
    const failure = await reserveStock(late, { orderId: newId('order'), lines }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(AppError)
    expect(failure).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true })
    expect(await books([variant?.variantId ?? ''])).toEqual([{ on_hand: 3, reserved: 0, moved: 3, held: 0 }])
  })
})
