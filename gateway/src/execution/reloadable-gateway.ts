import { setImmediate } from 'node:timers/promises'
import { invariant } from '@iommi/shared/errors'
import { LRUCache } from 'lru-cache'
import type { GraphQLSchema } from 'graphql'
import type { CostRules } from '../limits/cost-rules.ts'
import type { KeyFields } from '../limits/key-fields.ts'
import type { Supergraph } from '../supergraph.ts'
import {
  isExecutionRequest,
  loadGraph,
  type ExecutionRequest,
  type Gateway,
  type GraphParts,
  type KnownOperation,
  type ServedGraph,
} from './served-graph.ts'

/** A gateway whose supergraph can be replaced while it answers. */
export interface ReloadableGateway extends Gateway {
  /** What is served to requests that begin now. */
  readonly served: () => Supergraph
  /**
   * Gets ready to serve another supergraph: loads it beside the old one and plans the operations asked for lately. What it returns takes
   * it for every request that begins from then on; those under way end on the old one. Throws when it cannot be served.
   */
  readonly prepare: (supergraph: Supergraph) => Promise<() => void>
  /** Plans a subscription for what is served now. */
  readonly prepareLive: ServedGraph['prepareLive']
  /** What clients see of what is served now. */
  readonly schema: () => GraphQLSchema
  readonly keyFieldsOf: (schema: GraphQLSchema) => KeyFields
  readonly costRulesOf: (schema: GraphQLSchema) => CostRules
  /** How many plans were made for what is served now. */
  readonly plansMade: () => number
}

type Listener = Parameters<Gateway['onSchemaLoadOrUpdate']>[0]

const recentMax = 200

/** A gateway over the subgraphs behind `callers`, by name. It answers once Apollo Server has loaded it; `first` is asked for then. */
export function reloadableGateway(first: () => Supergraph, parts: GraphParts): ReloadableGateway {
  const listeners = new Set<Listener>()
  const recent = new LRUCache<string, KnownOperation>({ max: recentMax })
  // A request holds on to the schema it was validated against, and so to the graph it ends on.
  const graphs = new WeakMap<GraphQLSchema, ServedGraph>()
  let current: ServedGraph | null = null
  let loading: Promise<void> | null = null
  const graphOf = (schema: GraphQLSchema): ServedGraph => {
    const graph = graphs.get(schema)
    invariant(graph, 'a request is validated against a schema that is served')
    return graph
  }
  const serving = (): ServedGraph => {
    invariant(current, 'a gateway is loaded before it answers')
    return current
  }
  const serve = (graph: ServedGraph): void => {
    graphs.set(graph.schema, graph)
    graph.serve()
    current = graph
    tell(graph)
  }
  const tell = (graph: ServedGraph): void => {
    for (const listener of listeners) listener({ apiSchema: graph.schema, coreSupergraphSdl: graph.supergraph.sdl })
  }
  const loadFirst = async (): Promise<void> => {
    const graph = current ?? (await loadGraph(first(), parts))
    // What has been replaced meanwhile, or before anybody asked for it, is served already.
    if (current === null) serve(graph)
    else tell(current)
  }
  return {
    served: () => current?.supergraph ?? first(),
    prepareLive: (asked) => serving().prepareLive(asked),
    schema: () => serving().schema,
    plansMade: () => current?.plansMade() ?? 0,
    keyFieldsOf: (schema) => graphOf(schema).supergraph.keyFields,
    costRulesOf: (schema) => graphOf(schema).supergraph.cost,
    onSchemaLoadOrUpdate: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    load: async () => {
      loading = loadFirst()
      await loading
      return {
        executor: async (request) => {
          invariant(isExecutionRequest(request), 'the server passes on the context that it was given')
          remember(recent, request)
          return await graphOf(request.schema).execute(request)
        },
      }
    },
    prepare: async (supergraph) => {
      // Otherwise what is being loaded would be served after it.
      await loading
      const graph = await loadGraph(supergraph, parts)
      await planAll(graph, recent.values())
      return () => serve(graph)
    },
    stop: () => Promise.resolve(),
  }
}

async function planAll(graph: ServedGraph, operations: Iterable<KnownOperation>): Promise<void> {
  for (const operation of operations) {
    await graph.plan(operation)
    // A plan can take milliseconds in which nothing else runs.
    await setImmediate()
  }
}

function remember(recent: LRUCache<string, KnownOperation>, { document, queryHash, request, context: { grants } }: ExecutionRequest): void {
  const key = `${queryHash} ${request.operationName ?? ''} ${grants.key}`
  if (recent.get(key) === undefined) recent.set(key, { document, documentHash: queryHash, operationName: request.operationName, grants })
}
