import { newId } from '@iommi/shared/ids'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { describe, expect, it } from 'vitest'
import { consentDeskOf, marketing, withdrawal } from './consents-fixture.ts'
import { admin, agent, client, hasConsent, newKey, partner, recordConsent, shopOf, whoChangesCustomers } from './customers-fixture.ts'

const database = useTestDatabase('customers')

describe.each(['acme', 'globex'] as const)('consents for %s', (slug) => {
  const shop = shopOf(database, slug)
  const other = shopOf(database, slug === 'acme' ? 'globex' : 'acme')
  const { record, read, has, textVersion } = consentDeskOf(shop)

  it.each(whoChangesCustomers)('checks the role: %s', async (_name, actor, errors) => {
    const customerId = await shop.register()
    const before = await shop.everything()
    const answer = await shop.as(actor, recordConsent, { input: { idempotencyKey: newKey(), customerId, ...withdrawal } })
    expect(answer.errors).toEqual(errors)
    expect(JSON.stringify(await shop.everything()) === JSON.stringify(before)).toBe(errors.length > 0)
  })

  it('lets a client speak for itself, and does not show it who else recorded', async () => {
    const customerId = await shop.register()
    const me = client(customerId)
    const version = await textVersion()
    expect(await record({ ...marketing, textVersion: version }, me)).toMatchObject({
      consent: { actorKind: 'CLIENT', actor: null },
      userErrors: [],
    })
    await record({ customerId, ...withdrawal })
    expect((await read(customerId, {}, me)).consentHistory.nodes).toMatchObject([
      { actorKind: 'EMPLOYEE', actor: null },
      { actorKind: 'CLIENT', actor: null },
    ])
    expect((await read(customerId)).consentHistory.nodes).toMatchObject([{ actor: agent.id }, { actor: me.id }])
  })

  it("shows somebody else's, another tenant's and unknown customers alike as not found, and touches none", async () => {
    const [mine, theirs, foreign] = [await shop.register(), await shop.register(), await other.register()]
    const before = [await shop.everything(), await other.everything()]
    for (const [actor, customerId] of [
      [client(mine), theirs],
      [agent, foreign],
      [agent, newId('customer')],
    ] as const) {
      expect(await record({ customerId, ...withdrawal }, actor)).toEqual({
        consent: null,
        customer: null,
        userErrors: [{ code: 'CUSTOMER_NOT_FOUND', field: ['input', 'customerId'] }],
      })
    }
    expect([await shop.everything(), await other.everything()]).toEqual(before)
  })

  it('tells services only, and no for whoever is unknown, malformed or of another tenant', async () => {
    const foreign = await other.register()
    const version = await other.publishText('MARKETING_EMAIL')
    await other.as(agent, recordConsent, { input: { idempotencyKey: newKey(), customerId: foreign, ...marketing, textVersion: version } })
    expect(await has(foreign, 'MARKETING_EMAIL', other)).toBe(true)
    for (const id of [foreign, newId('customer'), 'nonsense']) expect(await has(id)).toBe(false)
    for (const actor of [admin, agent, partner, client(foreign)]) {
      expect((await shop.as(actor, hasConsent, { id: foreign, purpose: 'ANALYTICS' })).errors).toEqual(['FORBIDDEN'])
    }
  })

  it('never changes or forgets a word: neither app nor worker may', async () => {
    const customerId = await shop.register()
    await record({ customerId, ...withdrawal })
    for (const role of ['customers_app', 'customers_worker']) {
      for (const table of ['consents', 'consent_texts', 'consent_text_versions']) {
        for (const statement of [`update ${shop.table(table)} set purpose = purpose`, `delete from ${shop.table(table)}`]) {
          const attempt = database.admin.begin(async (tx) => {
            await tx`select set_config('app.tenant_id', ${shop.tenant.id}, true)`
            await tx.unsafe(`set local role ${role}`)
            await tx.unsafe(statement)
          })
          await expect(attempt).rejects.toMatchObject({ code: '42501' })
        }
      }
    }
  })
})
