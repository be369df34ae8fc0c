import { Supergraph } from '@apollo/federation-internals'
import { readFileSync } from 'node:fs'
import { parse, specifiedRules, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import * as ordersDocuments from '../src/console/page/graph/documents.ts'
import * as mainframeDocuments from '../src/console/page/mainframe/mainframe-documents.ts'
import * as usageDocuments from '../src/console/page/usage/usage-document.ts'
import { validationRules } from '../src/graphql-server.ts'
import { readSupergraph } from '../src/supergraph.ts'
import { defaultLimits } from './test-gateway.ts'

const sdl = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8')
const { sdl: loadable, keyFields } = readSupergraph(sdl)
const schema = Supergraph.build(loadable).apiSchema().toGraphQLJSSchema()

// Whatever else these files come to export is held to the rules too.
const { stepDocuments, ...otherDocuments } = ordersDocuments
const documents: Readonly<Record<string, string>> = { ...otherDocuments, ...stepDocuments, ...mainframeDocuments, ...usageDocuments }

describe('every document of the console', () => {
  it.each(Object.entries(documents))('is valid in the graph, and within its limits: %s', (_, document) => {
    const rules = [
      ...specifiedRules,
      ...validationRules({ limits: defaultLimits, keyFieldsOf: () => keyFields, isRegistered: () => false }),
    ]
    expect(validate(schema, parse(document), rules).map(({ message }) => message)).toEqual([])
  })
})
