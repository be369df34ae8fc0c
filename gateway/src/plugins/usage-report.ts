import type { ApolloServerPlugin } from '@apollo/server'
import type { OperationTypeNode } from 'graphql'
import { graphOf } from '../graph-name.ts'
import type { GatewayContext } from '../gateway-context.ts'
import type { OperationType } from '../usage/usage-counts.ts'
import { fieldsOfOperation } from '../usage/usage-fields.ts'
import type { UsageRecorder } from '../usage/usage-recorder.ts'

const typeOf: Readonly<Record<OperationTypeNode, OperationType>> = { query: 'QUERY', mutation: 'MUTATION', subscription: 'SUBSCRIPTION' }

/** Counts which client asked for which operation, once it has been answered; a subscription when it begins. */
export function usageReport({ record }: Pick<UsageRecorder, 'record'>): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: ({ schema, document, operation, operationName, queryHash, response: { body }, contextValue }) => {
          if (document === undefined || operation === undefined || queryHash === undefined) return Promise.resolve()
          const { tenantId, registered = null, record: about } = contextValue
          record({
            tenantId,
            client: clientOf(contextValue),
            operationId: queryHash,
            operationName: operationName ?? null,
            operationType: typeOf[operation.operation],
            isRegistered: registered !== null,
            cost: about.cost ?? 0,
            hasErrors: body.kind === 'single' && body.singleResult.errors !== undefined,
            fieldsOf: () => fieldsOfOperation(schema, document, operationName ?? null),
          })
          return Promise.resolve()
        },
      }),
  }
}

/** The client's folder of operations; of a document that nobody registered the graph it was sent to. */
function clientOf({ registered = null, actor }: GatewayContext): string {
  return registered?.client ?? (actor.kind === 'partner' ? `partners/${actor.id}` : graphOf(actor))
}
