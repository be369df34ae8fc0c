import { readFileSync } from 'node:fs'
import { compose } from '@iommi/schema/compose'
import { describe, expect, it } from 'vitest'
import { findContractBreaches } from './contract-breaches.ts'
import { rootFields } from './role-matrix.ts'

const supergraphSdl = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8')

describe('the graphs of clients and partners', () => {
  it.each([
    { tag: 'public', caller: 'client' },
    { tag: 'partner', caller: 'partner' },
  ] as const)('$tag has the root fields that the matrix gives to a $caller, no other, and nothing that it is always denied', (contract) => {
    expect(findContractBreaches(supergraphSdl, contract, rootFields)).toEqual([])
  })
})

describe('a contract that is not what its callers may have', () => {
  const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@tag", "@authenticated", "@requiresScopes"])
    type Query {
      viewer: Viewer @authenticated @tag(name: "public")
      users: Int @requiresScopes(scopes: [["users:read"]]) @tag(name: "public")
      orders: Int @requiresScopes(scopes: [["orders:read"]])
    }
    type Viewer @tag(name: "public") { id: ID stock: Stock segments: Int @requiresScopes(scopes: [["segments:read"]]) }
    type Stock @tag(name: "public") @requiresScopes(scopes: [["stock:read"]]) { onHand: Int }`
  const matrix = { 'Query.viewer': 'y y y y y -', 'Query.users': 'y - - - - -', 'Query.orders': 'y y y y y -' }

  it('is found, each field with what is wrong with it', () => {
    const composed = compose([{ name: 'one', routingUrl: 'http://one.internal/graphql', sdl }])
    expect(findContractBreaches(composed, { tag: 'public', caller: 'client' }, matrix)).toEqual([
      'Query.orders: is for clients, so it has @tag(name: "public")',
      'Query.users: is not for clients and has @tag(name: "public")',
      'Query.users: has @tag(name: "public") and needs a permission that no client has',
      'Stock.onHand: has @tag(name: "public") and needs a permission that no client has',
      'Viewer.stock: has @tag(name: "public") and needs a permission that no client has',
      'Viewer.segments: has @tag(name: "public") and needs a permission that no client has',
    ])
  })
})
