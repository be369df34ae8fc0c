import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { unsizedLists } from './list-size-conventions.ts'

const page =
  '@listSize(slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false, assumedSize: 20)'

describe('list sizes', () => {
  it.each([
    ['type A { bs: [B!]! } type B { c: Int }', ['A.bs: says how long the list usually is, by @listSize(assumedSize: …)']],
    ['type A { bs: [B!]! @listSize(assumedSize: 0) }', ['A.bs: says how long the list usually is, by @listSize(assumedSize: …)']],
    [
      'type A { bs: [B!]! @listSize(requireOneSlicingArgument: false) }',
      ['A.bs: says how long the list usually is, by @listSize(assumedSize: …)'],
    ],
    ['type A { bs(first: Int, last: Int): BConnection }', [`A.bs: says ${page}`]],
    ['extend type A { bs(first: Int, last: Int): BConnection! @listSize(assumedSize: 20) }', [`A.bs: says ${page}`]],
  ])('are missed in %s', (sdl, breaches) => {
    expect(unsizedLists(parse(sdl))).toEqual(breaches)
  })

  it.each([
    'type A { bs: [B!]! @listSize(assumedSize: 3) }',
    `type A { bs(first: Int, last: Int): BConnection ${page} }`,
    'type BConnection { edges: [BEdge!]! nodes: [B!]! }',
    'type A { roles: [String!]! kinds: [Kind!] } enum Kind { ONE }',
    'type _A { bs: [B!]! } type Query { _bs: [B!]! @inaccessible }',
  ])('are told, or cost nothing, in %s', (sdl) => {
    expect(unsizedLists(parse(sdl))).toEqual([])
  })
})
