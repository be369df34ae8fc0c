import { newId, uuidFromId } from '@iommi/shared/ids'
import { service } from '@iommi/shared/testing/test-context'
import { describe, expect, it } from 'vitest'
import { admin, codesOf, everyActor, schemaOf, tenantSlugs, useCatalog } from './catalog-fixture.ts'

const fixture = useCatalog()

const reserveDocument = /* GraphQL */ `
  mutation ($input: _ReserveStockInput!) {
    _reserveStock(input: $input) {
      currency
      lines {
        variantId
        sku
        title
        kind
        unitPrice {
          amountMinor
          currency
          exponent
        }
      }
      userErrors {
        code
        variantId
        message
      }
    }
  }
`
const releaseDocument = 'mutation ($input: _ReleaseStockInput!) { _releaseStock(input: $input) { released } }'
const shipDocument = 'mutation ($input: _ShipStockInput!) { _shipStock(input: $input) { shipped short lines { variantId shipped short } } }'

describe.each(tenantSlugs)('reservations of %s', (slug) => {
  const tenant = () => fixture[slug]
  const table = (name: string) => fixture.admin(`${schemaOf[slug]}.${name}`)
  const given = async (overrides: Readonly<Record<string, unknown>> = {}) => {
    const [variant] = await fixture.given(tenant(), [overrides])
    if (variant === undefined) throw new Error('nothing entered')
    return variant
  }
  const reserve = async (input: object) => {
    const result = await fixture.run(tenant(), service, reserveDocument, { input })
    expect(result.errors).toBeUndefined()
    return result.data?.['_reserveStock']
  }
  const release = async (orderId: string) => {
    const result = await fixture.run(tenant(), service, releaseDocument, { input: { orderId } })
    expect(result).toEqual({ data: { _releaseStock: { released: true } } })
  }
  const ship = async (input: object) => {
    const result = await fixture.run(tenant(), service, shipDocument, { input })
    expect(result.errors).toBeUndefined()
    return result.data?.['_shipStock']
  }
  /** `on hand / reserved` of each level, by location code. */
  const levels = async (variantId: string) =>
    (
      await fixture.admin`select l.on_hand || '/' || l.reserved as amounts
        from ${table('stock_levels')} l join ${table('stock_locations')} p on p.tenant_id = l.tenant_id and p.id = l.location_id
        where l.variant_id = ${uuidFromId('variant', variantId)} order by p.code_norm`
    ).map((row) => String(row['amounts']))
  const movements = async (variantId: string) =>
    await fixture.admin`select quantity, reason, reference from ${table('stock_movements')}
      where variant_id = ${uuidFromId('variant', variantId)} order by occurred_at, id`
  const stockEvents = async (variantId: string) =>
    (
      await fixture.admin`select data, aggregate_version from ${table('outbox')}
        where aggregate_id = ${variantId} and type = 'io.iommi.stock.changed.v1' order by position`
    ).map((row) => [row['aggregate_version'], row['data'].onHand, row['data'].reserved])

  describe('_reserveStock', () => {
    it('sets stock aside, sums lines of one variant and fixes sku, title and price', async () => {
      const { variantId, sku } = await given({ name: 'Blue widget', onHand: 10 })
      const repair = await given({ name: 'Repair', kind: 'SERVICE' })
      const answer = await reserve({
        orderId: newId('order'),
        lines: [
          { variantId, quantity: 2 },
          { variantId: repair.variantId, quantity: 1_000_000 },
          { variantId, quantity: 3 },
        ],
      })
      const currency = tenant().defaultCurrency
      const unitPrice = { amountMinor: currency === 'GBP' ? 1_999 : 2_340, currency, exponent: 2 }
      expect(answer).toEqual({
        currency,
        lines: [
          { variantId, sku, title: 'Blue widget', kind: 'GOOD', unitPrice },
          { variantId: repair.variantId, sku: repair.sku, title: 'Repair', kind: 'SERVICE', unitPrice },
        ],
        userErrors: [],
      })
      expect(await levels(variantId)).toEqual(['10/5'])
      expect(await levels(repair.variantId)).toEqual([])
      expect(await stockEvents(variantId)).toEqual([
        [1, 10, 0],
        [2, 10, 5],
      ])
      expect(await movements(variantId)).toEqual([{ quantity: 10, reason: 'INITIAL', reference: null }])
    })

    it('answers a repeat as the first time, after the price changed, and reserves nothing again', async () => {
      const { variantId } = await given({ onHand: 5 })
      const input = { orderId: newId('order'), currency: 'EUR', lines: [{ variantId, quantity: 4 }] }
      const first = await reserve(input)
      await fixture.run(
        tenant(),
        admin,
        'mutation ($input: UpdateProductVariantInput!) { updateProductVariant(input: $input) { userErrors { code } } }',
        { input: { idempotencyKey: newId('key'), variantId, prices: [{ amountMinor: 1, currency: 'EUR' }] } },
      )
      expect(await reserve(input)).toEqual(first)
      expect(first.lines[0].unitPrice).toEqual({ amountMinor: 2_340, currency: 'EUR', exponent: 2 })
      expect(await levels(variantId)).toEqual(['5/4'])
    })

    it('has one effect and equal answers for 20 equal calls at once, though only one of them fits', async () => {
      const { variantId } = await given({ onHand: 7 })
      const input = { orderId: newId('order'), lines: [{ variantId, quantity: 7 }] }
      const answers = await Promise.all(Array.from({ length: 20 }, async () => await reserve(input)))
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(answers[0].userErrors).toEqual([])
      expect(await levels(variantId)).toEqual(['7/7'])
      expect(await stockEvents(variantId)).toHaveLength(2)
    })

    it('refuses a variant that does not exist, is a draft, is archived, or is no id at all, and touches nothing', async () => {
      const { variantId } = await given({ onHand: 5 })
      const draft = await given({ status: 'DRAFT', onHand: 5 })
      const archived = await given({ status: 'ARCHIVED', onHand: 5 })
      const missing = newId('variant')
      const wrong = [draft.variantId, archived.variantId, missing, 'nonsense']
      const orderId = newId('order')
      const answer = await reserve({ orderId, lines: [variantId, ...wrong].map((id) => ({ variantId: id, quantity: 1 })) })
      expect(answer).toEqual({
        currency: tenant().defaultCurrency,
        lines: [],
        userErrors: wrong.map((id) => ({
          code: 'VARIANT_NOT_FOUND',
          variantId: id,
          message: 'There is no such variant, or it is not for sale.',
        })),
      })
      expect([await levels(variantId), await levels(draft.variantId)]).toEqual([['5/0'], ['5/0']])
      expect(await fixture.admin`select 1 from ${table('stock_reservations')} where order_id = ${uuidFromId('order', orderId)}`).toEqual([])
    })

    it('refuses a variant without a price in the currency', async () => {
      const { variantId, sku } = await given({ onHand: 5 })
      const answer = await reserve({ orderId: newId('order'), currency: 'JPY', lines: [{ variantId, quantity: 1 }] })
      expect(answer).toEqual({
        currency: 'JPY',
        lines: [],
        userErrors: [{ code: 'PRICE_NOT_FOUND', variantId, message: `${sku} has no price in JPY.` }],
      })
      expect(await levels(variantId)).toEqual(['5/0'])
    })

    it('refuses all of an order when one line is short, and the same order may come again later', async () => {
      const plenty = await given({ onHand: 5 })
      const scarce = await given({ onHand: 2 })
      const input = {
        orderId: newId('order'),
        lines: [
          { variantId: plenty.variantId, quantity: 5 },
          { variantId: scarce.variantId, quantity: 3 },
        ],
      }
      const refused = await reserve(input)
      expect(refused.userErrors).toEqual([
        { code: 'INSUFFICIENT_STOCK', variantId: scarce.variantId, message: `Only 2 of ${scarce.sku} are available.` },
      ])
      expect(refused.lines).toEqual([])
      expect([await levels(plenty.variantId), await levels(scarce.variantId)]).toEqual([['5/0'], ['2/0']])
      await adjust(scarce.variantId, 1)
      expect((await reserve(input)).userErrors).toEqual([])
      expect([await levels(plenty.variantId), await levels(scarce.variantId)]).toEqual([['5/5'], ['3/3']])
    })

    it('splits a line over locations when no single one has it all', async () => {
      const { variantId } = await given({ onHand: 3 })
      await adjust(variantId, 4, await location('AA'))
      await adjust(variantId, 1, await location('BB'))
      expect((await reserve({ orderId: newId('order'), lines: [{ variantId, quantity: 4 }] })).userErrors).toEqual([])
      expect(await levels(variantId)).toEqual(['4/4', '1/0', '3/0'])
      expect((await reserve({ orderId: newId('order'), lines: [{ variantId, quantity: 4 }] })).userErrors).toEqual([])
      expect(await levels(variantId)).toEqual(['4/4', '1/1', '3/3'])
      expect((await reserve({ orderId: newId('order'), lines: [{ variantId, quantity: 1 }] })).userErrors[0].code).toBe(
        'INSUFFICIENT_STOCK',
      )
    })

    it('tells the calling service that its input is wrong', async () => {
      const { variantId } = await given({ onHand: 3 })
      const line = { variantId, quantity: 1 }
      const inputs = [
        { orderId: 'nonsense', lines: [line] },
        { orderId: newId('order'), lines: [] },
        { orderId: newId('order'), lines: [{ variantId, quantity: 0 }] },
        { orderId: newId('order'), lines: [{ variantId, quantity: 1_000_001 }] },
        { orderId: newId('order'), lines: Array.from({ length: 1_001 }, () => line) },
      ]
      for (const input of inputs) {
        expect(codesOf(await fixture.run(tenant(), service, reserveDocument, { input }))).toEqual(['BAD_USER_INPUT'])
      }
      expect(await levels(variantId)).toEqual(['3/0'])
    })

    it("does not find another tenant's variant and does not touch it", async () => {
      const other = slug === 'acme' ? fixture.globex : fixture.acme
      const [foreign] = await fixture.given(other, [{ onHand: 5 }])
      const variantId = foreign?.variantId ?? ''
      const answer = await reserve({ orderId: newId('order'), lines: [{ variantId, quantity: 1 }] })
      expect(answer.userErrors).toMatchObject([{ code: 'VARIANT_NOT_FOUND', variantId }])
      const otherLevels = fixture.admin(`${schemaOf[slug === 'acme' ? 'globex' : 'acme']}.stock_levels`)
      expect(
        await fixture.admin`select on_hand, reserved from ${otherLevels} where variant_id = ${uuidFromId('variant', variantId)}`,
      ).toEqual([{ on_hand: 5, reserved: 0 }])
    })
  })

  describe('_releaseStock', () => {
    it('gives back what was reserved, once, however often and however many at once', async () => {
      const { variantId } = await given({ onHand: 10 })
      const orderId = newId('order')
      await reserve({ orderId: newId('order'), lines: [{ variantId, quantity: 2 }] })
      await reserve({ orderId, lines: [{ variantId, quantity: 5 }] })
      await Promise.all(Array.from({ length: 20 }, async () => await release(orderId)))
      expect(await levels(variantId)).toEqual(['10/2'])
      expect(await stockEvents(variantId)).toEqual([
        [1, 10, 0],
        [2, 10, 2],
        [3, 10, 7],
        [4, 10, 2],
      ])
    })

    it('closes the order: a repeat of the reservation is refused and reserves nothing', async () => {
      const { variantId } = await given({ onHand: 10 })
      const input = { orderId: newId('order'), lines: [{ variantId, quantity: 5 }] }
      await reserve(input)
      await release(input.orderId)
      const closed = {
        currency: tenant().defaultCurrency,
        lines: [],
        userErrors: [{ code: 'RESERVATION_CLOSED', variantId: null, message: 'The stock of this order was released.' }],
      }
      expect(await reserve(input)).toEqual(closed)
      expect(await levels(variantId)).toEqual(['10/0'])
    })

    it('refuses a reservation that arrives after its release', async () => {
      const { variantId } = await given({ onHand: 10 })
      const orderId = newId('order')
      await release(orderId)
      const late = await reserve({ orderId, lines: [{ variantId, quantity: 5 }] })
      expect(late.userErrors).toMatchObject([{ code: 'RESERVATION_CLOSED' }])
      expect(await levels(variantId)).toEqual(['10/0'])
    })

    it('ends the same whichever of reservation and release comes first', async () => {
      const { variantId } = await given({ onHand: 100 })
      await Promise.all(
        Array.from({ length: 40 }, async () => {
          const orderId = newId('order')
          await Promise.all([reserve({ orderId, lines: [{ variantId, quantity: 2 }] }), release(orderId)])
        }),
      )
      expect(await levels(variantId)).toEqual(['100/0'])
    })

    it("leaves another tenant's reservation of the same order alone", async () => {
      const { variantId } = await given({ onHand: 3 })
      const orderId = newId('order')
      await reserve({ orderId, lines: [{ variantId, quantity: 3 }] })
      await fixture.run(slug === 'acme' ? fixture.globex : fixture.acme, service, releaseDocument, { input: { orderId } })
      expect(await levels(variantId)).toEqual(['3/3'])
    })
  })

  describe('_shipStock', () => {
    it('takes what the order holds off the stock, with a movement that names the order', async () => {
      const { variantId } = await given({ onHand: 10 })
      const orderId = newId('order')
      await reserve({ orderId, lines: [{ variantId, quantity: 6 }] })
      expect(await ship({ shipmentId: newId('shipment'), orderId, lines: [{ variantId, quantity: 4 }] })).toEqual({
        shipped: 4,
        short: 0,
        lines: [{ variantId, shipped: 4, short: 0 }],
      })
      expect(await levels(variantId)).toEqual(['6/2'])
      expect(await movements(variantId)).toEqual([
        { quantity: 10, reason: 'INITIAL', reference: null },
        { quantity: -4, reason: 'SHIPMENT', reference: orderId },
      ])
      expect((await stockEvents(variantId)).at(-1)).toEqual([3, 6, 2])
      await release(orderId)
      expect(await levels(variantId)).toEqual(['6/0'])
    })

    it('has one effect and equal answers for 20 equal calls at once', async () => {
      const { variantId } = await given({ onHand: 10 })
      const orderId = newId('order')
      await reserve({ orderId, lines: [{ variantId, quantity: 6 }] })
      const input = { shipmentId: newId('shipment'), orderId, lines: [{ variantId, quantity: 3 }] }
      const answers = await Promise.all(Array.from({ length: 20 }, async () => await ship(input)))
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(await levels(variantId)).toEqual(['7/3'])
    })

    it('takes what was never reserved from what is available, never from others, never below zero, and says what was short', async () => {
      const { variantId } = await given({ onHand: 10 })
      await reserve({ orderId: newId('order'), lines: [{ variantId, quantity: 7 }] })
      const repair = await given({ kind: 'SERVICE' })
      const lines = [
        { variantId, quantity: 4 },
        { variantId: repair.variantId, quantity: 9 },
        { variantId: newId('variant'), quantity: 9 },
        { variantId, quantity: 1 },
      ]
      expect(await ship({ shipmentId: newId('shipment'), orderId: newId('order'), lines })).toEqual({
        shipped: 3,
        short: 2,
        lines: [{ variantId, shipped: 3, short: 2 }],
      })
      expect(await levels(variantId)).toEqual(['7/7'])
    })

    it('ships an order that was released from what is available', async () => {
      const { variantId } = await given({ onHand: 5 })
      const orderId = newId('order')
      await reserve({ orderId, lines: [{ variantId, quantity: 5 }] })
      await release(orderId)
      expect(await ship({ shipmentId: newId('shipment'), orderId, lines: [{ variantId, quantity: 2 }] })).toMatchObject({
        shipped: 2,
        short: 0,
      })
      expect(await levels(variantId)).toEqual(['3/0'])
    })

    it('takes a split reservation from all its locations', async () => {
      const { variantId } = await given({ onHand: 3 })
      await adjust(variantId, 4, await location('AA'))
      const orderId = newId('order')
      await reserve({ orderId, lines: [{ variantId, quantity: 6 }] })
      expect(await levels(variantId)).toEqual(['4/4', '3/2'])
      expect(await ship({ shipmentId: newId('shipment'), orderId, lines: [{ variantId, quantity: 7 }] })).toMatchObject({
        shipped: 7,
        short: 0,
      })
      expect(await levels(variantId)).toEqual(['0/0', '0/0'])
    })
  })

  it.each([
    ['_reserveStock', reserveDocument, () => ({ orderId: newId('order'), lines: [{ variantId: newId('variant'), quantity: 1 }] })],
    ['_releaseStock', releaseDocument, () => ({ orderId: newId('order') })],
    [
      '_shipStock',
      shipDocument,
      () => ({ shipmentId: newId('s'), orderId: newId('order'), lines: [{ variantId: newId('variant'), quantity: 1 }] }),
    ],
  ])('%s answers services and nobody else, who change nothing', async (name, document, input) => {
    for (const [kind, actor] of Object.entries(everyActor)) {
      const before =
        await fixture.admin`select (select count(*) from ${table('stock_reservations')}) + (select count(*) from ${table('stock_shipments')}) as n`
      const result = await fixture.run(tenant(), actor, document, { input: input() })
      expect([kind, codesOf(result)]).toEqual([kind, kind === 'service' ? [] : ['FORBIDDEN']])
      if (kind === 'service') continue
      expect(result.data?.[name] ?? null).toBeNull()
      expect(
        await fixture.admin`select (select count(*) from ${table('stock_reservations')}) + (select count(*) from ${table('stock_shipments')}) as n`,
      ).toEqual(before)
    }
  })

  async function location(code: string): Promise<string> {
    const source = `mutation ($input: CreateStockLocationInput!) { createStockLocation(input: $input) { stockLocation { id } } }`
    const result = await fixture.run(tenant(), admin, source, { input: { idempotencyKey: newId('key'), code, name: code } })
    return result.data?.['createStockLocation'].stockLocation.id
  }
  async function adjust(variantId: string, delta: number, locationId?: string): Promise<void> {
    const source = 'mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { userErrors { code } } }'
    const input = { idempotencyKey: newId('key'), variantId, delta, reason: 'RECEIPT', locationId }
    expect(await fixture.run(tenant(), admin, source, { input })).toEqual({ data: { adjustStock: { userErrors: [] } } })
  }
})
