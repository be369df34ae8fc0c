import type { ApolloServerPlugin } from '@apollo/server'
import { trace } from '@opentelemetry/api'
import { Kind } from 'graphql'

/** Says of the request's span which operation it is: its type, its name, and the fields at its root. */
export const tracedOperation: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ operation, operationName }) => {
        const span = trace.getActiveSpan()
        if (operation !== undefined && span?.isRecording() === true) {
          const fields = operation.selectionSet.selections.flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : []))
          span.updateName(operation.operation)
          span.setAttributes({
            'graphql.operation.type': operation.operation,
            'graphql.operation.name': (operationName ?? '').slice(0, 100),
            'graphql.root_fields': [...new Set(fields)],
          })
        }
        return Promise.resolve()
      },
    }),
}
