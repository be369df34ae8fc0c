import { partnerErrors } from '@iommi/infra/dev/partner-readme-text'
import { expect, it } from 'vitest'
import { statusOfCode } from '../src/error-codes.ts'

// A partner sends ids of operations that were checked when they were published: what is wrong with a text it never gets to see.
const ofTexts = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'TOKEN_LIMIT_EXCEEDED',
  'DEPTH_LIMIT_EXCEEDED',
  'ALIAS_LIMIT_EXCEEDED',
  'ROOT_FIELD_LIMIT_EXCEEDED',
  'DIRECTIVE_LIMIT_EXCEEDED',
  'SELECTION_LIMIT_EXCEEDED',
  'ALIAS_NOT_ALLOWED',
]
// Of other clients' requests, of other addresses than the graph's, and of rules that the rules on variables are stricter than.
const ofOthers = ['PERSISTED_QUERY_NOT_FOUND', 'NOT_FOUND', 'PAGE_SIZE_LIMIT_EXCEEDED']

it('a partner’s README has every code that it can be answered with, with its status', () => {
  const known = Object.entries(statusOfCode).filter(([code]) => !ofTexts.includes(code) && !ofOthers.includes(code))
  expect(Object.fromEntries(partnerErrors.map(({ code, status }) => [code, status]))).toEqual(Object.fromEntries(known))
})
