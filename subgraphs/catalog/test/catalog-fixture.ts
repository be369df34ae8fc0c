import { newId } from '@iommi/shared/ids'
import type { Actor } from '@iommi/shared/request-context'
import type { Tenant } from '@iommi/shared/tenant'
import { client, employee, service, testContext } from '@iommi/shared/testing/test-context'
import { useTestDatabase, type TestDatabase } from '@iommi/shared/testing/test-database'
import { graphql, type ExecutionResult } from 'graphql'
import { catalogContext } from '../src/context.ts'
import { schema } from '../src/schema.ts'

export const tenantSlugs = ['acme', 'globex'] as const

/** Postgres schema of each demo tenant's catalogue. */
export const schemaOf = { acme: 'catalog', globex: 'catalog__globex' } as const

/** Data of an answer: its shape is what the tests assert. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Loose = any

/** What a request was answered. */
export type Answer = Omit<ExecutionResult, 'data'> & { readonly data?: Loose }

/** A variant that a test entered. */
export interface GivenVariant {
  readonly productId: string
  readonly variantId: string
  readonly sku: string
}

export const partner: Actor = { kind: 'partner', id: 'p1', name: 'Partner One', roles: ['partner'] }
export const admin = employee('admin')

/** One actor of every kind that may call. */
export const everyActor: Readonly<Record<string, Actor>> = {
  admin,
  'customer-service': employee('customer-service'),
  'order-manager': employee('order-manager'),
  client: client(newId('customer')),
  partner,
  service,
  'employee without a role': employee(),
}

/** A database of its own and what to do with it. */
export interface CatalogFixture extends TestDatabase {
  /** Runs a document on the catalog schema, as one request. */
  readonly run: (tenant: Tenant, actor: Actor, source: string, variables?: Readonly<Record<string, unknown>>) => Promise<Answer>
  /** Enters products of one variant each through the bulk path; in the order given. */
  readonly given: (tenant: Tenant, products: readonly Readonly<Record<string, unknown>>[]) => Promise<readonly GivenVariant[]>
}

/** Clones the database for this test file. */
export function useCatalog(): CatalogFixture {
  const database = useTestDatabase('catalog')
  const run: CatalogFixture['run'] = async (tenant, actor, source, variableValues = {}) =>
    await graphql({ schema, source, contextValue: catalogContext(testContext(database.db, tenant, actor)), variableValues })
  const given: CatalogFixture['given'] = async (tenant, products) => {
    const rows = products.map((product) => productRow(product))
    const result = await run(tenant, service, importDocument, { input: { products: rows } })
    if (result.errors !== undefined) throw new Error('importing failed', { cause: result.errors[0] })
    const results: readonly GivenVariant[] = result.data?.['_importProducts'].results
    return results.map(({ productId, variantId }, index) => ({ productId, variantId, sku: String(rows[index]?.['sku']) }))
  }
  return Object.assign(database, { run, given })
}

function productRow(overrides: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const sku = newId('sku').toUpperCase()
  return {
    importKey: sku,
    sku,
    name: `Widget ${sku}`,
    kind: 'GOOD',
    prices: [
      { currency: 'EUR', amountMinor: 2_340 },
      { currency: 'GBP', amountMinor: 1_999 },
    ],
    ...overrides,
  }
}

export const importDocument = /* GraphQL */ `
  mutation ($input: _ImportProductsInput!) {
    _importProducts(input: $input) {
      results {
        importKey
        productId
        variantId
        isNew
      }
    }
  }
`

/** AppError codes of a failed request. */
export function codesOf(result: Answer): readonly unknown[] {
  return (result.errors ?? []).map((error) => {
    const original = error.originalError
    return original !== undefined && original !== null && 'code' in original ? original.code : error.message
  })
}
