import { withTenant } from '@iommi/shared/database'
import { newId } from '@iommi/shared/ids'
import { client, testContext } from '@iommi/shared/testing/test-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { sql } from 'drizzle-orm'
import { isUnionType } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { schema } from '../src/schema.ts'
import {
  admin,
  agent,
  createSegment,
  customerUuid,
  ensureCustomer,
  importCustomers,
  inviteUser,
  newKey,
  recordConsent,
  recordOperationUsage,
  reportedUsage,
  service,
  shopOf,
  tables,
  updateCustomerPreferences,
} from './customers-fixture.ts'

const database = useTestDatabase('customers')
const [ours, theirs] = [shopOf(database, 'acme'), shopOf(database, 'globex')]

/** Ids of one tenant, or of nobody. */
interface Ids {
  readonly customerId: string
  readonly addressId: string
  readonly userId: string
  readonly segmentId: string
  readonly reconciliationId: string
}

const nobody = (): Ids => ({
  customerId: newId('customer'),
  addressId: newId('address'),
  userId: newId('user'),
  segmentId: newId('segment'),
  reconciliationId: newId('recon'),
})

async function someone(shop: typeof ours): Promise<Ids> {
  const secret = `Secret of ${shop.tenant.slug}`
  const customerId = await shop.register({ name: secret, email: `secret-${newKey()}@example.com` })
  const addressId = await shop.addAddress(customerId, { line1: secret })
  const made = async (actor: typeof agent, source: string, input: Readonly<Record<string, unknown>>): Promise<string> =>
    JSON.stringify((await shop.as(actor, source, { input: { idempotencyKey: newKey(), ...input } })).data)
  const user = await made(admin, inviteUser, { kind: 'CLIENT', name: secret, email: `secret-${newKey()}@example.com` })
  const rule = { nameStartsWith: 'Secret' }
  const segment = await made(agent, createSegment, { name: `${secret} ${newKey()}`, description: secret, rule })
  await made(agent, updateCustomerPreferences, { customerId, locale: 'de-AT' })
  const textVersion = await shop.publishText('ANALYTICS')
  await made(agent, recordConsent, { customerId, purpose: 'ANALYTICS', decision: 'GRANTED', textVersion, source: 'PAPER' })
  const reason = { reason: `Secret of ${shop.tenant.slug}` }
  const reconciliation = await made(admin, reconcile, reason)
  await insertBatch(shop, customerId)
  const operations = [{ ...reportedUsage, client: secret }]
  await shop.as(service, recordOperationUsage, { input: { reportId: newId('report'), operations } })
  return {
    customerId,
    addressId,
    userId: user.match(/user_\w{26}/)?.[0] ?? '',
    segmentId: segment.match(/segment_\w{26}/)?.[0] ?? '',
    reconciliationId: reconciliation.match(/recon_\w{26}/)?.[0] ?? '',
  }
}

const reconcile = `mutation ($input: ReconcileMainframeInput!) { reconcileMainframe(input: $input) { reconciliation { id } } }`

/** A batch as the worker leaves it, with one record. */
async function insertBatch(shop: typeof ours, customerId: string): Promise<void> {
  const { id } = shop.tenant
  await database.admin.unsafe(
    `with s as (insert into ${shop.table('mainframe_sequences')} (tenant_id, next_sequence) values ($1, 2)
        on conflict (tenant_id) do update set next_sequence = mainframe_sequences.next_sequence + 1 returning next_sequence - 1 as sequence),
      b as (insert into ${shop.table('mainframe_batches')}
        (tenant_id, id, sequence, business_date, bytes, record_count, state, created_at, next_send_at, reason)
        select $1, gen_random_uuid(), sequence, now(), '', 1, 'SENT', now(), now(), 'Secret of ' || $3 from s returning id)
    insert into ${shop.table('mainframe_batch_items')} (tenant_id, batch_id, position, customer_id, version, fence, sent_hash)
      select $1, id, 0, $2, 1, 1, repeat('0', 64) from b`,
    [id, customerUuid(customerId), shop.tenant.slug],
  )
}

const sharedKey = 'the-same-key'
const destination = 'line1: "1 High Street" city: "London" countryCode: "GB"'

/** For every root field, and every entity, a document that asks for things by the ids given. A field without a case fails below. */
const cases: Readonly<Record<string, (ids: Ids) => { readonly source: string; readonly actor: typeof agent }>> = {
  'Query.viewer': ({ customerId }) => ({ source: `{ viewer { customer { id name } } }`, actor: client(customerId) }),
  'Query.customer': ({ customerId }) => ({
    source: `{ customer(id: "${customerId}") { id name addresses { nodes { id line1 } } preferences { id locale } consents { latest { id } }
      consentHistory { nodes { id } } segments { nodes { segment { name } } } mainframeSync { state } } }`,
    actor: agent,
  }),
  'Query.customers': ({ customerId }) => ({
    source: `{ customers(where: { id: { in: ["${customerId}"] } }) { nodes { id name } edges { cursor } pageInfo { startCursor } totalCount } }`,
    actor: agent,
  }),
  'Query.users': ({ userId }) => ({
    source: `{ users(where: { id: { in: ["${userId}"] } }) { nodes { id name email } edges { cursor } totalCount } }`,
    actor: admin,
  }),
  // The texts of another tenant: ours has none of this purpose.
  'Query.consentTexts': () => ({ source: `{ consentTexts { purpose version translations { text } } }`, actor: agent }),
  'Query.consentText': () => ({ source: `{ consentText(purpose: ANALYTICS, version: 1) { translations { text } } }`, actor: agent }),
  'Query.segment': ({ segmentId }) => ({
    source: `{ segment(id: "${segmentId}") { name description ruleJson members { nodes { id } totalCount } } }`,
    actor: agent,
  }),
  'Query.segments': () => ({ source: `{ segments(first: 100) { nodes { id name description } } }`, actor: agent }),
  'Query.explainSegment': ({ segmentId, customerId }) => ({
    source: `{ explainSegment(segmentId: "${segmentId}", customerId: "${customerId}") { isMember segment { name } customer { name } } }`,
    actor: agent,
  }),
  'Query.mainframeOverview': () => ({
    source: `{ mainframeOverview { pendingCount sentCount parkedCount oldestLagSeconds ackedLastMinuteCount } }`,
    actor: agent,
  }),
  'Query.mainframeSyncs': () => ({
    source: `{ mainframeSyncs(first: 100) { nodes { customer { id name } state desiredVersion } pageInfo { startCursor } } }`,
    actor: agent,
  }),
  'Query.mainframeBatches': () => ({ source: `{ mainframeBatches { nodes { id sequence reason } } }`, actor: agent }),
  'Query.mainframeReconciliation': ({ reconciliationId }) => ({
    source: `{ mainframeReconciliation(id: "${reconciliationId}") { id state findings { recordKey customer { id } } } }`,
    actor: agent,
  }),
  'Query.mainframeReconciliations': () => ({ source: `{ mainframeReconciliations { nodes { id } } }`, actor: agent }),
  'Query.mainframeActions': () => ({
    source: `{ mainframeActions { nodes { id reason actor customer { id } reconciliation { id } } } }`,
    actor: admin,
  }),
  'Query.operationUsage': () => ({
    source: `{ operationUsage(first: 100, where: { field: "Order.number" }) { nodes { day client requests fields } edges { cursor } } }`,
    actor: admin,
  }),
  'Query._hasConsent': ({ customerId }) => ({
    source: `{ _hasConsent(customerId: "${customerId}", purpose: ANALYTICS) }`,
    actor: service,
  }),
  'Query._customer': ({ customerId }) => ({ source: `{ _customer(id: "${customerId}") { id name } }`, actor: service }),
  'Query._events': () => ({ source: `{ _events(topic: "customer-events", afterSeq: 0, first: 500) { seq events } }`, actor: service }),
  'Query._entities': ({ customerId }) => ({
    source: `{ _entities(representations: [{ __typename: "Customer", id: "${customerId}" }]) { ... on Customer { id name } } }`,
    actor: agent,
  }),
  'Query._service': () => ({ source: `{ _service { __typename } }`, actor: service }),
  'Mutation.registerCustomer': () => ({
    source: `mutation { registerCustomer(input: { idempotencyKey: "", name: "X" }) { customer { id } userErrors { code } } }`,
    actor: agent,
  }),
  'Mutation.updateCustomerProfile': ({ customerId }) => ({
    source: `mutation { updateCustomerProfile(input: { idempotencyKey: "${newKey()}", customerId: "${customerId}", expectedVersion: 9, name: "X" }) { customer { name } userErrors { code field message } } }`,
    actor: agent,
  }),
  'Mutation.addCustomerAddress': ({ customerId }) => ({
    source: `mutation { addCustomerAddress(input: { idempotencyKey: "${newKey()}", customerId: "${customerId}", ${destination} }) { customer { name } address { line1 } userErrors { code field message } } }`,
    actor: agent,
  }),
  'Mutation.updateCustomerAddress': ({ addressId }) => ({
    source: `mutation { updateCustomerAddress(input: { idempotencyKey: "${newKey()}", addressId: "${addressId}", isDefault: false }) { customer { name } address { line1 } userErrors { code field message } } }`,
    actor: agent,
  }),
  'Mutation.removeCustomerAddress': ({ addressId }) => ({
    source: `mutation { removeCustomerAddress(input: { idempotencyKey: "${newKey()}", addressId: "${addressId}" }) { customer { name } address { line1 } userErrors { code field message } } }`,
    actor: agent,
  }),
  'Mutation.updateCustomerPreferences': ({ customerId }) => ({
    source: `mutation { updateCustomerPreferences(input: { idempotencyKey: "${newKey()}", customerId: "${customerId}", expectedVersion: 9, locale: "en" }) { customer { name } preferences { locale } userErrors { code field message } } }`,
    actor: agent,
  }),
  'Mutation.recordConsent': ({ customerId }) => ({
    source: `mutation { recordConsent(input: { idempotencyKey: "${newKey()}", customerId: "${customerId}", purpose: ANALYTICS, decision: WITHDRAWN, source: PHONE }) { customer { name } consent { id } userErrors { code field message } } }`,
    actor: agent,
  }),
  'Mutation.publishConsentText': () => ({
    source: `mutation { publishConsentText(input: { idempotencyKey: "${newKey()}", purpose: ANALYTICS, expectedVersion: 99, translations: [{ locale: "en", text: "X" }] }) { consentText { version } userErrors { code } } }`,
    actor: admin,
  }),
  'Mutation.createSegment': () => ({
    source: `mutation { createSegment(input: { idempotencyKey: "", name: "X", rule: { hasEmail: true } }) { segment { id } userErrors { code } } }`,
    actor: agent,
  }),
  'Mutation.updateSegment': ({ segmentId }) => ({
    source: `mutation { updateSegment(input: { idempotencyKey: "${newKey()}", segmentId: "${segmentId}", name: "X" }) { segment { name } userErrors { code field message } } }`,
    actor: agent,
  }),
  'Mutation.deleteSegment': ({ segmentId }) => ({
    source: `mutation { deleteSegment(input: { idempotencyKey: "${newKey()}", segmentId: "${segmentId}" }) { segment { name } userErrors { code field message } } }`,
    actor: agent,
  }),
  'Mutation.replayMainframeSync': ({ customerId }) => ({
    source: `mutation { replayMainframeSync(input: { idempotencyKey: "${newKey()}", customerId: "${customerId}", reason: "X" }) { mainframeSync { state } userErrors { code field message } } }`,
    actor: admin,
  }),
  'Mutation.reconcileMainframe': () => ({
    source: `mutation { reconcileMainframe(input: { idempotencyKey: "", reason: "X" }) { reconciliation { id } userErrors { code } } }`,
    actor: admin,
  }),
  'Mutation.inviteUser': () => ({
    source: `mutation { inviteUser(input: { idempotencyKey: "", kind: EMPLOYEE, name: "X", email: "x@example.com" }) { user { id } userErrors { code } } }`,
    actor: admin,
  }),
  'Mutation.setUserRoles': ({ userId }) => ({
    source: `mutation { setUserRoles(input: { idempotencyKey: "${newKey()}", userId: "${userId}", roles: [] }) { user { name } userErrors { code field message } } }`,
    actor: admin,
  }),
  'Mutation.disableUser': ({ userId }) => ({
    source: `mutation { disableUser(input: { idempotencyKey: "${newKey()}", userId: "${userId}" }) { user { name } userErrors { code field message } } }`,
    actor: admin,
  }),
  'Mutation.enableUser': ({ userId }) => ({
    source: `mutation { enableUser(input: { idempotencyKey: "${newKey()}", userId: "${userId}" }) { user { name } userErrors { code field message } } }`,
    actor: admin,
  }),
  'Mutation._admitUser': ({ customerId }) => ({
    source: `mutation { _admitUser(input: { kind: CLIENT, issuer: "i", subject: "${newKey()}", roles: ["client"], customerId: "${customerId}" }) { isAdmitted userId roles customerId refusal } }`,
    actor: service,
  }),
  'Mutation._ensureCustomer': ({ customerId }) => ({
    source: `mutation { _ensureCustomer(input: { issuer: "i", subject: "${newKey()}", customerId: "${customerId}" }) { customerId } }`,
    actor: service,
  }),
  'Mutation._recordOperationUsage': () => ({
    source: `mutation { _recordOperationUsage(input: { reportId: "${newId('report')}", operations: [] }) { isNew } }`,
    actor: service,
  }),
  'Mutation._importCustomers': () => ({
    source: `mutation { _importCustomers(input: { customers: [] }) { results { customerId } } }`,
    actor: service,
  }),
}

function rootFields(): readonly string[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name ?? ''}.${field}`),
  )
}

describe('every root field, as another tenant', () => {
  it('has a case here', () => {
    expect(rootFields().toSorted()).toEqual(Object.keys(cases).toSorted())
    const entity = schema.getType('_Entity')
    expect(isUnionType(entity) && entity.getTypes().map(({ name }) => name)).toEqual(['Customer'])
  })

  it.each(Object.entries(cases))(
    "answers %s with another tenant's ids as with ids of nobody, and touches nothing",
    async (_field, makeCase) => {
      const foreign = await someone(theirs)
      const before = [await ours.everything(), await theirs.everything()]
      const ask = ({ actor, source }: ReturnType<typeof makeCase>) => ours.as(actor, source)
      const answer = await ask(makeCase(foreign))
      expect(answer).toEqual(await ask(makeCase(nobody())))
      expect(answer.errors).toEqual([])
      for (const secret of [...Object.values(foreign), 'Secret of globex', 'May we', theirs.tenant.id]) {
        expect(JSON.stringify(answer)).not.toContain(secret)
      }
      expect([await ours.everything(), await theirs.everything()]).toEqual(before)
    },
  )

  it('takes the same keys of both tenants for different ones', async () => {
    for (const shop of [ours, theirs]) {
      const { data } = await shop.as(service, importCustomers, { input: { customers: [{ importKey: sharedKey, name: shop.tenant.slug }] } })
      expect(data).toMatchObject({ _importCustomers: { results: [{ importKey: sharedKey, isNew: true }] } })
      const ensured = await shop.as(service, ensureCustomer, { input: { issuer: 'i', subject: sharedKey } })
      expect(await shop.outbox(JSON.stringify(ensured.data).match(/customer_\w+/)?.[0] ?? '')).toHaveLength(2)
    }
  })
})

/** A third tenant, in the pooled tables. */
const strangerId = '01890000-0000-7000-8000-00000000dead'

describe('the tables', () => {
  beforeAll(async () => {
    for (const shop of [ours, theirs]) {
      const { customerId } = await someone(shop)
      await shop.as(service, ensureCustomer, { input: { issuer: 'i', subject: newKey(), customerId } })
    }
  })

  it.each(['customers', 'customers__globex'])('are all guarded by tenant in %s', async (name) => {
    const found = await database.admin`
      select c.relname, c.relrowsecurity and c.relforcerowsecurity as is_forced, pg_get_userbyid(c.relowner) as owner,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
      from pg_class c where c.relnamespace = ${name}::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'schema_migrations' order by 1`
    expect(found.map(({ relname }) => String(relname))).toEqual(expect.arrayContaining([...tables]))
    for (const table of found) {
      expect(table).toMatchObject({ is_forced: true, owner: 'customers_owner' })
      expect(table['policies']).toBeGreaterThanOrEqual(1)
    }
    const keys = await database.admin`
      select conname, conrelid::regclass::text as table, a.attname as first from pg_constraint k
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
      where k.connamespace = ${name}::regnamespace and contype in ('p', 'u', 'f') and conrelid::regclass::text not like '%schema_migrations'`
    expect(keys.length).toBeGreaterThan(10)
    expect(keys.filter(({ first }) => first !== 'tenant_id')).toEqual([])
  })

  it.each(tables)('%s: another tenant reads, changes, removes and plants nothing', async (table) => {
    const acme = testContext(database.db, ours.tenant, agent)
    // Both tenants in the pooled tables: what separates them here is row-level security alone.
    const stranger = { ...acme, tenant: { ...ours.tenant, id: strangerId } }
    const count = async () => (await database.admin.unsafe(`select count(*)::int as n from customers.${table}`))[0]?.['n']
    const before = await count()
    expect(before).toBeGreaterThan(0)
    const rows = (statement: string) => withTenant(stranger, async (tx) => [...(await tx.execute(sql.raw(statement)))])
    expect(await rows(`select * from ${table}`)).toEqual([])
    // Either the policy hides the rows, or the app may do such a thing to nobody's.
    for (const statement of [`update ${table} set tenant_id = tenant_id returning 1`, `delete from ${table} returning 1`]) {
      const attempt = database.admin.begin(async (tx) => {
        await tx`select set_config('app.tenant_id', ${strangerId}, true), set_config('search_path', 'customers', true)`
        await tx.unsafe('set local role customers_app')
        return [...(await tx.unsafe(statement))]
      })
      const outcome = await attempt.catch((error: { readonly code: string }) => error.code)
      expect([[], '42501']).toContainEqual(outcome)
    }
    const columns = await database.admin.unsafe(
      `select string_agg(column_name, ', ') as names from information_schema.columns where table_schema = 'customers' and table_name = $1 and is_identity = 'NO' and is_generated = 'NEVER'`,
      [table],
    )
    const names = String(columns[0]?.['names'])
    const row = await database.admin.unsafe(`select row_to_json(t)::text as text from customers.${table} t limit 1`)
    const planted = `insert into ${table} (${names}) select ${names} from json_populate_record(null::${table}, '${String(row[0]?.['text']).replaceAll("'", "''")}')`
    await expect(rows(planted)).rejects.toMatchObject({ cause: { code: '42501' } })
    expect(await count()).toBe(before)
  })

  it('fail loudly when nobody said whose rows are meant', async () => {
    for (const role of ['customers_app', 'customers_owner']) {
      for (const name of [ours, theirs].flatMap((shop) => tables.map((table) => shop.table(table)))) {
        const forgotten = database.admin.begin(async (tx) => {
          await tx.unsafe(`set local role ${role}`)
          await tx.unsafe(`select count(*) from ${name}`)
        })
        // Never set on this connection, or set for an earlier transaction.
        await expect(forgotten).rejects.toMatchObject({ code: expect.stringMatching(/^(42704|22P02)$/) })
      }
    }
  })

  it("does not let a foreign key reach another tenant's row", async () => {
    const { customerId } = await someone(ours)
    const stranger = { ...testContext(database.db, ours.tenant, agent), tenant: { ...ours.tenant, id: strangerId } }
    const insert = withTenant(stranger, (tx) =>
      tx.execute(
        sql`insert into mainframe_sync (customer_id, desired_version, first_dirty_at) values (${customerUuid(customerId)}, 1, now())`,
      ),
    )
    await expect(insert).rejects.toMatchObject({ cause: { code: '23503' } })
  })
})
