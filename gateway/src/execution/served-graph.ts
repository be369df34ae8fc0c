import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway'
import type { QueryPlanner } from '@apollo/query-planner'
import { invariant } from '@iommi/shared/errors'
import type { ApolloServerOptions } from '@apollo/server'
import type { Logger } from '@iommi/shared/telemetry'
import { LRUCache } from 'lru-cache'
import { getOperationAST, GraphQLError, OperationTypeNode, validate, type DocumentNode, type GraphQLSchema } from 'graphql'
import { authorizeOperation, refusalsOf, type Authorization } from '../auth/authorize-operation.ts'
import { completeDenied, type DeniedParts } from '../auth/denied-parts.ts'
import type { Grants } from '../auth/grants.ts'
import { newRecord, type GatewayContext } from '../gateway-context.ts'
import { quietLogger } from '../quiet-logger.ts'
import { eventsSubgraph, type Supergraph } from '../supergraph.ts'
import { checkLiveFields, eventDataSource, livePlanner, type LiveOperation, type PlanLive } from './live-operation.ts'
import type { AskedSubscription, LivePreparation } from './live-request.ts'
import { sampleVariables } from './sample-variables.ts'
import { subgraphDataSource } from './subgraph-client.ts'
import type { SubgraphCaller } from './subgraph-caller.ts'

/** What Apollo Server takes its schema and executor from. */
export type Gateway = NonNullable<ApolloServerOptions<GatewayContext>['gateway']>

/** Runs one operation of one request. */
export type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>

/** A request of an operation that is valid in the schema it was validated against. */
export type ExecutionRequest = Parameters<Executor>[0] & { readonly context: GatewayContext }

/** Whether a request has the context of this gateway. */
export function isExecutionRequest(request: Parameters<Executor>[0]): request is ExecutionRequest {
  return 'grants' in request.context
}

/** What running an operation comes to. */
export type Execution = Awaited<ReturnType<Executor>>

/** An operation as it was asked for, without its variables. */
export interface KnownOperation {
  readonly document: DocumentNode
  readonly documentHash: string
  readonly operationName: string | undefined
  readonly grants: Grants
}

/** A supergraph that is loaded and answers. */
export interface ServedGraph {
  readonly supergraph: Supergraph
  /** What clients see of it. */
  readonly schema: GraphQLSchema
  /** Runs what the caller may run of an operation; says FORBIDDEN where it may not. */
  readonly execute: (request: ExecutionRequest) => Promise<Execution>
  /** Plans an operation ahead, without calling anybody; one that does not fit this supergraph is passed over. Before `serve` only. */
  readonly plan: (operation: KnownOperation) => Promise<void>
  /** Plans what the caller may have of a subscription; `errors` say FORBIDDEN, or which variable is wrong. */
  readonly prepareLive: (asked: AskedSubscription) => LivePreparation
  /** From now on subgraphs are called. */
  readonly serve: () => void
  /** How many plans have been made. */
  readonly plansMade: () => number
}

/** What a graph is served with. */
export interface GraphParts {
  readonly callers: ReadonlyMap<string, SubgraphCaller>
  readonly log: Logger
}

/** Loads a supergraph; throws when it cannot be served, a subgraph without an address included. */
export async function loadGraph(supergraph: Supergraph, { callers, log }: GraphParts): Promise<ServedGraph> {
  const missing = supergraph.subgraphs.filter((name) => !callers.has(name))
  if (missing.length > 0) throw new Error(`no address is configured for ${missing.join(', ')}`)
  switchOffTelemetry()
  let isServing = false
  let plansMade = 0
  const services: Record<string, GraphQLDataSource> = {}
  const plannerOf = (): QueryPlanner => {
    // The one it has made: another would double the time and the memory of a supergraph.
    const { queryPlanner } = inner.__testing()
    invariant(queryPlanner, 'a loaded gateway plans')
    return queryPlanner
  }
  const inner = new ApolloGateway({
    supergraphSdl: supergraph.sdl,
    logger: quietLogger(log),
    // On by default outside production: any client could read plans by a header.
    __exposeQueryPlanExperimental: false,
    queryPlannerConfig: { cache: planCache(() => (plansMade += 1)) },
    buildService: ({ name }) => {
      services[name] = name === eventsSubgraph ? eventDataSource(plannerOf) : serviceOf(name)
      return services[name]
    },
  })
  const serviceOf = (name: string): GraphQLDataSource => {
    const caller = callers.get(name)
    if (caller === undefined) throw new Error(`no address is configured for ${name}`)
    return subgraphDataSource(name, { call: async (...call) => (isServing ? await caller.call(...call) : nothing) }, log)
  }
  const { schema, executor } = await inner.load({ apollo: {} })
  checkLiveFields(schema)
  const authorizationOf = rememberedAuthorizations(supergraph, schema)
  const planLive = livePlanner({ schema, planner: plannerOf(), services, cost: supergraph.cost })
  const prepareLive: ServedGraph['prepareLive'] = (asked) => prepareAllowed(authorizationOf, planLive, asked)
  const execute: ServedGraph['execute'] = async (request) => {
    if (request.operation.operation === OperationTypeNode.SUBSCRIPTION) return begin(prepareLive, request)
    return await executeAllowed(authorizationOf(request), request, executor)
  }
  return {
    supergraph,
    schema,
    execute,
    plan: async (known) => {
      const request = planningRequest(schema, known)
      if (request !== null) await execute(request)
    },
    prepareLive,
    serve: () => void (isServing = true),
    plansMade: () => plansMade,
  }
}

/** Hands a subscription to the transport that asked for it: there is nothing to answer yet. */
function begin(prepareLive: ServedGraph['prepareLive'], request: ExecutionRequest): Execution {
  const { document, queryHash, operationName, context } = request
  const variables = request.request.variables ?? {}
  const asked = { document, documentHash: queryHash, operationName: operationName ?? undefined, variables, grants: context.grants }
  const prepared = prepareLive(asked)
  if (prepared.kind === 'refused') return { errors: [...prepared.errors] }
  context.onSubscription?.({ asked, operation: prepared.operation })
  return {}
}

type AuthorizationOf = (request: Authorizable) => Authorization

function prepareAllowed(authorizationOf: AuthorizationOf, planLive: PlanLive, asked: AskedSubscription): LivePreparation {
  const { document, operationName, variables, grants } = asked
  const operation = getOperationAST(document, operationName)
  invariant(operation, 'what is subscribed to is in the document')
  const authorization = authorizationOf({ document, operation, operationName: operationName ?? null, context: { grants } })
  const refusals = authorization.kind === 'refused' ? refusalsOf(authorization, variables) : []
  if (refusals.length > 0) return { kind: 'refused', errors: refusals }
  const rest = authorization.kind === 'refused' ? authorization.rest : authorization
  const allowed = rest.kind === 'allowed' ? { document, operation } : { document: rest.document, operation: getOperationAST(rest.document) }
  invariant(allowed.operation, 'what may run of an operation is one')
  const planned = planLive({ document: allowed.document, operation: allowed.operation, operationName, variables })
  if (!('render' in planned)) return { kind: 'refused', errors: planned }
  const render: LiveOperation['render'] = async (...message) => {
    const result = withNullViolations(await planned.render(...message))
    return rest.kind === 'allowed' ? result : withDenied(rest.parts, result)
  }
  return { kind: 'ready', operation: { ...planned, render } }
}

type PlanCache = NonNullable<NonNullable<ConstructorParameters<typeof ApolloGateway>[0]>['queryPlannerConfig']>['cache']
type Plan = Parameters<NonNullable<PlanCache>['set']>[1]

const planBytesMax = 30 * 1024 * 1024

function planCache(onSet: () => void): NonNullable<PlanCache> {
  const plans = new LRUCache<string, Plan>({ maxSize: planBytesMax, sizeCalculation: (plan) => JSON.stringify(plan).length })
  return {
    get: (key) => Promise.resolve(plans.get(key)),
    set: (key, plan) => {
      plans.set(key, plan)
      onSet()
      return Promise.resolve()
    },
    delete: (key) => Promise.resolve(plans.delete(key)),
    clear: () => plans.clear(),
  }
}

const nothing = '{"data":{}}'

/** A request that makes the gateway plan the operation; null when it is not valid in this schema. */
function planningRequest(
  schema: GraphQLSchema,
  { document, documentHash, operationName, grants }: KnownOperation,
): ExecutionRequest | null {
  const operation = getOperationAST(document, operationName)
  if (operation === null || operation === undefined || validate(schema, document).length > 0) return null
  const variables = sampleVariables(schema, operation)
  const request = { variables, ...(operationName === undefined ? {} : { operationName }) }
  const context = { grants, record: newRecord(), signal: new AbortController().signal, requestId: 'planning' }
  // All that planning looks at, and a data source that calls nobody; the rest of a request does not exist here.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return {
    request,
    document,
    operation,
    operationName: operation.name?.value ?? null,
    queryHash: documentHash,
    schema,
    context,
  } as unknown as ExecutionRequest
}

async function executeAllowed(authorization: Authorization, request: ExecutionRequest, executor: Executor): Promise<Execution> {
  if (authorization.kind === 'allowed') return withNullViolations(await executor(request))
  if (authorization.kind === 'refused') {
    const errors = refusalsOf(authorization, request.request.variables ?? {})
    if (errors.length > 0) return { errors }
  }
  const { document, documentHash, parts } = authorization.kind === 'refused' ? authorization.rest : authorization
  return withDenied(parts, withNullViolations(await executor({ ...request, document, queryHash: documentHash })))
}

function withDenied(parts: DeniedParts, result: Execution): Execution {
  if (result.data === null || result.data === undefined) return result
  const { data, errors } = completeDenied(parts, result.data)
  return { ...result, data, ...(errors.length === 0 ? {} : { errors: [...(result.errors ?? []), ...errors] }) }
}

interface Authorizable extends Pick<ExecutionRequest, 'document' | 'operation' | 'operationName'> {
  readonly context: Pick<GatewayContext, 'grants'>
}

/** Decides once for each document, operation and set of grants: the server hands out known documents as the same object each time. */
function rememberedAuthorizations(supergraph: Supergraph, schema: GraphQLSchema): AuthorizationOf {
  const known = new WeakMap<DocumentNode, Map<string, Authorization>>()
  return ({ document, operation, operationName, context: { grants } }) => {
    const ofDocument = known.get(document) ?? new Map<string, Authorization>()
    known.set(document, ofDocument)
    const key = JSON.stringify([operationName, grants.key])
    const authorization = ofDocument.get(key) ?? authorizeOperation(supergraph.access, { schema, document, operation, grants })
    ofDocument.set(key, authorization)
    return authorization
  }
}

/** The gateway hides a null where none may be in an extension; a client has to be told. */
function withNullViolations({ extensions, ...result }: Execution): Execution {
  const { valueCompletion, ...others } = extensions ?? {}
  const rest = Object.keys(others).length === 0 ? {} : { extensions: others }
  if (!Array.isArray(valueCompletion)) return { ...result, ...rest }
  const violations = valueCompletion.filter((error) => error instanceof GraphQLError)
  return { ...result, ...rest, errors: [...(result.errors ?? []), ...violations] }
}

// Read by the constructor of ApolloGateway; otherwise it calls home and asks cloud metadata addresses where it runs.
function switchOffTelemetry(): void {
  // oxlint-disable-next-line node/no-process-env
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1'
}
