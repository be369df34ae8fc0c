import type { GraphQLDataSource } from '@apollo/gateway'
import { AppError, InvariantError } from '@iommi/shared/errors'
import type { Logger } from '@iommi/shared/telemetry'
import { Kind, parse } from 'graphql'
import type { PublicCode } from '../error-codes.ts'
import type { GatewayContext } from '../gateway-context.ts'
import type { SubgraphCaller } from './subgraph-caller.ts'

type ProcessOptions = Parameters<GraphQLDataSource<GatewayContext>['process']>[0]
type SubgraphAnswer = Awaited<ReturnType<GraphQLDataSource<GatewayContext>['process']>>

/**
 * Sends the fetches of a plan to one subgraph, each under an internal token of its own with the
 * caller, the tenant and the time that is left. A subgraph that is away, slow or answers nonsense
 * is an error at the place of the fetch: what does not need it is answered all the same.
 */
export function subgraphDataSource(
  subgraph: string,
  { call }: Pick<SubgraphCaller, 'call'>,
  log: Logger,
): GraphQLDataSource<GatewayContext> {
  return {
    process: async (options) => {
      if (!('incomingRequestContext' in options)) throw new InvariantError('the gateway asks subgraphs for nothing of its own')
      const { context, request } = options
      context.record.fetches += 1
      try {
        const body = JSON.stringify({ query: request.query, variables: request.variables })
        // The fetches of entities that follow a mutation are queries: they may be repeated.
        return readAnswer(await call(context, body, isMutation(request.query) ? 'write' : 'read'))
      } catch (error) {
        log.warn({ err: error, requestId: context.requestId, subgraph }, 'subgraph call failed')
        return failedFetch(options, context.signal)
      }
    },
  }
}

function isMutation(document: string | undefined): boolean {
  return /^\s*mutation\b/.test(document ?? '')
}

function readAnswer(text: string): SubgraphAnswer {
  const answer: unknown = JSON.parse(text)
  if (isAnswer(answer)) return answer
  throw new AppError('UPSTREAM_UNAVAILABLE', 'A part of the system gave no answer.', { retryable: true })
}

// The shape of `data` is what the gateway checks itself, field by field.
function isAnswer(answer: unknown): answer is SubgraphAnswer {
  if (typeof answer !== 'object' || answer === null) return false
  const hasErrors = 'errors' in answer
  return hasErrors ? Array.isArray(answer.errors) : 'data' in answer
}

function failedFetch(options: ProcessOptions, signal: AbortSignal): SubgraphAnswer {
  const isTooLate = signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError'
  const code: PublicCode = isTooLate ? 'REQUEST_TIMEOUT' : 'UPSTREAM_UNAVAILABLE'
  const message = isTooLate ? 'The request took too long.' : 'A part of the system does not answer right now.'
  const errors = failedPaths(options).map((path) => ({ message, path, extensions: { code, retryable: true } }))
  return { errors }
}

/** The fields a fetch was for: those at the root by name; deeper ones as the place where they would have gone. */
function failedPaths(options: ProcessOptions): readonly (readonly string[])[] {
  const isAtRoot = !('pathInIncomingRequest' in options) || (options.pathInIncomingRequest ?? []).length === 0
  return isAtRoot ? rootFields(options.request.query ?? '').map((name) => [name]) : [[]]
}

function rootFields(operation: string): readonly string[] {
  const definition = parse(operation, { noLocation: true }).definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return []
  return definition.selectionSet.selections
    .filter((selection) => selection.kind === Kind.FIELD)
    .map(({ alias, name }) => alias?.value ?? name.value)
}
