import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { readCostRules } from './cost-rules.ts'

const subgraph = (links: string, sdl: string): string => `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) ${links}
  ${sdl}`

const compose = (...typeDefs: readonly string[]): string => {
  const services = typeDefs.map((sdl, index) => ({ name: `s${String(index)}`, url: 'http://s', typeDefs: parse(sdl) }))
  const { supergraphSdl, errors } = composeServices(services)
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'))
  return supergraphSdl
}

const products = (cost: string, listSize: string): string => `
  type Query { products(first: Int, filter: Filter @${cost}(weight: 2)): [Product!] @${listSize}(slicingArguments: ["first"], requireOneSlicingArgument: false, assumedSize: 7) }
  type Product @${cost}(weight: 3) { id: ID! stock: Stock @${cost}(weight: 4) }
  enum Stock @${cost}(weight: 5) { SOME NONE }
  scalar Blob @${cost}(weight: 6)
  input Filter { text: String @${cost}(weight: 8) blob: Blob }`

describe('the cost rules of a supergraph', () => {
  it.each([
    ['imported', '@link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@cost", "@listSize"])', 'cost', 'listSize'],
    [
      'renamed',
      '@link(url: "https://specs.apollo.dev/cost/v0.1", import: [{ name: "@cost", as: "@price" }, { name: "@listSize", as: "@length" }])',
      'price',
      'length',
    ],
    ['not imported', '@link(url: "https://specs.apollo.dev/cost/v0.1")', 'cost', 'cost__listSize'],
    ['under a name of its own', '@link(url: "https://specs.apollo.dev/cost/v0.1", as: "price")', 'price', 'price__listSize'],
    ['not linked at all', '', 'cost', 'listSize'],
  ])('are read where the directives are %s', (_how, link, cost, listSize) => {
    const rules = readCostRules(parse(`schema ${link === '' ? '@a' : link} { query: Query } ${products(cost, listSize)}`))
    expect({ ...rules, types: [...rules.types], fields: [...rules.fields] }).toEqual({
      types: [
        ['Product', 3],
        ['Stock', 5],
        ['Blob', 6],
      ],
      fields: [['Product.stock', 4]],
      arguments: new Map([['Query.products.filter', 2]]),
      inputFields: new Map([['Filter.text', 8]]),
      listSizes: new Map([
        ['Query.products', { assumedSize: 7, slicingArguments: ['first'], sizedFields: new Set(), isOneSlicingArgumentRequired: false }],
      ]),
      assumedListSize: 10,
    })
  })

  it.each([
    ['imported', '@link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@cost", "@listSize"])', 'cost', 'listSize'],
    [
      'renamed',
      '@link(url: "https://specs.apollo.dev/cost/v0.1", import: [{ name: "@cost", as: "@price" }, { name: "@listSize", as: "@length" }])',
      'price',
      'length',
    ],
    ['taken from federation', '@link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost", "@listSize"])', 'cost', 'listSize'],
  ])('are read as composition writes them, %s', (_how, link, cost, listSize) => {
    const isFederation = link.includes('federation')
    const sdl = isFederation ? `extend schema ${link} ${products(cost, listSize)}` : subgraph(link, products(cost, listSize))
    const rules = readCostRules(parse(compose(sdl)))
    expect(rules.types.get('Product')).toBe(3)
    expect(rules.fields.get('Product.stock')).toBe(4)
    expect(rules.arguments.get('Query.products.filter')).toBe(2)
    expect(rules.inputFields.get('Filter.text')).toBe(8)
    expect(rules.listSizes.get('Query.products')?.assumedSize).toBe(7)
  })

  it('of an interface hold for the objects that have none of their own', () => {
    const rules = readCostRules(
      parse(`
        type Query { a: Node }
        interface Node { id: ID! @cost(weight: 2) more(n: Int @cost(weight: 3)): [Node] @listSize(assumedSize: 4) }
        interface Dear { id: ID! @cost(weight: 9) }
        type A implements Node & Dear { id: ID! more(n: Int): [Node] }
        type B implements Node { id: ID! @cost(weight: 1) more(n: Int @cost(weight: 5)): [Node] @listSize(assumedSize: 6) }
      `),
    )
    expect([rules.fields.get('A.id'), rules.arguments.get('A.more.n'), rules.listSizes.get('A.more')?.assumedSize]).toEqual([9, 3, 4])
    expect([rules.fields.get('B.id'), rules.arguments.get('B.more.n'), rules.listSizes.get('B.more')?.assumedSize]).toEqual([1, 5, 6])
  })

  it('require exactly one slicing argument unless they say otherwise', () => {
    const rules = readCostRules(parse('type Query { a(first: Int): [Int] @listSize(slicingArguments: ["first"]) }'))
    expect(rules.listSizes.get('Query.a')?.isOneSlicingArgumentRequired).toBe(true)
  })

  it.each([
    ['a weight below 0', 'type Query { a: Int @cost(weight: -1) }', 'Query.a: the weight of @cost is a whole number, 0 or more'],
    ['a weight that is none', 'type Query { a: Int @cost(weight: "2") }', 'Query.a: the weight of @cost is a whole number, 0 or more'],
    [
      'a size below 0',
      'type Query { a: [Int] @listSize(assumedSize: -1) }',
      'Query.a: assumedSize of @listSize is a whole number, 0 or more',
    ],
  ])('are refused with the place for %s', (_what, sdl, message) => {
    expect(() => readCostRules(parse(sdl))).toThrow(message)
  })
})
