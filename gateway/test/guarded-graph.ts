import { composeSources, testGraph, type TestGraph } from './test-graph.ts'

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@shareable", "@authenticated", "@requiresScopes", "@policy"])`

const usual = testGraph.sources([])
const [customersBase, ordersBase] = [withoutLink(usual['customers']?.sdl), withoutLink(usual['orders']?.sdl)]

const boss = '@requiresScopes(scopes: [["catalog:write"]])'

const customersSdl = `${link}${customersBase}
extend type Customer { salary: Int ${boss}  wage: Int! ${boss} }
`

/** The subgraph with everything in it that somebody may not see. Only an admin has `catalog:write`. */
export const guardedSdl = `${link}${ordersBase}
extend type Query {
  box: Box
  boxes: [Box!]
  pages: [[Box]]
  vault: Vault
  strict: Int! ${boss}
  signedIn: Int @authenticated
  either: Int @requiresScopes(scopes: [["catalog:write", "stock:write"], ["orders:fulfill"]])
  both: Int @requiresScopes(scopes: [["stock:write", "catalog:write"]])
  media: Media
  work: Work
  colour(of: String): Colour
}
extend type Mutation {
  paint(text: String): Box
  purge: Int ${boss}
  appoint: Int @requiresScopes(scopes: [["catalog:write"]]) @policy(policies: [["allowed-address"]])
}
type Box { open(as: Int): Int  secret(of: String): Int ${boss}  must: Int! ${boss}  vault: Vault  sure: Vault!  box: Box  inner: Box!  boxes: [Box!]!  owner: Customer }
type Vault ${boss} { gold: Int }
enum Colour ${boss} { RED }
interface Media { title: String  code: String }
type Book implements Media { title: String  code: String  pages: Int ${boss} }
type Film implements Media { title: String  code: String ${boss}  minutes: Int }
union Work = Book | Film | Vault
`

const box = { open: 1, secret: 2, must: 3, vault: { gold: 4 }, sure: { gold: 5 }, owner: { id: 'customer_1' } }
const shallow = { ...box, box, inner: box, boxes: [box, box] }

/** The usual test graph with guarded parts. */
export const guardedGraph: TestGraph = {
  supergraphSdl: composeSources({ customers: customersSdl, orders: guardedSdl }),
  sources: (ensured) => {
    const { customers, orders } = testGraph.sources(ensured)
    const query = {
      box: () => shallow,
      boxes: () => [shallow, shallow],
      pages: () => [[box, null], [box]],
      vault: () => box.vault,
      strict: () => 1,
      signedIn: () => 1,
      either: () => 2,
      both: () => 3,
      media: () => ({ __typename: 'Book', title: 'Emma', code: 'E', pages: 400 }),
      work: () => ({ __typename: 'Film', title: 'Alien', code: 'A', minutes: 117 }),
      colour: () => 'RED',
    }
    const mutation = { paint: () => box, purge: () => 1, appoint: () => 1 }
    return {
      customers: { sdl: customersSdl, resolvers: merged(customers?.resolvers, { Customer: { salary: () => 9, wage: () => 8 } }) },
      orders: { sdl: guardedSdl, resolvers: merged(orders?.resolvers, { Query: query, Mutation: mutation }) },
    }
  },
}

/** The guarded supergraph as it would be if nothing were guarded. */
export function composeUnguarded(): string {
  const unguarded = (sdl: string): string =>
    sdl
      .replaceAll(/@(authenticated|requiresScopes\(scopes: [^)]*\)|policy\(policies: [^)]*\))(?!")/g, '')
      .replaceAll(/, "@(authenticated|requiresScopes|policy)"/g, '')
  return composeSources({ customers: unguarded(customersSdl), orders: unguarded(guardedSdl) })
}

function withoutLink(sdl = ''): string {
  return sdl.replace(/^extend schema .*$/m, '')
}

function merged(base: object = {}, more: Readonly<Record<string, object>>): object {
  const known = base as Readonly<Record<string, object>>
  return Object.fromEntries([...Object.keys(known), ...Object.keys(more)].map((type) => [type, { ...known[type], ...more[type] }]))
}
