import { AppError } from '@iommi/shared/errors'
import { newId, uuidFromId } from '@iommi/shared/ids'
import type { Actor } from '@iommi/shared/request-context'
import type { Tenant } from '@iommi/shared/tenant'
import { schemaOf } from '@iommi/shared/tenant'
import { client, employee, service, testContext } from '@iommi/shared/testing/test-context'
import type { TestDatabase } from '@iommi/shared/testing/test-database'
import { graphql } from 'graphql'
import { customersContext } from '../src/context.ts'
import { schema } from '../src/schema.ts'

/** What a caller of the graph gets: plain data, and the codes of what was thrown. */
export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null
  readonly errors: readonly string[]
}

/** One tenant's customers, as its callers use them and as the database has them. */
export interface Shop {
  readonly tenant: Tenant
  /** What time it is: it stands still until a test moves it. */
  readonly clock: { now: Date }
  /** Executes a document through the real schema as `actor`, in a request of its own. */
  readonly as: (actor: Actor, source: string, variables?: Readonly<Record<string, unknown>>) => Promise<Answer>
  /** Registers a customer and returns its id. */
  readonly register: (profile?: {
    readonly name?: string
    readonly email?: string | null
    readonly phone?: string | null
  }) => Promise<string>
  /** Adds an address and returns its id. */
  readonly addAddress: (customerId: string, address?: Readonly<Record<string, unknown>>) => Promise<string>
  /** Publishes the next version of the text of a purpose, in English, and returns its number. */
  readonly publishText: (purpose: string) => Promise<number>
  /** Everything this subgraph knows of the tenant, keys of repeated requests included. */
  readonly everything: () => Promise<unknown>
  /** The outbox rows of one customer, in the order of writing, without what differs from run to run. */
  readonly outbox: (customerId: string) => Promise<readonly unknown[]>
  /** `schema.table` of the tenant. */
  readonly table: (name: string) => string
}

/** The tables of this subgraph's own. */
export const tables = [
  'customers',
  'addresses',
  'customer_identities',
  'mainframe_sync',
  'users',
  'customer_preferences',
  'consent_text_versions',
  'consent_texts',
  'consents',
  'segments',
  'mainframe_sequences',
  'mainframe_batches',
  'mainframe_batch_items',
  'mainframe_reconciliations',
  'mainframe_operator_actions',
  'operation_usage',
  'operation_fields',
] as const

export const admin = employee('admin')
export const agent = employee('customer-service')
export const orderManager = employee('order-manager')
export const partner: Actor = { kind: 'partner', id: 'p-1', name: 'Petra Partner', roles: ['partner'] }
export { client, service }

/** Every actor but customers themselves, and the errors it gets who changes what belongs to a customer. */
export const whoChangesCustomers: readonly (readonly [name: string, actor: Actor, errors: readonly string[]])[] = [
  ['admin', admin, []],
  ['customer-service', agent, []],
  ['order-manager', orderManager, ['FORBIDDEN']],
  ['partner', partner, ['FORBIDDEN']],
  ['system', service, []],
]

/** A fresh idempotency key. */
export const newKey = (): string => newId('key')

/** The shop of one tenant in the file's database. */
export function shopOf(database: TestDatabase, slug: 'acme' | 'globex'): Shop {
  const shop: Shop = {
    get tenant() {
      return database[slug]
    },
    clock: { now: new Date('2026-11-20T09:30:00.000Z') },
    as: async (actor, source, variables = {}) => {
      const contextValue = customersContext({ ...testContext(database.db, shop.tenant, actor), now: () => shop.clock.now })
      const { data, errors = [] } = await graphql({ schema, source, variableValues: variables, contextValue })
      const codes = errors.map(({ originalError, message }) => (originalError instanceof AppError ? originalError.code : message))
      return { data: JSON.parse(JSON.stringify(data ?? null)), errors: codes }
    },
    register: async (profile = {}) => {
      const input = { idempotencyKey: newKey(), name: 'Ada Lovelace', ...profile }
      const answer = await shop.as(agent, registerCustomer, { input })
      return idIn(answer, 'registerCustomer', 'customer')
    },
    addAddress: async (customerId, address = {}) => {
      const input = { idempotencyKey: newKey(), customerId, line1: '1 High Street', city: 'London', countryCode: 'GB', ...address }
      return idIn(await shop.as(agent, addCustomerAddress, { input }), 'addCustomerAddress', 'address')
    },
    publishText: async (purpose) => {
      const input = { idempotencyKey: newKey(), purpose, translations: [{ locale: 'en', text: `May we, for ${purpose}?` }] }
      const payload = payloadIn(await shop.as(admin, publishConsentText, { input }), 'publishConsentText')
      return (payload as { readonly consentText: { readonly version: number } }).consentText.version
    },
    everything: async () =>
      await Promise.all(
        [...tables, 'outbox', 'idempotency_keys'].map(async (name) =>
          JSON.stringify(
            await database.admin.unsafe(`select * from ${shop.table(name)} as t where tenant_id = $1 order by t::text`, [shop.tenant.id]),
          ),
        ),
      ),
    outbox: async (customerId) =>
      await database.admin.unsafe(
        `select kind, topic, type, aggregate_version, data from ${shop.table('outbox')} where tenant_id = $1 and aggregate_id = $2 order by position`,
        [shop.tenant.id, customerId],
      ),
    table: (name) => `${schemaOf('customers', shop.tenant)}.${name}`,
  }
  return shop
}

/** The outbox rows that versions `from` to `to` of a customer leave. */
export function outboxOf(customerId: string, from: number, to: number): readonly unknown[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index).flatMap((version) => [
    {
      kind: 'event',
      topic: 'customer-events',
      type: version === 1 ? 'io.iommi.customer.registered.v1' : 'io.iommi.customer.profile-changed.v1',
      aggregate_version: version,
      data: { customerId, version },
    },
    { kind: 'job', topic: 'profile-sync', type: 'profile-sync', aggregate_version: version, data: { customerId } },
    ...(version === 1 ? [] : [pendingOf(customerId, version)]),
  ])
}

/** What tells, of a version that no worker has seen yet, that it waits to be sent. */
function pendingOf(customerId: string, version: number): unknown {
  const data = { customerId, state: 'PENDING', desiredVersion: version, ackedVersion: 0, batchId: null, reject: null }
  return { kind: 'event', topic: 'customer-events', type: 'io.iommi.mainframe-sync.changed.v1', aggregate_version: version, data }
}

/** The UUID that the database has for a customer's id. */
export const customerUuid = (id: string): string => uuidFromId('customer', id)

/** The payload of a mutation in an answer without errors. */
export function payloadIn(answer: Answer, field: string): unknown {
  if (answer.errors.length > 0) throw new Error(`unexpected: ${answer.errors.join(', ')}`)
  return answer.data?.[field]
}

function idIn(answer: Answer, field: string, thing: string): string {
  const payload = payloadIn(answer, field)
  const id = (payload as Record<string, { readonly id?: string } | null>)[thing]?.id
  if (id === undefined) throw new Error(`unexpected: ${JSON.stringify(payload)}`)
  return id
}

export const registerCustomer = `mutation ($input: RegisterCustomerInput!) {
  registerCustomer(input: $input) { customer { id name email phone version createdAt } userErrors { code field message } }
}`

export const updateCustomerProfile = `mutation ($input: UpdateCustomerProfileInput!) {
  updateCustomerProfile(input: $input) { customer { id name email phone version } userErrors { code field } }
}`

const addressFields = 'id line1 line2 city region postalCode countryCode isDefault'

export const addCustomerAddress = `mutation ($input: AddCustomerAddressInput!) {
  addCustomerAddress(input: $input) { address { ${addressFields} } customer { id version } userErrors { code field } }
}`

export const updateCustomerAddress = `mutation ($input: UpdateCustomerAddressInput!) {
  updateCustomerAddress(input: $input) { address { ${addressFields} } customer { id version } userErrors { code field } }
}`

export const removeCustomerAddress = `mutation ($input: RemoveCustomerAddressInput!) {
  removeCustomerAddress(input: $input) { address { id } customer { id version } userErrors { code field } }
}`

export const updateCustomerPreferences = `mutation ($input: UpdateCustomerPreferencesInput!) {
  updateCustomerPreferences(input: $input) {
    preferences { id locale timeZone preferredCurrency marketingChannels version } customer { id version } userErrors { code field }
  }
}`

const consentFields = 'id purpose decision textVersion textLocale source occurredAt recordedAt actorKind actor'

export const recordConsent = `mutation ($input: RecordConsentInput!) {
  recordConsent(input: $input) { consent { ${consentFields} } customer { id version } userErrors { code field } }
}`

export const publishConsentText = `mutation ($input: PublishConsentTextInput!) {
  publishConsentText(input: $input) { consentText { purpose version publishedAt translations { locale text } } userErrors { code field } }
}`

export const consentsOf = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  customer(id: $id) {
    consents { purpose isGranted isOutdated latest { id } }
    consentHistory(first: $first, after: $after, last: $last, before: $before) {
      nodes { ${consentFields} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}`

export const hasConsent = `query ($id: ID!, $purpose: ConsentPurpose!) { _hasConsent(customerId: $id, purpose: $purpose) }`

const segmentFields = 'id name description ruleJson rules { path kind expected } version createdAt updatedAt'
const segmentPayload = `segment { ${segmentFields} } userErrors { code field }`

export const createSegment = `mutation ($input: CreateSegmentInput!) { createSegment(input: $input) { ${segmentPayload} } }`

export const updateSegment = `mutation ($input: UpdateSegmentInput!) { updateSegment(input: $input) { ${segmentPayload} } }`

export const deleteSegment = `mutation ($input: DeleteSegmentInput!) { deleteSegment(input: $input) { ${segmentPayload} } }`

export const customerById = `query ($id: ID!) {
  customer(id: $id) {
    id name email phone version
    addresses(first: 10) { nodes { ${addressFields} } }
    mainframeSync { state desiredVersion ackedVersion lagSeconds batchId reject { code field message } }
  }
}`

export const ensureCustomer = `mutation ($input: _EnsureCustomerInput!) { _ensureCustomer(input: $input) { customerId } }`

export const admitUser = `mutation ($input: _AdmitUserInput!) { _admitUser(input: $input) { isAdmitted roles customerId refusal } }`

const userFields = 'id kind name email status roles grantedRoles invitedAt lastSeenAt createdAt version customer { id }'
const userPayload = `user { ${userFields} } userErrors { code field }`

export const inviteUser = `mutation ($input: InviteUserInput!) { inviteUser(input: $input) { ${userPayload} } }`

export const setUserRoles = `mutation ($input: SetUserRolesInput!) { setUserRoles(input: $input) { ${userPayload} } }`

export const disableUser = `mutation ($input: DisableUserInput!) { disableUser(input: $input) { ${userPayload} } }`

export const enableUser = `mutation ($input: EnableUserInput!) { enableUser(input: $input) { ${userPayload} } }`

export const usersPage = `query ($first: Int, $after: String, $last: Int, $before: String, $where: UserWhereInput) {
  users(first: $first, after: $after, last: $last, before: $before, where: $where) {
    nodes { ${userFields} } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
  }
}`

export const importCustomers = `mutation ($input: _ImportCustomersInput!) {
  _importCustomers(input: $input) { results { importKey customerId isNew } }
}`

export const recordOperationUsage = `mutation ($input: _RecordOperationUsageInput!) { _recordOperationUsage(input: $input) { isNew } }`

/** What a gateway reports of one operation, unless told otherwise. */
export const reportedUsage = {
  day: '2026-11-20T00:00:00.000Z',
  client: 'dashboard',
  operationId: 'a'.repeat(64),
  operationName: 'LiveOrders',
  operationType: 'QUERY',
  isRegistered: true,
  requests: 10,
  errors: 1,
  cost: 120,
  fields: ['Query.orders', 'Order.number'],
}
