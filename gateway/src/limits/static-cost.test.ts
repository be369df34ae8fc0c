import { buildSchema, getOperationAST, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { readCostRules } from './cost-rules.ts'
import { staticCost } from './static-cost.ts'

const directives = `
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
`

const costWith =
  (types: string, isValidated = true) =>
  (text: string, variables: Readonly<Record<string, unknown>> = {}): number => {
    const sdl = directives + types
    const schema = buildSchema(sdl)
    const document = parse(text)
    if (isValidated) expect(validate(schema, document)).toEqual([])
    const operation = getOperationAST(document)
    if (operation === null || operation === undefined) throw new Error('no operation')
    return staticCost({ rules: readCostRules(parse(sdl)), schema, document, operation, variables }).cost
  }

describe('the static cost of the bookshop in the documentation of Apollo Router', () => {
  const cost = costWith(`
    type Query {
      book(id: ID): Book
      bestsellers: [Book] @listSize(assumedSize: 5)
      newest(limit: Int = 3): [Book] @listSize(slicingArguments: ["limit"])
      unsized: [Book]
    }
    type Mutation { createBook(book: NewBook!): Book }
    type Subscription { bookAdded: Book }
    input NewBook { title: String author: NewAuthor }
    input NewAuthor { name: String }
    type Book { title: String author: Author publisher: Publisher }
    type Author { name: String }
    type Publisher { name: String address: Address }
    type Address @cost(weight: 5) { zipCode: Int! }`)
  const fields = '{ title author { name } publisher { name address { zipCode } } }'

  it.each([
    ['objects cost 1, or their weight, and scalars nothing', `{ book(id: 1) ${fields} }`, 8],
    ['a list costs its assumed size', `{ bestsellers ${fields} }`, 40],
    ['a list of unknown size has ten items', `{ unsized { title } }`, 10],
    ['a slicing argument gives the size', `{ newest(limit: 20) { title } }`, 20],
    ['the default of a slicing argument does', `{ newest { title } }`, 3],
    ['a mutation costs 10, an input object 1', `mutation { createBook(book: { title: "a", author: { name: "b" } }) { title } }`, 13],
    ['a subscription costs its message', `subscription { bookAdded { title author { name } } }`, 2],
    ['nothing costs less than 1', `{ __typename }`, 1],
    ['introspection is free', `{ __schema { types { fields { name } } } __type(name: "Book") { name } }`, 1],
  ])('%s', (_rule, text, expected) => {
    expect(cost(text)).toBe(expected)
  })
})

describe('the static cost of a connection', () => {
  const cost = costWith(`
    type Query {
      orders(first: Int, last: Int): Orders! @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], assumedSize: 20, requireOneSlicingArgument: false)
      one(first: Int, last: Int): Orders! @listSize(slicingArguments: ["first", "last"], sizedFields: ["nodes"])
      search(page: Page = { first: 4 }): [Order] @listSize(slicingArguments: ["page.first"])
    }
    input Page { first: Int }
    type Orders { edges: [Edge!]! nodes: [Order!]! tags: [Tag!]! totalCount: Int @cost(weight: 7) }
    type Edge { node: Order }
    type Tag { name: String }
    type Order { id: ID! lines(first: Int): [Line] @listSize(slicingArguments: ["first"], assumedSize: 2, requireOneSlicingArgument: false) }
    type Line { sku: String }`)

  it.each([
    ['the size is that of the lists in it', '{ orders(first: 3) { nodes { id } } }', {}, 1 + 3],
    ['each of its lists is paid', '{ orders(first: 3) { edges { node { id } } nodes { id } } }', {}, 1 + 3 * 2 + 3],
    ['a list that is not named has its own size', '{ orders(first: 3) { tags { name } } }', {}, 1 + 10],
    ['fields beside the lists are paid once', '{ orders(first: 3) { totalCount nodes { id } } }', {}, 1 + 7 + 3],
    ['the size is assumed where no argument says', '{ orders { nodes { id } } }', {}, 1 + 20],
    ['null is no argument', '{ orders(first: null) { nodes { id } } }', {}, 1 + 20],
    ['a variable gives the size', 'query ($n: Int) { orders(last: $n) { nodes { id } } }', { n: 50 }, 1 + 50],
    ['a default of a variable does', 'query ($n: Int = 6) { orders(last: $n) { nodes { id } } }', {}, 1 + 6],
    ['a variable without a value does not', 'query ($n: Int) { orders(last: $n) { nodes { id } } }', {}, 1 + 20],
    ['a variable of null does not', 'query ($n: Int = 6) { orders(last: $n) { nodes { id } } }', { n: null }, 1 + 20],
    ['of several the largest counts', '{ orders(first: 3, last: 5) { nodes { id } } }', {}, 1 + 5],
    ['nothing is assumed of no items', '{ orders(first: 0) { nodes { id } } }', {}, 1],
    ['a size below 0 is none', '{ orders(first: -5) { nodes { id } } }', {}, 1],
    ['lists in lists multiply', '{ orders(first: 3) { nodes { lines(first: 100) { sku } } } }', {}, 1 + 3 * (1 + 100)],
    ['the size does not reach two levels down', '{ orders(first: 3) { nodes { lines { sku } } } }', {}, 1 + 3 * (1 + 2)],
    ['it reaches through fragments', '{ orders(first: 3) { ... { ...F } } } fragment F on Orders { nodes { id } }', {}, 1 + 3],
    ['an argument may be inside another', '{ search(page: { first: 8 }) { id } }', {}, 1 + 8],
    ['so may a variable', 'query ($page: Page) { search(page: $page) { id } }', { page: { first: 9 } }, 1 + 9],
    ['and a default', '{ search { id } }', {}, 4],
  ])('%s', (_rule, text, variables, expected) => {
    expect(cost(text, variables)).toBe(expected)
  })

  it.each([
    ['none is given', '{ one { nodes { id } } }'],
    ['two are given', '{ one(first: 1, last: 1) { nodes { id } } }'],
    ['a variable is empty', 'query ($n: Int) { one(first: $n) { nodes { id } } }'],
  ])('is refused where exactly one argument is required and %s', (_what, text) => {
    expect(() => cost(text)).toThrow('Query.one needs exactly one of the arguments first, last.')
  })
})

describe('the static cost of arguments', () => {
  const cost = costWith(`
    type Query {
      find(where: Where, dear: String @cost(weight: 3), ids: [ID!] @cost(weight: 2), many: [Where!], kind: Kind): Int
      list(where: Where): [Query] @listSize(assumedSize: 5)
    }
    enum Kind @cost(weight: 4) { A B }
    input Where { text: String @cost(weight: 6) all: [Where!] }`)

  it.each([
    ['an input object costs 1', '{ find(where: {}) }', {}, 1],
    ['its fields their weights', '{ find(where: { text: "" }) }', {}, 7],
    ['however deep', '{ find(where: { all: [{ text: "" }, {}] }) }', {}, 1 + 7 + 1],
    ['an argument its weight', '{ find(dear: "") }', {}, 3],
    ['an enum that of its type', '{ find(kind: A) }', {}, 4],
    ['a list its own and that of each item', '{ find(ids: [1, 2, 3]) }', {}, 2 + 3 * 2],
    ['an item without its list its own', '{ find(ids: 1) }', {}, 2],
    ['null nothing', '{ find(where: null, dear: null, ids: null, kind: null) }', {}, 1],
    ['variables the same', 'query ($w: Where, $ids: [ID!]) { find(where: $w, ids: $ids) }', { w: { text: '' }, ids: [1, 2] }, 7 + 6],
    ['variables inside, too', 'query ($t: String) { find(where: { all: [{ text: $t }] }) }', { t: '' }, 1 + 1 + 6],
    ['variables that are not given nothing', 'query ($w: Where) { find(where: $w) }', {}, 1],
    ['once for the whole list', '{ list(where: { text: "" }) { __typename } }', {}, 5 + 7],
  ])('%s', (_rule, text, variables, expected) => {
    expect(cost(text, variables)).toBe(expected)
  })

  it('is counted for a value that is nested as deeply as a body has room for', () => {
    let where: unknown = {}
    for (let depth = 1; depth < 50_000; depth += 1) where = { all: where }
    expect(cost('query ($w: Where) { find(where: $w) }', { w: where })).toBe(50_000)
  })

  it('does not take a member of the prototype for a variable or a field', () => {
    expect(cost('query ($toString: Where) { find(where: $toString) }')).toBe(1)
    expect(cost('query ($w: Where) { find(where: $w) }', { w: JSON.parse('{"__proto__": {"text": ""}, "constructor": 1}') })).toBe(1)
  })
})

describe('the static cost of what an operation says in many ways', () => {
  const cost = costWith(`
    type Query { node: Node thing: Thing me: A deep: [[[A]]] grid: [[Int]] @listSize(assumedSize: 3) @cost(weight: 2) }
    interface Node { id: ID! next: Node }
    union Thing = A | B | C
    type A implements Node { id: ID! next: Node x: X }
    type B implements Node @cost(weight: 4) { id: ID! next: Node x: X b: Int @cost(weight: 3) }
    type C { c: Int @cost(weight: 9) }
    type X { x: X a: A }`)

  it.each([
    ['of an abstract type the dearest object is paid', '{ node { id } }', {}, 4],
    ['with what is selected on it', '{ thing { ... on A { x { __typename } } ... on B { b } ... on C { c } } }', {}, 10],
    ['fragments on interfaces count for all of theirs', '{ thing { ... on Node { id } ... on B { x { __typename } } } }', {}, 5],
    ['at each level', '{ node { next { next { id } } } }', {}, 12],
    [
      'what is asked for twice is paid once',
      '{ me { x { __typename } ...F } me { x { x { __typename } } } } fragment F on A { x { __typename } }',
      {},
      3,
    ],
    ['under two names twice', '{ me { x { __typename } } you: me { x { __typename } } }', {}, 4],
    ['what is skipped is free', '{ me { x @skip(if: true) { __typename } } }', {}, 1],
    ['what is not included is free', 'query ($a: Boolean!) { me { ... @include(if: $a) { x { __typename } } } }', { a: false }, 1],
    ['what is included is not', 'query ($a: Boolean!) { me { ... @include(if: $a) { x { __typename } } } }', { a: true }, 2],
    ['a default decides', 'query ($a: Boolean = true) { me { ...F @skip(if: $a) } } fragment F on A { x { __typename } }', {}, 1],
    ['what nobody decided is paid', 'query ($a: Boolean!) { me { x @skip(if: $a) { __typename } } }', {}, 2],
    ['lists of lists multiply', '{ deep { id } }', {}, 1000],
    ['so do weights of what is in them', '{ grid }', {}, 3 * 10 * 2],
  ])('%s', (_rule, text, variables, expected) => {
    expect(cost(text, variables)).toBe(expected)
  })

  it('stays at the largest number that is counted exactly', () => {
    const dear = costWith('type Query { a: [Query] @listSize(assumedSize: 2000000000) @cost(weight: 2000000000) b: Int }')
    expect(dear(`${'{ a '.repeat(9)} { b } ${'}'.repeat(9)}`)).toBe(Number.MAX_SAFE_INTEGER)
  })

  it('ends for a document that stands for more selections than anybody could count', () => {
    const fragments = Array.from(
      { length: 60 },
      (_, level) => `fragment F${String(level)} on X { a1: a { x { ...F${String(level + 1)} } } a2: a { x { ...F${String(level + 1)} } } }`,
    )
    expect(cost(`{ me { x { ...F0 } } } ${fragments.join(' ')} fragment F60 on X { x { __typename } }`)).toBe(Number.MAX_SAFE_INTEGER)
  })

  it('ends for one in which what is to be merged doubles with each level', () => {
    // Each level asks for the same name in two ways that differ below: 2 ^ 40 combinations.
    const fragments = Array.from({ length: 40 }, (_, index) => {
      const next = String(index + 1)
      return `fragment L${String(index)} on X { x { ...L${next} ...R${next} } } fragment R${String(index)} on X { a { x { ...L${next} } } x { a { x { ...R${next} } } } }`
    })
    const last = 'fragment L40 on X { __typename } fragment R40 on X { __typename }'
    expect(cost(`{ me { x { ...L0 ...R0 } } } ${fragments.join(' ')} ${last}`)).toBeGreaterThan(40)
  })

  it('ends for a document that validation refuses because a fragment contains itself', () => {
    const invalid = costWith('type Query { x: X } type X { x: X }', false)
    expect(invalid('{ x { ...F } } fragment F on X { x { ...F } }')).toBeGreaterThan(0)
  })
})
