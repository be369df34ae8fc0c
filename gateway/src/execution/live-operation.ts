import { buildOperationContext, executeQueryPlan, type ServiceMap } from '@apollo/gateway'
import { operationFromDocument } from '@apollo/federation-internals'
import type { QueryPlan, QueryPlanner } from '@apollo/query-planner'
import type { LiveField } from '@iommi/schema/events/live-field'
import { liveFields } from '@iommi/schema/events/live-fields'
import { invariant } from '@iommi/shared/errors'
import { LRUCache } from 'lru-cache'
import {
  executeSync,
  getArgumentValues,
  getVariableValues,
  GraphQLError,
  Kind,
  parse,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { fragmentsOf } from '../document-fragments.ts'
import type { GatewayContext } from '../gateway-context.ts'
import type { CostRules } from '../limits/cost-rules.ts'
import { measuredCost } from '../limits/measured-cost.ts'
import { staticCost } from '../limits/static-cost.ts'
import { eventsSubgraph } from '../supergraph.ts'
import type { Execution } from './served-graph.ts'

/** What one message of a subscription's field is, as the events subgraph would answer it: an object with `__typename`. */
export type LiveMessage = Readonly<Record<string, unknown>> & { readonly __typename: string }

/** A subscription that is planned for one supergraph: each message is answered by running the rest of its plan. */
export interface LiveOperation {
  /** What clients saw of the graph when it was planned. */
  readonly schema: GraphQLSchema
  readonly field: LiveField
  /** Of the field, with the variables in their places. */
  readonly args: Readonly<Record<string, unknown>>
  /** The name of the variable that gives the argument `after` and nothing else; null where there is none. */
  readonly afterVariable: string | null
  /** What the answer to a message cost, by its data. */
  readonly costOf: (data: unknown) => number
  /** The answer to one message: fields of other subgraphs are fetched as the caller of `context`, now. */
  readonly render: (message: LiveMessage, context: GatewayContext) => Promise<Execution>
}

/** A subscription to be planned: valid in the graph's schema, with nothing in it that its caller may not have. */
export interface PlannableOperation {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

/** What plans and runs operations of one supergraph. */
export interface LiveGraph {
  readonly schema: GraphQLSchema
  readonly planner: QueryPlanner
  readonly services: ServiceMap
  readonly cost: CostRules
}

const documentsMax = 1_000

/** Answers the events subgraph's part of a plan out of the message that is being told. */
export function eventDataSource(planner: () => QueryPlanner): ServiceMap[string] {
  let schema: GraphQLSchema | null = null
  // Those of supergraphs and operations that nobody uses any more are forgotten.
  const documents = new LRUCache<string, DocumentNode>({ max: documentsMax })
  const documentOf = (text: string): DocumentNode => {
    const document = documents.get(text) ?? parse(text, { noLocation: true })
    documents.set(text, document)
    return document
  }
  return {
    process: ({ request, context }) => {
      const { query = '', variables = {} } = request
      schema ??= planner().supergraph.subgraphs().get(eventsSubgraph)?.schema.toGraphQLJSSchema() ?? null
      invariant(schema, 'a supergraph with subscriptions has the events subgraph')
      const document = documentOf(query)
      // Whatever the field is called there, its value is the message: a subscription has one root field.
      const rootValue = Object.fromEntries(liveFields.map(({ name }) => [name, context?.['message']]))
      const { data, errors } = executeSync({ schema, document, rootValue, variableValues: variables })
      return Promise.resolve({
        ...(data === undefined ? {} : { data }),
        ...(errors === undefined ? {} : { errors: errors.map((error) => error.toJSON()) }),
      })
    },
  }
}

/** Throws, with the reason, when a field of `Subscription` has no events behind it. */
export function checkLiveFields(schema: GraphQLSchema): void {
  const names = Object.keys(schema.getSubscriptionType()?.getFields() ?? {})
  const unknown = names.find((name) => !liveFields.some((field) => field.name === name))
  if (unknown !== undefined) throw new Error(`no events are mapped to Subscription.${unknown}`)
}

/** Plans a subscription with these variables; the errors say which variable is wrong. */
export type PlanLive = (wanted: PlannableOperation) => LiveOperation | readonly GraphQLError[]

/** Plans the subscriptions of one supergraph, each document once. */
export function livePlanner({ schema, planner, services, cost }: LiveGraph): PlanLive {
  const { supergraph } = planner
  const apiSchema = supergraph.apiSchema()
  let supergraphSchema: GraphQLSchema | null = null
  const plans = new WeakMap<OperationDefinitionNode, LivePlan>()
  const planOf = ({ document, operation, operationName }: PlannableOperation): LivePlan => {
    const known = plans.get(operation)
    if (known !== undefined) return known
    const name = operationName === undefined ? {} : { operationName }
    const plan = runnable(planner.buildQueryPlan(operationFromDocument(apiSchema, document, name)))
    const made = { plan, context: buildOperationContext({ schema, operationDocument: document, ...name }) }
    plans.set(operation, made)
    return made
  }
  return (wanted) => {
    const { document, operation, variables } = wanted
    const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
    if (errors !== undefined) return errors.map(withCode)
    const root = rootField(document, operation)
    const type = schema.getSubscriptionType()?.getFields()[root.name.value]
    const field = liveFields.find(({ name }) => name === root.name.value)
    invariant(type !== undefined && field !== undefined, 'a valid subscription asks for a field there is')
    const { plan, context: operationContext } = planOf(wanted)
    supergraphSchema ??= supergraph.schema.toGraphQLJSSchema()
    const inSupergraph = supergraphSchema
    const price = staticCost({ rules: cost, schema, document, operation, variables })
    return {
      schema,
      field,
      args: getArgumentValues(type, root, coerced),
      afterVariable: afterVariableOf(document, root),
      costOf: (data) => measuredCost(price, data),
      render: async (message, context) => {
        const request = requestContext(wanted, { ...context, message })
        return await executeQueryPlan(plan, services, request, operationContext, inSupergraph, apiSchema)
      },
    }
  }
}

interface LivePlan {
  readonly plan: QueryPlan
  readonly context: ReturnType<typeof buildOperationContext>
}

type RequestContext = Parameters<typeof executeQueryPlan>[2]

function requestContext({ document, operation, operationName, variables }: PlannableOperation, context: GatewayContext): RequestContext {
  // All that executing a plan looks at; there is no HTTP request behind a message.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { request: { variables, operationName }, document, operation, operationName, context, metrics: {} } as unknown as RequestContext
}

/** The plan with what the events subgraph says as its first step: a step like any other, answered by `eventDataSource`. */
function runnable(plan: QueryPlan): QueryPlan {
  const { node } = plan
  invariant(node?.kind === 'Subscription', 'a subscription has the plan of one')
  invariant(node.primary.serviceName === eventsSubgraph, 'every subscription begins with an event')
  return { ...plan, node: { kind: 'Sequence', nodes: [node.primary, ...(node.rest === undefined ? [] : [node.rest])] } }
}

/** The one field that a valid subscription selects, through whatever fragments. */
function rootField(document: DocumentNode, { selectionSet }: OperationDefinitionNode): FieldNode {
  const fragments = fragmentsOf(document)
  const find = (set: SelectionSetNode | undefined): FieldNode | null => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) return selection
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)?.selectionSet
      const found = find(inner)
      if (found !== null) return found
    }
    return null
  }
  const field = find(selectionSet)
  invariant(field, 'a valid subscription has one root field')
  return field
}

function afterVariableOf(document: DocumentNode, { arguments: given = [] }: FieldNode): string | null {
  const value = given.find(({ name }) => name.value === 'after')?.value
  if (value?.kind !== Kind.VARIABLE) return null
  const { value: name } = value.name
  let uses = 0
  visit(document, { Variable: (node) => void (uses += node.name.value === name ? 1 : 0) })
  // Its definition, and the one place where it is used.
  return uses === 2 ? name : null
}

function withCode(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, { originalError: error, nodes: error.nodes ?? null, extensions: { code: 'BAD_USER_INPUT' } })
}
