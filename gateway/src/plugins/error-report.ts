import type { ApolloServerPlugin } from '@apollo/server'
import { unwrapResolverError } from '@apollo/server/errors'
import type { Logger } from '@iommi/shared/telemetry'
import { codeOf, withRequestId } from '../public-error.ts'
import type { GatewayContext } from '../gateway-context.ts'

/** Writes the request id into every error of an answer, notes their codes, and logs the errors whose message no client may see. */
export function errorReport(log: Logger): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: async ({ response: { body }, errors = [], contextValue: { record, requestId } }) => {
          await Promise.resolve()
          record.hasRequestId = true
          if (body.kind !== 'single' || body.singleResult.errors === undefined) return
          const shown = body.singleResult.errors.map((error) => withRequestId(error, requestId))
          body.singleResult = { ...body.singleResult, errors: shown }
          record.errorCodes = [...new Set(shown.map(codeOf))]
          for (const [index, error] of errors.entries()) {
            const isMasked = shown[index]?.extensions?.['code'] === 'INTERNAL_SERVER_ERROR'
            if (isMasked) log.error({ err: unwrapResolverError(error), requestId }, 'operation failed')
          }
        },
      }),
    unexpectedErrorProcessingRequest: ({ error, requestContext }) => {
      log.error({ err: error, requestId: requestContext.contextValue.requestId }, 'request failed')
      return Promise.resolve()
    },
  }
}
