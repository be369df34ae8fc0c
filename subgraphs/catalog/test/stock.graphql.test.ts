import { newId, uuidFromId } from '@iommi/shared/ids'
import { service } from '@iommi/shared/testing/test-context'
import { idempotencyKeyReused } from '@iommi/shared/user-errors'
import { describe, expect, it } from 'vitest'
import { admin, codesOf, everyActor, schemaOf, tenantSlugs, useCatalog, type Loose } from './catalog-fixture.ts'

const fixture = useCatalog()

const adjustDocument = /* GraphQL */ `
  mutation ($input: AdjustStockInput!) {
    adjustStock(input: $input) {
      stockLevel {
        location {
          code
        }
        onHand
        reserved
        available
        version
      }
      productVariant {
        id
        stock {
          available
        }
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`
const locationDocument = /* GraphQL */ `
  mutation ($input: CreateStockLocationInput!) {
    createStockLocation(input: $input) {
      stockLocation {
        id
        code
        name
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`
const movementsDocument = /* GraphQL */ `
  query ($variantId: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    stockMovements(variantId: $variantId, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        quantity
        reason
        reference
        note
        productVariant {
          id
        }
        location {
          code
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`

describe.each(tenantSlugs)('stock of %s', (slug) => {
  const tenant = () => fixture[slug]
  const other = () => (slug === 'acme' ? fixture.globex : fixture.acme)
  const table = (name: string) => fixture.admin(`${schemaOf[slug]}.${name}`)
  const given = async (overrides: object = {}) => (await fixture.given(tenant(), [{ ...overrides }]))[0]?.variantId ?? ''
  const adjust = async (input: object, who = tenant()): Promise<Loose> => {
    const result = await fixture.run(who, admin, adjustDocument, { input: { idempotencyKey: newId('key'), reason: 'RECEIPT', ...input } })
    expect(result.errors).toBeUndefined()
    return result.data?.['adjustStock']
  }
  const createLocation = async (input: object, who = tenant()): Promise<Loose> => {
    const result = await fixture.run(who, admin, locationDocument, { input: { idempotencyKey: newId('key'), name: 'Annex', ...input } })
    expect(result.errors).toBeUndefined()
    return result.data?.['createStockLocation']
  }
  const reserve = async (variantId: string, quantity: number) =>
    await fixture.run(
      tenant(),
      service,
      'mutation ($input: _ReserveStockInput!) { _reserveStock(input: $input) { userErrors { code } } }',
      {
        input: { orderId: newId('order'), lines: [{ variantId, quantity }] },
      },
    )
  const books = async (variantId: string) =>
    await fixture.admin`select on_hand, reserved, version,
        (select count(*)::int from ${table('stock_movements')} m where m.variant_id = l.variant_id) as movements,
        (select count(*)::int from ${table('outbox')} o where o.aggregate_id = ${variantId}) as events
      from ${table('stock_levels')} l where variant_id = ${uuidFromId('variant', variantId)}`
  const newCode = () => newId('l').slice(-20)

  describe('adjustStock', () => {
    it('records what came and left at MAIN when no location is named', async () => {
      const variantId = await given()
      expect(await adjust({ variantId, delta: 10, expectedVersion: 0, note: ' First delivery ' })).toEqual({
        stockLevel: { location: { code: 'MAIN' }, onHand: 10, reserved: 0, available: 10, version: 1 },
        productVariant: { id: variantId, stock: { available: 10 } },
        userErrors: [],
      })
      await reserve(variantId, 4)
      expect(await adjust({ variantId, delta: -6, reason: 'DAMAGE', expectedVersion: 2 })).toEqual({
        stockLevel: { location: { code: 'MAIN' }, onHand: 4, reserved: 4, available: 0, version: 3 },
        productVariant: { id: variantId, stock: { available: 0 } },
        userErrors: [],
      })
      const page = (await fixture.run(tenant(), admin, movementsDocument, { variantId })).data?.['stockMovements']
      const main = { productVariant: { id: variantId }, location: { code: 'MAIN' }, reference: null }
      expect(page.nodes).toEqual([
        { ...main, quantity: -6, reason: 'DAMAGE', note: null },
        { ...main, quantity: 10, reason: 'RECEIPT', note: 'First delivery' },
      ])
      expect(await books(variantId)).toEqual([{ on_hand: 4, reserved: 4, version: 3, movements: 2, events: 3 }])
    })

    it('keeps each location apart', async () => {
      const variantId = await given({ onHand: 3 })
      const { stockLocation } = await createLocation({ code: newCode() })
      const payload = await adjust({ variantId, delta: 5, locationId: stockLocation.id })
      expect(payload.stockLevel).toEqual({ location: { code: stockLocation.code }, onHand: 5, reserved: 0, available: 5, version: 1 })
      expect(payload.productVariant.stock).toEqual({ available: 8 })
    })

    it('refuses to leave fewer pieces than are reserved, with the level as it is', async () => {
      const variantId = await given({ onHand: 10 })
      await reserve(variantId, 4)
      const before = await books(variantId)
      expect(await adjust({ variantId, delta: -7, reason: 'LOSS' })).toEqual({
        stockLevel: { location: { code: 'MAIN' }, onHand: 10, reserved: 4, available: 6, version: 2 },
        productVariant: { id: variantId, stock: { available: 6 } },
        userErrors: [{ code: 'INSUFFICIENT_STOCK', field: ['input', 'delta'], message: 'Of 10 on hand, 4 are reserved.' }],
      })
      expect(await books(variantId)).toEqual(before)
    })

    it('refuses an outdated version with the level as it is', async () => {
      const variantId = await given({ onHand: 10 })
      expect(await adjust({ variantId, delta: 1, expectedVersion: 0 })).toEqual({
        stockLevel: { location: { code: 'MAIN' }, onHand: 10, reserved: 0, available: 10, version: 1 },
        productVariant: { id: variantId, stock: { available: 10 } },
        userErrors: [{ code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'], message: 'The level has version 1 by now.' }],
      })
      const fresh = await given()
      expect((await adjust({ variantId: fresh, delta: 1, expectedVersion: 3 })).stockLevel).toBeNull()
      expect(await books(fresh)).toEqual([])
    })

    it('refuses services, and locations and variants that do not exist or are another tenant’s', async () => {
      const variantId = await given({ onHand: 1 })
      const repair = await given({ kind: 'SERVICE' })
      const foreignLocation = (await createLocation({ code: newCode() }, other())).stockLocation.id
      const [foreign] = await fixture.given(other(), [{ onHand: 5 }])
      const refusals = [
        [{ variantId: repair }, 'STOCK_NOT_KEPT', 'variantId'],
        [{ variantId, locationId: newId('location') }, 'LOCATION_NOT_FOUND', 'locationId'],
        [{ variantId, locationId: foreignLocation }, 'LOCATION_NOT_FOUND', 'locationId'],
        [{ variantId: newId('variant') }, 'VARIANT_NOT_FOUND', 'variantId'],
        [{ variantId: foreign?.variantId }, 'VARIANT_NOT_FOUND', 'variantId'],
      ] as const
      for (const [input, code, field] of refusals) {
        const payload = await adjust({ delta: 1, ...input })
        expect([payload.stockLevel, payload.userErrors]).toEqual([null, [{ code, field: ['input', field], message: expect.any(String) }]])
      }
      expect(await books(variantId)).toMatchObject([{ on_hand: 1, movements: 1 }])
      expect((await adjust({ variantId: foreign?.variantId, delta: 1 }, other())).stockLevel.onHand).toBe(6)
    })

    it.each([
      [{ delta: 0 }, 'delta'],
      [{ delta: 10_000_001 }, 'delta'],
      [{ delta: -10_000_001 }, 'delta'],
      [{ delta: 10_000_000 }, 'delta'],
      [{ note: 'x'.repeat(501) }, 'note'],
      [{ variantId: 'nonsense' }, 'variantId'],
      [{ locationId: 'nonsense' }, 'locationId'],
    ])('refuses %j as INVALID_INPUT and changes nothing', async (overrides, field) => {
      const variantId = await given({ onHand: 1 })
      const before = await books(variantId)
      const { userErrors } = await adjust({ variantId, delta: 1, ...overrides })
      expect(userErrors).toEqual([{ code: 'INVALID_INPUT', field: ['input', field], message: expect.stringMatching(/\.$/) }])
      expect(await books(variantId)).toEqual(before)
    })

    it('has one effect for 20 equal requests at once, and refuses the key with another input', async () => {
      const variantId = await given({ onHand: 1 })
      const input = { idempotencyKey: newId('key'), variantId, delta: 2 }
      const payloads = await Promise.all(Array.from({ length: 20 }, async () => await adjust(input)))
      expect(new Set(payloads.map((payload) => JSON.stringify(payload))).size).toBe(1)
      expect(await adjust({ ...input, delta: 3 })).toMatchObject({ stockLevel: null, userErrors: [idempotencyKeyReused] })
      expect(await books(variantId)).toEqual([{ on_hand: 3, reserved: 0, version: 2, movements: 2, events: 2 }])
    })

    it('loses none of 50 adjustments at once, and lets one of 50 win who name the same version', async () => {
      const variantId = await given({ onHand: 1 })
      await Promise.all(Array.from({ length: 50 }, async () => await adjust({ variantId, delta: 1 })))
      expect(await books(variantId)).toEqual([{ on_hand: 51, reserved: 0, version: 51, movements: 51, events: 51 }])
      const payloads = await Promise.all(Array.from({ length: 50 }, async () => await adjust({ variantId, delta: 1, expectedVersion: 51 })))
      const codes = payloads.flatMap((payload) => payload.userErrors.map((error: Loose) => error.code))
      expect(codes).toEqual(Array.from({ length: 49 }, () => 'VERSION_CONFLICT'))
      expect(await books(variantId)).toEqual([{ on_hand: 52, reserved: 0, version: 52, movements: 52, events: 52 }])
    })

    it('makes one level for 20 who are first at once', async () => {
      const variantId = await given()
      await Promise.all(Array.from({ length: 20 }, async () => await adjust({ variantId, delta: 1 })))
      expect(await books(variantId)).toEqual([{ on_hand: 20, reserved: 0, version: 20, movements: 20, events: 20 }])
    })

    it('is for admins and order managers; everybody else is refused and changes nothing', async () => {
      const variantId = await given({ onHand: 1 })
      for (const [kind, actor] of Object.entries(everyActor)) {
        const before = await books(variantId)
        const input = { idempotencyKey: newId('key'), variantId, delta: 1, reason: 'RETURN' }
        const result = await fixture.run(tenant(), actor, adjustDocument, { input })
        const isAllowed = ['admin', 'order-manager', 'service'].includes(kind)
        expect([kind, codesOf(result)]).toEqual([kind, isAllowed ? [] : ['FORBIDDEN']])
        expect([kind, JSON.stringify(await books(variantId)) === JSON.stringify(before)]).toEqual([kind, !isAllowed])
      }
    })
  })

  describe('createStockLocation', () => {
    it('makes a location once, refuses a code that is taken in any case with its owner, and another input under the key', async () => {
      const code = `A${newCode().slice(1)}`
      const input = { idempotencyKey: newId('key'), code, name: ' Annex ' }
      const payloads = await Promise.all(Array.from({ length: 20 }, async () => await createLocation(input)))
      const { stockLocation } = payloads[0]
      expect(stockLocation).toEqual({ id: expect.stringMatching(/^location_/), code, name: 'Annex' })
      expect(payloads).toEqual(payloads.map(() => ({ stockLocation, userErrors: [] })))
      expect(await createLocation({ code: code.toLowerCase(), name: 'Other' })).toEqual({
        stockLocation,
        userErrors: [{ code: 'CODE_TAKEN', field: ['input', 'code'], message: 'Another location has this code.' }],
      })
      expect((await createLocation({ ...input, name: 'Other' })).userErrors).toEqual([idempotencyKeyReused])
      expect((await createLocation({ code, name: 'Theirs' }, other())).userErrors).toEqual([])
    })

    it.each([
      [{ code: '' }, 'code'],
      [{ code: 'with space' }, 'code'],
      [{ code: 'x'.repeat(21) }, 'code'],
      [{ name: '' }, 'name'],
    ])('refuses %j as INVALID_INPUT', async (overrides, field) => {
      const { userErrors } = await createLocation({ code: newCode(), ...overrides })
      expect(userErrors).toEqual([{ code: 'INVALID_INPUT', field: ['input', field], message: expect.stringMatching(/\.$/) }])
    })

    it('is for admins; everybody else is refused and makes nothing', async () => {
      for (const [kind, actor] of Object.entries(everyActor)) {
        const input = { idempotencyKey: newId('key'), code: newCode(), name: 'Annex' }
        const result = await fixture.run(tenant(), actor, locationDocument, { input })
        const isAllowed = ['admin', 'service'].includes(kind)
        expect([kind, codesOf(result)]).toEqual([kind, isAllowed ? [] : ['FORBIDDEN']])
        const made = await fixture.admin`select 1 from ${table('stock_locations')} where code = ${input.code}`
        expect([kind, made.length]).toEqual([kind, isAllowed ? 1 : 0])
      }
    })
  })

  describe('reading', () => {
    const locationsDocument =
      'query ($first: Int, $after: String) { stockLocations(first: $first, after: $after) { nodes { code } pageInfo { hasNextPage endCursor } } }'

    it('pages through movements newest first, exactly, both ways', async () => {
      const variantId = await given()
      for (let delta = 1; delta <= 7; delta += 1) await adjust({ variantId, delta })
      const read = async (args: object): Promise<Loose> =>
        (await fixture.run(tenant(), admin, movementsDocument, { variantId, ...args })).data?.['stockMovements']
      const quantities = (page: Loose) => page.nodes.map((node: Loose) => node.quantity)
      const first = await read({ first: 3 })
      const second = await read({ first: 3, after: first.pageInfo.endCursor })
      const third = await read({ first: 3, after: second.pageInfo.endCursor })
      expect([first, second, third].map(quantities)).toEqual([[7, 6, 5], [4, 3, 2], [1]])
      expect([first, second, third].map(({ pageInfo }) => [pageInfo.hasPreviousPage, pageInfo.hasNextPage])).toEqual([
        [false, true],
        [true, true],
        [true, false],
      ])
      const back = await read({ last: 2, before: third.pageInfo.startCursor })
      expect(quantities(back)).toEqual([3, 2])
      expect(quantities(await read({ last: 100, before: back.pageInfo.startCursor }))).toEqual([7, 6, 5, 4])
      expect(quantities(await read({ first: 0 }))).toEqual([])
      const elsewhere = await fixture.run(other(), admin, movementsDocument, { variantId })
      expect(elsewhere.data?.['stockMovements'].nodes).toEqual([])
      const none = await fixture.run(tenant(), admin, movementsDocument, { variantId: 'nonsense' })
      expect(none.data?.['stockMovements'].nodes).toEqual([])
      expect(codesOf(await fixture.run(tenant(), admin, movementsDocument, { variantId, first: 101 }))).toEqual(['BAD_USER_INPUT'])
    })

    it('pages through locations by code', async () => {
      const codes: string[] = []
      let after: string | null = null
      do {
        const page: Loose = (await fixture.run(tenant(), admin, locationsDocument, { first: 2, after })).data?.['stockLocations']
        codes.push(...page.nodes.map((node: Loose) => node.code))
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
      } while (after !== null)
      const all = await fixture.admin`select code from ${table('stock_locations')} where tenant_id = ${tenant().id} order by code_norm`
      expect(codes).toEqual(all.map((row) => row['code']))
      expect(codes.length).toBeGreaterThan(2)
    })

    it('shows movements and locations to employees and services only', async () => {
      const variantId = await given({ onHand: 2 })
      for (const [kind, actor] of Object.entries(everyActor)) {
        const isAllowed = ['admin', 'customer-service', 'order-manager', 'service'].includes(kind)
        const expected = [kind, isAllowed ? [] : ['FORBIDDEN']]
        expect([kind, codesOf(await fixture.run(tenant(), actor, movementsDocument, { variantId }))]).toEqual(expected)
        expect([kind, codesOf(await fixture.run(tenant(), actor, locationsDocument))]).toEqual(expected)
      }
    })

    it('shows clients and partners what is available and nothing behind it', async () => {
      const variantId = await given({ onHand: 10 })
      await reserve(variantId, 3)
      const source =
        'query ($id: ID!) { productVariant(id: $id) { stock { available onHand reserved levels { onHand reserved available } } } }'
      for (const [kind, actor] of Object.entries(everyActor)) {
        if (kind === 'employee without a role') continue
        const { stock } = (await fixture.run(tenant(), actor, source, { id: variantId })).data?.['productVariant'] ?? {}
        const detail = { onHand: 10, reserved: 3, levels: [{ onHand: 10, reserved: 3, available: 7 }] }
        const isOutside = kind === 'client' || kind === 'partner'
        expect([kind, stock]).toEqual([kind, { available: 7, ...(isOutside ? { onHand: null, reserved: null, levels: null } : detail) }])
      }
    })
  })
})
