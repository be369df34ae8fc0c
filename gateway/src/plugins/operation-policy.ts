import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server'
import { OperationTypeNode, type DocumentNode, type OperationDefinitionNode, type VariableDefinitionNode } from 'graphql'
import type { GatewayContext } from '../gateway-context.ts'
import { checkPageSizes, pageSizeVariables } from '../limits/page-sizes.ts'
import type { AdmittedRequest, CostControl } from '../limits/cost-control.ts'
import { Refusal, toGraphQLError, toRefusal } from '../refusal.ts'

/**
 * Holds each request to the rules that depend on which operation of a document is run, how, and with which variables; then to its
 * client's budget, and says in the answer what it cost.
 */
export function operationPolicy(pageSizeMax: number, costs: CostControl): ApolloServerPlugin<GatewayContext> {
  const variablesOf = memoised(pageSizeVariables)
  const requestDidStart = (): GraphQLRequestListener<GatewayContext> => {
    let admitted: AdmittedRequest | null = null
    return {
      didResolveOperation: async ({ schema, operation, operationName, document, request, contextValue }) => {
        const { record } = contextValue
        record.operation = operationName?.slice(0, 100) ?? null
        record.operationType = operation?.operation
        if (operation === undefined) throw refused('OPERATION_RESOLUTION_FAILURE', 'operationName must name an operation of the document.')
        checkTransport(operation, contextValue)
        const variables = request.variables ?? {}
        const tooLarge = checkPageSizes(variablesOf(document), variables, pageSizeMax)
        if (tooLarge !== null) throw refused('PAGE_SIZE_LIMIT_EXCEEDED', tooLarge.message)
        admitted = await admit(costs, { schema, document, operation, variables, context: contextValue })
        record.cost = admitted.price.cost
        contextValue.onAdmitted?.(admitted.bucket)
      },
      willSendResponse: ({ response: { body }, contextValue: { record } }) => {
        // Of a subscription it is what the first message may cost.
        if (admitted === null || body.kind !== 'single' || record.operationType === 'subscription') return Promise.resolve()
        const { cost, extension } = costs.settle(admitted, body.singleResult.data)
        record.cost = cost
        body.singleResult = { ...body.singleResult, extensions: { ...body.singleResult.extensions, cost: extension } }
        return Promise.resolve()
      },
    }
  }
  return { requestDidStart: () => Promise.resolve(requestDidStart()) }
}

function checkTransport({ operation }: OperationDefinitionNode, { onSubscription, isSafe }: GatewayContext): void {
  if (operation === OperationTypeNode.SUBSCRIPTION && onSubscription === undefined) {
    throw refused(
      'SUBSCRIPTION_TRANSPORT_REQUIRED',
      'Subscriptions are not answered over plain HTTP: use WebSocket (graphql-transport-ws), or accept text/event-stream or multipart/mixed;subscriptionSpec=1.0.',
    )
  }
  if (operation === OperationTypeNode.MUTATION && isSafe === true) throw refused('METHOD_NOT_ALLOWED', 'A mutation is sent by POST.')
}

async function admit(costs: CostControl, request: Parameters<CostControl['admit']>[0]): Promise<AdmittedRequest> {
  try {
    return await costs.admit(request)
  } catch (error) {
    throw toGraphQLError(toRefusal(error))
  }
}

function refused(...refusal: ConstructorParameters<typeof Refusal>): Error {
  return toGraphQLError(new Refusal(...refusal))
}

// The server keeps known documents, the same object each time.
function memoised(find: (document: DocumentNode) => readonly VariableDefinitionNode[]): typeof find {
  const known = new WeakMap<DocumentNode, readonly VariableDefinitionNode[]>()
  return (document) => {
    const found = known.get(document) ?? find(document)
    known.set(document, found)
    return found
  }
}
