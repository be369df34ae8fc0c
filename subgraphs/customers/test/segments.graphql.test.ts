import { newId } from '@iommi/shared/ids'
import type { Actor } from '@iommi/shared/request-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { describe, expect, it } from 'vitest'
import {
  admin,
  agent,
  client,
  createSegment,
  deleteSegment,
  newKey,
  orderManager,
  partner,
  payloadIn,
  recordConsent,
  service,
  shopOf,
  updateCustomerPreferences,
  updateSegment,
} from './customers-fixture.ts'

const database = useTestDatabase('customers')
type Input = Readonly<Record<string, unknown>>

interface Segment {
  readonly id: string
  readonly name: string
  readonly version: number
}
interface Page {
  readonly nodes: readonly Segment[]
  readonly pageInfo: Readonly<Record<'hasNextPage' | 'hasPreviousPage', boolean> & Record<'startCursor' | 'endCursor', string | null>>
}

const paging = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'
const segmentsPage = `query ($first: Int, $after: String, $last: Int, $before: String) {
  segments(first: $first, after: $after, last: $last, before: $before) { nodes { id name version } ${paging} }
}`
const membersOf = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  segment(id: $id) { members(first: $first, after: $after, last: $last, before: $before) { nodes { id } totalCount ${paging} } }
}`
const explanation = `query ($segmentId: ID!, $customerId: ID!) {
  explainSegment(segmentId: $segmentId, customerId: $customerId) {
    segment { id } customer { id } isMember rules { path kind expected holds hasValue }
  }
}`
const segmentsOf = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  customer(id: $id) {
    segments(first: $first, after: $after, last: $last, before: $before) { nodes { segment { id name } isMember rules { path holds } } ${paging} }
  }
}`

describe.each(['acme', 'globex'] as const)('segments for %s', (slug) => {
  const shop = shopOf(database, slug)
  const other = shopOf(database, slug === 'acme' ? 'globex' : 'acme')
  const mutation =
    (source: string, field: string) =>
    async (input: Input, actor: Actor = agent) =>
      payloadIn(await shop.as(actor, source, { input: { idempotencyKey: newKey(), ...input } }), field) as {
        readonly segment: Segment | null
        readonly userErrors: readonly unknown[]
      }
  const create = mutation(createSegment, 'createSegment')
  const update = mutation(updateSegment, 'updateSegment')
  const remove = mutation(deleteSegment, 'deleteSegment')
  const made = async (input: Input = {}, at = shop): Promise<Segment> => {
    const given = { idempotencyKey: newKey(), name: `Segment ${newKey()}`, rule: { hasEmail: true }, ...input }
    const { segment } = payloadIn(await at.as(agent, createSegment, { input: given }), 'createSegment') as { segment: Segment | null }
    if (segment === null) throw new Error('no segment')
    return segment
  }
  const drop = async (...segments: readonly Segment[]) => {
    for (const { id } of segments) await remove({ segmentId: id })
  }
  const events = async (id: string) =>
    (await shop.outbox(id)).map((row) => {
      const { kind, type, aggregate_version: version, data } = row as Record<string, unknown>
      expect([kind, data]).toEqual(['event', { segmentId: id, version }])
      return `${String(type)} ${String(version)}`
    })

  it('makes a segment with its rule in parts and as JSON, and one event', async () => {
    const name = `Loyal ${newKey()}`
    const rule = { registered: { lt: '2026-01-01T00:00:00Z' }, OR: [{ countryIn: ['GB', 'GB'] }, { localeIn: ['en-gb'] }] }
    const { segment, userErrors } = await create({ name: ` ${name} `, description: ' For letters ', rule })
    expect([segment, userErrors]).toEqual([
      {
        id: expect.stringMatching(/^segment_[0-9a-z]{26}$/),
        name,
        description: 'For letters',
        ruleJson: '{"registered":{"lt":"2026-01-01T00:00:00.000Z"},"OR":[{"countryIn":["GB"]},{"localeIn":["en-GB"]}]}',
        rules: [
          { path: 'rule.registered', kind: 'REGISTERED', expected: ['< 2026-01-01T00:00:00.000Z'] },
          { path: 'rule.OR', kind: 'OR', expected: [] },
          { path: 'rule.OR.0.countryIn', kind: 'COUNTRY', expected: ['GB'] },
          { path: 'rule.OR.1.localeIn', kind: 'LOCALE', expected: ['en-GB'] },
        ],
        version: 1,
        createdAt: shop.clock.now.toISOString(),
        updatedAt: shop.clock.now.toISOString(),
      },
      [],
    ])
    const id = segment?.id ?? ''
    const { data } = await shop.as(agent, `query ($id: ID!) { segment(id: $id) { id name description ruleJson version } }`, { id })
    expect(segment).toMatchObject(data?.['segment'] as object)
    expect(await events(id)).toEqual(['io.iommi.segment.created.v1 1'])
  })

  it('changes what is given, leaves the rest; the same again changes nothing, a rule in another spelling included', async () => {
    const { id, name } = await made({ description: 'Old', rule: { localeIn: ['en-GB'], hasEmail: true } })
    const changed = await update({ segmentId: id, expectedVersion: 1, description: null, rule: { localeIn: ['de'] } })
    expect(changed).toMatchObject({ segment: { id, name, description: null, ruleJson: '{"localeIn":["de"]}', version: 2 }, userErrors: [] })
    for (const input of [{}, { name: ` ${name}` }, { description: null, rule: { localeIn: ['DE', 'de'], hasPhone: null } }]) {
      expect(await update({ segmentId: id, ...input })).toEqual(changed)
    }
    expect(await update({ segmentId: id, name: `${name} 2` })).toMatchObject({ segment: { name: `${name} 2`, version: 3 }, userErrors: [] })
    expect(await events(id)).toEqual(['io.iommi.segment.created.v1 1', 'io.iommi.segment.changed.v1 2', 'io.iommi.segment.changed.v1 3'])
  })

  it('deletes a segment and shows it as it last was', async () => {
    const segment = await made()
    expect(await remove({ segmentId: segment.id, expectedVersion: 1 })).toEqual({ segment, userErrors: [] })
    const notFound = { segment: null, userErrors: [{ code: 'SEGMENT_NOT_FOUND', field: ['input', 'segmentId'] }] }
    expect(await remove({ segmentId: segment.id })).toEqual(notFound)
    expect(await update({ segmentId: segment.id, name: 'X' })).toEqual(notFound)
    expect((await shop.as(agent, membersOf, { id: segment.id })).data).toEqual({ segment: null })
    expect(await events(segment.id)).toEqual(['io.iommi.segment.created.v1 1', 'io.iommi.segment.deleted.v1 2'])
    expect(await made({ name: segment.name })).toMatchObject({ name: segment.name })
  })

  it('refuses a name in use in any spelling, and changes nothing', async () => {
    const key = newKey()
    const taken = await made({ name: `Élite ${key}` })
    const { id } = await made()
    const before = await shop.everything()
    const refused = [{ code: 'NAME_TAKEN', field: ['input', 'name'] }]
    expect(await create({ name: `ELITE ${key}`, rule: { hasEmail: true } })).toEqual({ segment: null, userErrors: refused })
    expect(await update({ segmentId: id, name: `elite ${key}` })).toMatchObject({ segment: { id, version: 1 }, userErrors: refused })
    expect(await shop.everything()).toEqual(before)
    expect(await update({ segmentId: taken.id, name: `Elite ${key}` })).toMatchObject({ segment: { version: 2 }, userErrors: [] })
  })

  it('gives a name to one of 20 at once and tells the others', async () => {
    const name = `Race ${newKey()}`
    const { id } = await made()
    const answers = await Promise.all([
      ...Array.from({ length: 15 }, () => create({ name, rule: { hasEmail: true } })),
      ...Array.from({ length: 5 }, () => update({ segmentId: id, name })),
    ])
    const texts = answers.map((answer) => JSON.stringify(answer))
    const rows = await database.admin.unsafe(`select id from ${shop.table('segments')} where name = $1 and tenant_id = $2`, [
      name,
      shop.tenant.id,
    ])
    expect(rows).toHaveLength(1)
    // Who won may have been asked again: an update to the name it has changes nothing.
    expect(
      texts.filter((text) => text.includes('NAME_TAKEN')).length + texts.filter((text) => text.includes('"userErrors":[]')).length,
    ).toBe(20)
    expect(texts.filter((text) => text.includes('"userErrors":[]') && text.includes('"version":1'))).toHaveLength(
      texts.some((text) => text.includes('"version":2') && text.includes('"userErrors":[]')) ? 0 : 1,
    )
  })

  it.each([
    [['name'], { name: '' }],
    [['description'], { description: ' ' }],
    [['description'], { description: 'x'.repeat(1_001) }],
    [['rule'], { rule: {} }],
    [['rule', 'OR', '1'], { rule: { OR: [{ hasEmail: true }, {}] } }],
    [['rule', 'NOT', 'countryIn', '0'], { rule: { NOT: { countryIn: ['XX'] } } }],
    [['rule', 'localeIn', '0'], { rule: { localeIn: ['!'] } }],
    [['idempotencyKey'], { idempotencyKey: '' }],
  ])('refuses bad %j by name in making and changing, and changes nothing', async (field, input) => {
    const { id } = await made()
    const before = await shop.everything()
    const refused = { segment: null, userErrors: [{ code: 'INVALID_INPUT', field: ['input', ...field] }] }
    expect(await create({ name: newKey(), rule: { hasEmail: true }, ...input })).toEqual(refused)
    expect(await update({ segmentId: id, ...input })).toEqual(refused)
    expect(await shop.everything()).toEqual(before)
  })

  it('refuses to clear name and rule, and ids of another kind', async () => {
    const { id } = await made()
    const refused = (field: string) => ({ segment: null, userErrors: [{ code: 'INVALID_INPUT', field: ['input', field] }] })
    expect(await update({ segmentId: id, name: null })).toEqual(refused('name'))
    expect(await update({ segmentId: id, rule: null })).toEqual(refused('rule'))
    expect(await update({ segmentId: newId('customer') })).toEqual(refused('segmentId'))
    expect(await remove({ segmentId: 'x' })).toEqual(refused('segmentId'))
    expect(await remove({ segmentId: id, idempotencyKey: '' })).toEqual(refused('idempotencyKey'))
    for (const [source, variables] of [
      [membersOf, { id: 'x' }],
      [explanation, { segmentId: 'x', customerId: newId('customer') }],
      [explanation, { segmentId: id, customerId: 'x' }],
    ] as const) {
      expect((await shop.as(agent, source, variables)).errors).toEqual(['BAD_USER_INPUT'])
    }
  })

  it('answers a version conflict with the segment as it is now, and lets one of 30 changes of a version win', async () => {
    const { id, name } = await made()
    const before = await shop.everything()
    const conflict = { segment: { id, name, version: 1 }, userErrors: [{ code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'] }] }
    expect(await update({ segmentId: id, expectedVersion: 2, name: 'X' })).toMatchObject(conflict)
    expect(await remove({ segmentId: id, expectedVersion: 2 })).toMatchObject(conflict)
    expect(await shop.everything()).toEqual(before)
    const answers = await Promise.all([
      ...Array.from({ length: 20 }, (_, index) => update({ segmentId: id, expectedVersion: 1, description: `D ${String(index)}` })),
      ...Array.from({ length: 10 }, () => remove({ segmentId: id, expectedVersion: 1 })),
    ])
    const texts = answers.map((answer) => JSON.stringify(answer))
    expect(texts.filter((text) => text.includes('"userErrors":[]'))).toHaveLength(1)
    expect(texts.filter((text) => /VERSION_CONFLICT|SEGMENT_NOT_FOUND/.test(text))).toHaveLength(29)
    expect(await events(id)).toHaveLength(2)
  })

  it('answers 20 equal requests at once with one effect and 20 equal payloads, and another input as a reused key', async () => {
    const same = async (mutate: typeof create, input: Input) => {
      const idempotencyKey = newKey()
      const answers = await Promise.all(Array.from({ length: 20 }, () => mutate({ idempotencyKey, ...input })))
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      return { idempotencyKey, segment: answers[0]?.segment }
    }
    const reused = { segment: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }] }
    const input = { name: newKey(), rule: { hasEmail: true } }
    const { idempotencyKey, segment } = await same(create, input)
    expect(await create({ ...input, idempotencyKey, rule: { hasEmail: false } })).toEqual(reused)
    const segmentId = segment?.id ?? ''
    const updated = await same(update, { segmentId, description: 'Once' })
    expect(await update({ segmentId, description: 'Twice', idempotencyKey: updated.idempotencyKey })).toEqual(reused)
    const removed = await same(remove, { segmentId })
    expect(await remove({ segmentId, expectedVersion: 9, idempotencyKey: removed.idempotencyKey })).toEqual(reused)
    expect(await events(segmentId)).toHaveLength(3)
  })

  it.each([
    ['admin', admin, [], []],
    ['customer-service', agent, [], []],
    ['order-manager', orderManager, [], ['FORBIDDEN']],
    ['system', service, [], []],
    ['client', client(newId('customer')), ['FORBIDDEN'], ['FORBIDDEN']],
    ['partner', partner, ['FORBIDDEN'], ['FORBIDDEN']],
  ])('checks the role: %s', async (_name, actor, reading, writing) => {
    const { id } = await made()
    const customerId = await shop.register()
    const before = await shop.everything()
    expect((await shop.as(actor, segmentsPage)).errors).toEqual(reading)
    expect((await shop.as(actor, membersOf, { id })).errors).toEqual(reading)
    expect((await shop.as(actor, explanation, { segmentId: id, customerId })).errors).toEqual(reading)
    for (const [source, input] of [
      [createSegment, { name: newKey(), rule: { hasEmail: true } }],
      [updateSegment, { segmentId: id, description: 'Other' }],
      [deleteSegment, { segmentId: id }],
    ] as const) {
      expect((await shop.as(actor, source, { input: { idempotencyKey: newKey(), ...input } })).errors).toEqual(writing)
    }
    expect(JSON.stringify(await shop.everything()) === JSON.stringify(before)).toBe(writing.length > 0)
  })

  it("shows unknown and another tenant's segments and customers alike as not found", async () => {
    const [foreign, foreignCustomer] = [await made({}, other), await other.register()]
    const [own, ownCustomer] = [await made(), await shop.register()]
    const before = [await shop.everything(), await other.everything()]
    for (const segmentId of [foreign.id, newId('segment')]) {
      const notFound = { segment: null, userErrors: [{ code: 'SEGMENT_NOT_FOUND', field: ['input', 'segmentId'] }] }
      expect(await update({ segmentId, expectedVersion: 9, name: 'X' })).toEqual(notFound)
      expect(await remove({ segmentId })).toEqual(notFound)
      expect(await shop.as(agent, membersOf, { id: segmentId })).toEqual({ data: { segment: null }, errors: [] })
      expect(await shop.as(agent, explanation, { segmentId, customerId: ownCustomer })).toEqual({
        data: { explainSegment: null },
        errors: [],
      })
    }
    for (const customerId of [foreignCustomer, newId('customer')]) {
      expect((await shop.as(agent, explanation, { segmentId: own.id, customerId })).data).toEqual({ explainSegment: null })
    }
    expect([await shop.everything(), await other.everything()]).toEqual(before)
  })

  it('explains why in and why not, with what is asked and without what the customer has', async () => {
    const customerId = await shop.register({ name: 'Zoë Secret', email: `secret-${newKey()}@example.com` })
    await shop.addAddress(customerId, { countryCode: 'IE' })
    await shop.as(agent, updateCustomerPreferences, { input: { idempotencyKey: newKey(), customerId, locale: 'de-AT' } })
    const textVersion = await shop.publishText('ANALYTICS')
    const consent = { customerId, purpose: 'ANALYTICS', decision: 'GRANTED', source: 'APP', textVersion }
    await shop.as(agent, recordConsent, { input: { idempotencyKey: newKey(), ...consent } })
    const segment = await made({
      rule: { hasConsent: 'ANALYTICS', OR: [{ countryIn: ['GB'] }, { localeIn: ['de'] }], NOT: { hasPhone: true } },
    })
    const answer = await shop.as(agent, explanation, { segmentId: segment.id, customerId })
    expect(answer.data).toEqual({
      explainSegment: {
        segment: { id: segment.id },
        customer: { id: customerId },
        isMember: true,
        rules: [
          { path: 'rule.hasConsent', kind: 'CONSENT', expected: ['ANALYTICS'], holds: true, hasValue: true },
          { path: 'rule.OR', kind: 'OR', expected: [], holds: true, hasValue: null },
          { path: 'rule.OR.0.countryIn', kind: 'COUNTRY', expected: ['GB'], holds: false, hasValue: true },
          { path: 'rule.OR.1.localeIn', kind: 'LOCALE', expected: ['de'], holds: true, hasValue: true },
          { path: 'rule.NOT', kind: 'NOT', expected: [], holds: true, hasValue: null },
          { path: 'rule.NOT.hasPhone', kind: 'PHONE', expected: ['true'], holds: false, hasValue: false },
        ],
      },
    })
    for (const secret of ['secret', 'Secret', 'IE', 'AT']) expect(JSON.stringify(answer.data)).not.toContain(secret)
    await shop.as(agent, recordConsent, {
      input: { idempotencyKey: newKey(), customerId, purpose: 'ANALYTICS', decision: 'WITHDRAWN', source: 'APP' },
    })
    expect((await shop.as(agent, explanation, { segmentId: segment.id, customerId })).data).toMatchObject({
      explainSegment: {
        isMember: false,
        rules: expect.arrayContaining([expect.objectContaining({ path: 'rule.hasConsent', holds: false })]),
      },
    })
    await drop(segment)
  })

  it('lists segments by name, members newest first and the segments of a customer, each page exactly both ways', async () => {
    const key = newKey()
    const names = ['zeta', 'Éta', 'eta 2', 'Alpha', 'beta'].map((name) => `${key} ${name}`)
    const prefix = `M${key}`
    const segments: Segment[] = []
    for (const name of names) segments.push(await made({ name, rule: { nameStartsWith: prefix.toLowerCase() } }))
    const members: string[] = []
    for (let index = 0; index < 7; index += 1) {
      shop.clock.now = new Date(Date.UTC(2033, 0, 1 + Math.floor(index / 3)))
      members.unshift(await shop.register({ name: `${prefix} ${String(index)}` }))
    }
    const walk = async (
      read: (page: Input) => Promise<{ readonly ids: readonly string[]; readonly pageInfo: Page['pageInfo'] }>,
    ): Promise<readonly string[]> => {
      const [forwards, backwards]: [string[], string[]] = [[], []]
      let after: string | null = null
      do {
        const page = await read({ first: 3, after })
        forwards.push(...page.ids)
        expect(page.pageInfo.hasPreviousPage).toBe(after !== null)
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
      } while (after !== null)
      let before: string | null = null
      do {
        const page = await read({ last: 2, before })
        backwards.unshift(...page.ids)
        expect(page.pageInfo.hasNextPage).toBe(before !== null)
        before = page.pageInfo.hasPreviousPage ? page.pageInfo.startCursor : null
      } while (before !== null)
      expect(backwards).toEqual(forwards)
      return forwards
    }
    const sorted = ['Alpha', 'beta', 'Éta', 'eta 2', 'zeta'].map((name) => `${key} ${name}`)
    const all = await walk(async (page) => {
      const { nodes, pageInfo } = payloadIn(await shop.as(agent, segmentsPage, page), 'segments') as Page
      return { ids: nodes.map(({ name }) => name), pageInfo }
    })
    expect(all.filter((name) => name.startsWith(key))).toEqual(sorted)
    const ofSegment = await walk(async (page) => {
      const answer = payloadIn(await shop.as(agent, membersOf, { id: segments[0]?.id, ...page }), 'segment')
      const { nodes, pageInfo, totalCount } = (answer as { members: Page & { totalCount: number } }).members
      expect(totalCount).toBe(7)
      return { ids: nodes.map(({ id }) => id), pageInfo }
    })
    expect(ofSegment).toEqual(members)
    const ofCustomer = await walk(async (page) => {
      const answer = payloadIn(await shop.as(agent, segmentsOf, { id: members[0], ...page }), 'customer') as {
        segments: { nodes: readonly { segment: Segment; isMember: boolean; rules: unknown }[]; pageInfo: Page['pageInfo'] }
      }
      for (const { isMember, rules } of answer.segments.nodes) expect([isMember, rules]).toEqual([true, expect.any(Array)])
      return { ids: answer.segments.nodes.map(({ segment }) => segment.name), pageInfo: answer.segments.pageInfo }
    })
    expect(ofCustomer.filter((name) => name.startsWith(key))).toEqual(sorted)
    await drop(...segments)
  })

  it('shows its segments to no client', async () => {
    const id = await shop.register()
    await made({ rule: { hasEmail: false } })
    expect(await shop.as(client(id), segmentsOf, { id })).toEqual({ data: { customer: { segments: null } }, errors: [] })
  })

  it('keeps at most 100 segments', async () => {
    const rows = await database.admin.unsafe(`select count(*)::int as n from ${shop.table('segments')} where tenant_id = $1`, [
      shop.tenant.id,
    ])
    const missing = 100 - Number(rows[0]?.['n'])
    const segments: Segment[] = []
    for (let count = 0; count < missing; count += 1) segments.push(await made())
    const before = await shop.everything()
    expect(await create({ name: newKey(), rule: { hasEmail: true } })).toEqual({
      segment: null,
      userErrors: [{ code: 'TOO_MANY_SEGMENTS', field: null }],
    })
    expect(await shop.everything()).toEqual(before)
    await drop(...segments)
  })
})
