import { composeServices } from '@apollo/composition'
import { Supergraph } from '@apollo/federation-internals'
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql'
import type { SubgraphSource } from './subgraph-list.ts'

/** Composes the supergraph; throws with every composition error, each with its code and where it is. */
export function compose(subgraphs: readonly SubgraphSource[]): string {
  return composeWithHints(subgraphs).supergraphSdl
}

/** A supergraph, and what composition has to remark on it, a line each. */
export interface Composition {
  readonly supergraphSdl: string
  readonly hints: readonly string[]
}

/** Composes as `compose` does, and says what composition remarked. */
export function composeWithHints(subgraphs: readonly SubgraphSource[]): Composition {
  const result = composeServices(subgraphs.map(({ name, routingUrl, sdl }) => ({ name, url: routingUrl, typeDefs: parse(sdl) })))
  if (result.errors === undefined) {
    const hints = result.hints.map(({ definition, message }) => `${definition.code}: ${message.split('\n', 1)[0] ?? ''}`)
    return { supergraphSdl: result.supergraphSdl, hints }
  }
  const problems = result.errors.map((error) => `  ${error.message} (${JSON.stringify(error.extensions['code'])})`)
  throw new Error(`The subgraphs do not compose:\n${problems.join('\n')}`)
}

/** The schema that callers of the composed supergraph see, when all of it is served. */
export function composeApi(subgraphs: readonly SubgraphSource[]): GraphQLSchema {
  return apiOf(parse(compose(subgraphs)))
}

/** The schema that callers of a supergraph see. Throws, as a gateway would at start, when what is @inaccessible leaves a hole: a field without its type, or a hidden argument that is required. */
export function apiOf(supergraph: DocumentNode): GraphQLSchema {
  // Null: every feature may be linked. A gateway refuses some, which is its own affair.
  return Supergraph.build(supergraph, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema()
}
