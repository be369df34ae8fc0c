import { Supergraph } from '@apollo/federation-internals'
import { readFileSync } from 'node:fs'
import { parse, specifiedRules, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import {
  changesDocument,
  countsDocument,
  customersDocument,
  minutesDocument,
  orderDocument,
  ordersDocument,
  stepDocuments,
  viewerDocument,
} from '../src/console/page/graph/documents.ts'
import { mainframeChangesDocument, mainframeDocument, replayDocument } from '../src/console/page/mainframe/mainframe-documents.ts'
import { validationRules } from '../src/graphql-server.ts'
import { readSupergraph } from '../src/supergraph.ts'

const sdl = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8')
const { sdl: loadable, keyFields } = readSupergraph(sdl)
const schema = Supergraph.build(loadable).apiSchema().toGraphQLJSSchema()
const limits = {
  depthMax: 10,
  aliasesMax: 15,
  rootFieldsMax: 10,
  directivesMax: 20,
  selectionsMax: 10_000,
  pageSizeMax: 100,
}

const documents: Readonly<Record<string, string>> = {
  changesDocument,
  countsDocument,
  customersDocument,
  minutesDocument,
  orderDocument,
  ordersDocument,
  viewerDocument,
  mainframeChangesDocument,
  mainframeDocument,
  replayDocument,
  ...stepDocuments,
}

describe('every document of the console', () => {
  it.each(Object.entries(documents))('is valid in the graph, and within its limits: %s', (_, document) => {
    const rules = [...specifiedRules, ...validationRules(limits, () => keyFields)]
    expect(validate(schema, parse(document), rules).map(({ message }) => message)).toEqual([])
  })
})
