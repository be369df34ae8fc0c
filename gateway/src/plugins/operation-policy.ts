import type { ApolloServerPlugin } from '@apollo/server'
import { OperationTypeNode, type DocumentNode, type VariableDefinitionNode } from 'graphql'
import type { GatewayContext } from '../gateway-context.ts'
import { checkPageSizes, pageSizeVariables } from '../limits/page-sizes.ts'
import { Refusal, toGraphQLError } from '../refusal.ts'

/** Holds each request to the rules that depend on which operation of a document is run, how, and with which variables. */
export function operationPolicy(pageSizeMax: number): ApolloServerPlugin<GatewayContext> {
  const variablesOf = memoised(pageSizeVariables)
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: async ({ operation, operationName, document, request, contextValue: { record, onSubscription, isSafe } }) => {
          record.operation = operationName?.slice(0, 100) ?? null
          record.operationType = operation?.operation
          await Promise.resolve()
          if (operation === undefined)
            throw refused('OPERATION_RESOLUTION_FAILURE', 'operationName must name an operation of the document.')
          if (operation.operation === OperationTypeNode.SUBSCRIPTION && onSubscription === undefined) {
            throw refused(
              'SUBSCRIPTION_TRANSPORT_REQUIRED',
              'Subscriptions are not answered over plain HTTP: use WebSocket (graphql-transport-ws), or accept text/event-stream or multipart/mixed;subscriptionSpec=1.0.',
            )
          }
          if (operation.operation === OperationTypeNode.MUTATION && isSafe === true) {
            throw refused('METHOD_NOT_ALLOWED', 'A mutation is sent by POST.')
          }
          const tooLarge = checkPageSizes(variablesOf(document), request.variables ?? {}, pageSizeMax)
          if (tooLarge !== null) throw refused('PAGE_SIZE_LIMIT_EXCEEDED', tooLarge.message)
        },
      }),
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
