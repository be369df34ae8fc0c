import { composeSchemaContract, type CompositionResult } from '@theguild/federation-composition'
import { buildSchema, lexicographicSortSchema, parse, print, printSchema, validate, visit, type GraphQLSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { apiOf, compose } from './compose.ts'
import { contractOf } from './contract.ts'
import { graphsOf } from './operation-graphs.ts'
import { readSubgraphs, type SubgraphSource } from './subgraph-list.ts'

const federation = (...names: readonly string[]): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names.map((name) => `"@${name}"`).join(', ')}])\n`

const composed = (...sdls: readonly string[]): string =>
  compose(sdls.map((sdl, index) => ({ name: `s${String(index)}`, routingUrl: `http://s${String(index)}.internal/graphql`, sdl })))

const contractApi = (supergraphSdl: string, tag: string): GraphQLSchema => apiOf(contractOf(parse(supergraphSdl), tag))

const sorted = (schema: GraphQLSchema): string => printSchema(lexicographicSortSchema(schema))

function composedByLibrary(subgraphs: readonly SubgraphSource[], tag: string): CompositionResult {
  const services = subgraphs.map(({ name, routingUrl, sdl }) => ({ name, url: routingUrl, typeDefs: parse(sdl) }))
  return composeSchemaContract(services, { include: new Set([tag]), exclude: new Set() })
}

const errorsOf = (schema: GraphQLSchema, operation: string): readonly string[] =>
  validate(schema, parse(operation)).map((error) => error.message)

describe('a contract of our supergraph', () => {
  const subgraphs = readSubgraphs()
  const supergraphSdl = compose(subgraphs)
  const apis = {
    public: contractApi(supergraphSdl, 'public'),
    partner: contractApi(supergraphSdl, 'partner'),
    internal: apiOf(parse(supergraphSdl)),
  }

  it.each(['public', 'partner'] as const)(
    '%s is what composing the subgraphs with that filter gives, without a type that nothing leads to',
    (tag) => {
      const { publicSdl, errors } = composedByLibrary(subgraphs, tag)
      expect(errors).toBeUndefined()
      expect(sorted(apis[tag])).toBe(sorted(buildSchema(publicSdl ?? '')))
    },
  )

  it('is the same to whoever checks operations', () => {
    const graphs = Object.fromEntries([...graphsOf(supergraphSdl)].map(([name, api]) => [name, sorted(api)]))
    expect(graphs).toEqual(Object.fromEntries(Object.entries(apis).map(([name, api]) => [name, sorted(api)])))
  })

  it.each([
    ['public', '{ customer(id: 1) { mainframeSync { state } } }', 'Cannot query field "mainframeSync" on type "Customer".'],
    ['public', '{ customer(id: 1) { segments { nodes { isMember } } } }', 'Cannot query field "segments" on type "Customer".'],
    ['public', '{ productVariant(id: 1) { stock { onHand } } }', 'Cannot query field "onHand" on type "VariantStock".'],
    [
      'public',
      '{ order(id: 1) { availableTransitions { requiredRoles } } }',
      'Cannot query field "requiredRoles" on type "OrderTransition".',
    ],
    ['public', '{ customer(id: 1) { consentHistory { nodes { actor } } } }', 'Cannot query field "actor" on type "ConsentRecord"'],
    ['public', '{ products(where: { status: { in: [DRAFT] } }) { totalCount } }', 'Value "DRAFT" does not exist in "ProductStatus" enum.'],
    ['partner', '{ customer(id: 1) { id } }', 'Cannot query field "customer" on type "Query".'],
    ['partner', '{ order(id: 1) { customer { phone } } }', 'Cannot query field "phone" on type "Customer".'],
  ] as const)('%s knows nothing of %s', (tag, operation, message) => {
    expect(errorsOf(apis[tag], operation)).toEqual([expect.stringContaining(message)])
    expect(errorsOf(apis.internal, operation)).toEqual([])
  })
})

describe('two variants of a contract', () => {
  const oldOperation = '{ productVariantBySku(sku: "A-1") { id } }'
  const newOperation = '{ productVariants(sku: "A-1") { id } }'
  const secondOnly = `extend type Query {
    productVariants(sku: String! @tag(name: "public-v2")): [ProductVariant!]! @requiresScopes(scopes: [["catalog:read"]]) @tag(name: "public-v2")
  }`

  /** What the first variant has, the second one has too, but for one field that another takes the place of. */
  function withSecondVariant({ name, routingUrl, sdl }: SubgraphSource): SubgraphSource {
    const both = parse(sdl.replaceAll('@tag(name: "public")', '@tag(name: "public") @tag(name: "public-v2")'))
    const replaced = visit(both, {
      FieldDefinition: (field) =>
        field.name.value === 'productVariantBySku'
          ? visit(field, { Directive: (node) => (print(node) === '@tag(name: "public-v2")' ? null : undefined) })
          : undefined,
    })
    return { name, routingUrl, sdl: `${print(replaced)}\n${secondOnly}` }
  }

  it('stand beside each other: what the second one changes leaves operations of the first valid', () => {
    const catalog = readSubgraphs().filter(({ name }) => name === 'catalog')
    const supergraphSdl = compose(catalog.map(withSecondVariant))
    const [first, second] = [contractApi(supergraphSdl, 'public'), contractApi(supergraphSdl, 'public-v2')]
    expect(sorted(first)).toBe(sorted(contractApi(compose(catalog), 'public')))
    expect([errorsOf(first, oldOperation), errorsOf(second, newOperation)]).toEqual([[], []])
    expect(errorsOf(first, newOperation)).toEqual([expect.stringContaining('Cannot query field "productVariants"')])
    expect(errorsOf(second, oldOperation)).toEqual([expect.stringContaining('Cannot query field "productVariantBySku"')])
  })
})

describe('contractOf', () => {
  const tagged = `${federation('tag', 'requiresScopes')}
    type Query { shown(given: Int @tag(name: "a"), kept: Int): Shown @tag(name: "a") hidden: Hidden }
    type Shown @tag(name: "a") { is: E own: Int @requiresScopes(scopes: [["s"]]) }
    type Hidden { too: Int }
    enum E { YES @tag(name: "a") NO }`

  it('shows what is tagged, by itself or by its type, and hides the rest', () => {
    expect(sorted(contractApi(composed(tagged), 'a'))).toBe(
      'enum E {\n  YES\n}\n\ntype Query {\n  shown(given: Int): Shown\n}\n\ntype Shown {\n  is: E\n  own: Int\n}',
    )
  })

  it('links the feature that hides when no subgraph does, and only then', () => {
    const linking = composed(`${federation('tag', 'inaccessible')} type Query { a: Int @tag(name: "a") b: Int @inaccessible c: Int }`)
    const links = (sdl: string): number => sdl.split('https://specs.apollo.dev/inaccessible/').length - 1
    const directives = (sdl: string): number => sdl.split('directive @inaccessible').length - 1
    for (const sdl of [composed(tagged), linking]) {
      const contract = print(contractOf(parse(sdl), 'a'))
      expect([links(contract), directives(contract)]).toEqual([1, 1])
    }
    expect([links(composed(tagged)), links(linking)]).toEqual([0, 1])
  })

  it('leaves what plans are made of as it was, and no tag', () => {
    const machinery = (sdl: string): readonly string[] =>
      parse(sdl)
        .definitions.filter((node) => 'name' in node && node.name?.value.includes('__'))
        .map(print)
    const contract = print(contractOf(parse(composed(tagged)), 'a'))
    expect(machinery(contract)).toEqual(machinery(composed(tagged)))
    expect(machinery(contract).length).toBeGreaterThan(5)
    expect(contract).not.toContain('@tag(name: "')
  })

  it('hides a type whose name only looks like part of the machinery', () => {
    const sdl = composed(`${federation('tag')} type Query { a: Int @tag(name: "a") b: own__Secret } type own__Secret { c: Int }`)
    expect(sorted(contractApi(sdl, 'a'))).toBe('type Query {\n  a: Int\n}')
  })

  it('refuses a tag that is used nowhere', () => {
    expect(() => contractOf(parse(composed(tagged)), 'b')).toThrow(
      'The supergraph has @tag(name: "b") nowhere, so that contract would be empty',
    )
  })

  it('leaves a hole where a tagged field leads to what is not, which is refused with both names', () => {
    const sdl = composed(`${federation('tag')} type Query { a: A @tag(name: "a") b: Int @tag(name: "a") } type A { c: Int }`)
    expect(() => contractApi(sdl, 'a')).toThrow(/Type "A" is @inaccessible but is referenced by "Query\.a"/)
  })
})
