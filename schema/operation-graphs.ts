import { parse, type GraphQLSchema } from 'graphql'
import { apiOf } from './compose.ts'
import { contractOf, tagsIn } from './contract.ts'
import { graphNames, type GraphName } from './operation-manifest.ts'

/** What callers of each graph see. A graph is missing as long as nothing carries its tag; `internal` is always there. */
export type Graphs = ReadonlyMap<GraphName, GraphQLSchema>

/** The graphs of a supergraph, each as its callers see it. */
export function graphsOf(supergraphSdl: string): Graphs {
  const supergraph = parse(supergraphSdl)
  const tags = tagsIn(supergraph)
  const present = graphNames.filter((name) => name === 'internal' || tags.has(name))
  return new Map(present.map((name) => [name, apiOf(name === 'internal' ? supergraph : contractOf(supergraph, name))]))
}
