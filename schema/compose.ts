import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import type { SubgraphSource } from './subgraph-list.ts'

/** Composes the supergraph; throws with every composition error, each with its code and where it is. */
export function compose(subgraphs: readonly SubgraphSource[]): string {
  const result = composeServices(subgraphs.map(({ name, routingUrl, sdl }) => ({ name, url: routingUrl, typeDefs: parse(sdl) })))
  if (result.supergraphSdl !== undefined) return result.supergraphSdl
  const problems = (result.errors ?? []).map((error) => `  ${error.message} (${JSON.stringify(error.extensions['code'])})`)
  throw new Error(`The subgraphs do not compose:\n${problems.join('\n')}`)
}
