import { composeServices, type CompositionResult } from '@apollo/composition'
import { parse, type GraphQLSchema } from 'graphql'
import type { SubgraphSource } from './subgraph-list.ts'

/** Composes the supergraph; throws with every composition error, each with its code and where it is. */
export function compose(subgraphs: readonly SubgraphSource[]): string {
  return composed(subgraphs).supergraphSdl
}

/** The schema that clients of the composed supergraph see. */
export function composeApi(subgraphs: readonly SubgraphSource[]): GraphQLSchema {
  return composed(subgraphs).schema.toAPISchema().toGraphQLJSSchema()
}

function composed(subgraphs: readonly SubgraphSource[]): Extract<CompositionResult, { readonly errors?: undefined }> {
  const result = composeServices(subgraphs.map(({ name, routingUrl, sdl }) => ({ name, url: routingUrl, typeDefs: parse(sdl) })))
  if (result.errors === undefined) return result
  const problems = result.errors.map((error) => `  ${error.message} (${JSON.stringify(error.extensions['code'])})`)
  throw new Error(`The subgraphs do not compose:\n${problems.join('\n')}`)
}
