import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { misplacedTags } from './tag-conventions.ts'

const [pub, partner] = ['@tag(name: "public")', '@tag(name: "partner")']

describe('tags', () => {
  it.each([
    ['type A @tag(name: "pubic") { b: Int }', ['A: has the tag "pubic" of no graph; there is "public" or "partner"']],
    ['enum A { B @tag(name: "internal") }', ['A.B: has the tag "internal" of no graph; there is "public" or "partner"']],
    ['input A { b: Int @tag(name: "x") }', ['A.b: has the tag "x" of no graph; there is "public" or "partner"']],
    [`type Query { a(b: Int): Int ${pub} }`, ['Query.a(b:): has the tags of its field']],
    [`extend type Query { a(b: Int ${pub}): Int ${pub} ${partner} }`, ['Query.a(b:): has the tags of its field']],
    [`type Query { a(b: Int ${pub}): Int }`, ['Query.a(b:): has the tags of its field']],
  ])('are refused in %s', (sdl, breaches) => {
    expect(misplacedTags(parse(sdl))).toEqual(breaches)
  })

  it.each([
    `type Query { a(b: Int ${partner} ${pub}): Int ${pub} ${partner} }`,
    `type A ${pub} { a(b: Int): Int c(d: Int ${partner}): Int ${partner} }`,
    `scalar A ${pub} union B ${partner} = C enum E { F ${pub} } input G { h: Int ${pub} }`,
    'type Query { a(b: Int): Int }',
  ])('hold in %s', (sdl) => {
    expect(misplacedTags(parse(sdl))).toEqual([])
  })
})
