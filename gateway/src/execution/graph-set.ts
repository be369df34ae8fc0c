import { setImmediate } from 'node:timers/promises'
import { graphNames, type GraphName } from '@iommi/schema/operation-manifest'
import type { Actor } from '@iommi/shared/request-context'
import { graphOf } from '../graph-name.ts'
import { Refusal } from '../refusal.ts'
import type { Supergraph, Supergraphs } from '../supergraph.ts'
import { reloadableGateway, type ReloadableGateway } from './reloadable-gateway.ts'
import type { GraphParts } from './served-graph.ts'

/** The graphs of one supergraph, which are replaced together. */
export interface GraphSet {
  /** What is served to requests that begin now. */
  readonly served: () => Supergraphs
  readonly all: ReadonlyMap<GraphName, ReloadableGateway>
  /** The graph that callers of this kind get. Throws a Refusal where there is none. */
  readonly graphFor: (actor: Pick<Actor, 'kind'>) => ReloadableGateway
  /** Serves another supergraph: all of its graphs from the same moment on, or none. Throws, and keeps the old ones, when one cannot be served. */
  readonly replace: (supergraphs: Supergraphs) => Promise<void>
}

/** The graphs of a supergraph over the subgraphs behind `callers`, by name. Each answers once an Apollo Server has loaded it, or a supergraph replaced it. */
export function openGraphSet(first: Supergraphs, parts: GraphParts): GraphSet {
  const all = new Map([...first.graphs].map(([name, supergraph]) => [name, reloadableGateway(supergraph, parts)]))
  let served = first
  return {
    served: () => served,
    all,
    graphFor: (actor) => findGraph(all, actor),
    replace: async (supergraphs) => {
      const steps: (() => void)[] = []
      for (const name of graphNames) {
        // Each makes the process busy for hundreds of milliseconds: what came meanwhile is answered in between.
        await setImmediate()
        const supergraph = supergraphs.graphs.get(name)?.()
        await setImmediate()
        steps.push(await prepare(name, all.get(name), supergraph))
      }
      for (const step of steps) step()
      served = supergraphs
    },
  }
}

function findGraph<T>(made: ReadonlyMap<GraphName, T>, actor: Pick<Actor, 'kind'>): T {
  const found = made.get(graphOf(actor))
  if (found === undefined) throw new Refusal('FORBIDDEN', `There is nothing here for a ${actor.kind}.`)
  return found
}

async function prepare(name: GraphName, gateway: ReloadableGateway | undefined, supergraph: Supergraph | undefined): Promise<() => void> {
  if (gateway === undefined && supergraph === undefined) return nothing
  if (supergraph === undefined) throw new Error(`nothing is tagged ${name} any more, and the ${name} graph is served`)
  if (gateway === undefined) throw new Error(`the ${name} graph is new; a gateway serves it from its start on`)
  // What its callers see has not changed, and neither has how it is answered.
  return gateway.served().hash === supergraph.hash ? nothing : await gateway.prepare(supergraph)
}

const nothing = (): void => undefined
