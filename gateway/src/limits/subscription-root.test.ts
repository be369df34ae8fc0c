import { expect, it } from 'vitest'
import { checkSubscriptionRoots } from './subscription-root.ts'

it.each([
  ['a plain subscription', 'subscription { a { b } }'],
  [
    'conditions below the root',
    'subscription ($on: Boolean!) { a { b @include(if: $on) ...F @skip(if: $on) } } fragment F on A { c @skip(if: true) }',
  ],
  ['conditions at the root of a query', 'query { a @skip(if: true) ... @include(if: true) { b } } subscription { c }'],
  ['fragments that contain themselves', 'subscription { ...A } fragment A on S { ...B } fragment B on S { ...A a { b @skip(if: true) } }'],
  ['a fragment that is not there', 'subscription { ...A a { b @skip(if: true) } }'],
  ['what is not GraphQL', 'subscription { a @skip(if:'],
  ['words in texts', '{ a(b: "subscription @skip") }'],
])('lets %s pass', (_what, text) => {
  expect(() => checkSubscriptionRoots(text)).not.toThrow()
})

it.each([
  ['a field', 'subscription { a @skip(if: false) }', 'skip'],
  ['a field by a variable', 'subscription ($on: Boolean!) { a @ include (if: $on) }', 'include'],
  ['an inline fragment', 'subscription { ... on S @include(if: true) { a } }', 'include'],
  ['a spread', 'subscription { ...A @skip(if: true) } fragment A on S { a }', 'skip'],
  ['a field in fragments', 'subscription { ... { ...A } } fragment A on S { ...B } fragment B on S { a @skip(if: true) }', 'skip'],
  ['an operation beside others', 'query Q { a } subscription S { a @include(if: true) }', 'include'],
])('refuses a condition on %s at the root', (_what, text, directive) => {
  expect(() => checkSubscriptionRoots(text)).toThrow(
    expect.objectContaining({ code: 'GRAPHQL_VALIDATION_FAILED', message: `The root field of a subscription cannot have @${directive}.` }),
  )
})
