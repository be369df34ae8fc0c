import type { GraphQLDataSource } from '@apollo/gateway'
import { AppError, InvariantError } from '@iommi/shared/errors'
import type { Logger } from '@iommi/shared/telemetry'
import { Kind, parse } from 'graphql'
import type { PublicCode } from '../error-codes.ts'
import type { GatewayContext } from '../gateway-context.ts'
import type { EntityFetch } from './entity-batch.ts'
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
      const send = async (query: string | undefined, variables: unknown): Promise<SubgraphAnswer> => {
        context.record.fetches += 1
        // The fetches of entities that follow a mutation are queries: they may be repeated.
        return readAnswer(await call(context, JSON.stringify({ query, variables }), isMutation(query) ? 'write' : 'read'))
      }
      try {
        const fetch = entityFetch(subgraph, request)
        if (fetch === null || context.entityBatch === undefined) return await send(request.query, request.variables)
        return await context.entityBatch.fetch(fetch, async ({ query, variables }) => await send(query, variables))
      } catch (error) {
        log.warn({ err: error, requestId: context.requestId, subgraph }, 'subgraph call failed')
        return failedFetch(options, context.signal)
      }
    },
  }
}

function entityFetch(subgraph: string, { query = '', variables = {} }: ProcessOptions['request']): EntityFetch | null {
  const { representations }: Readonly<Record<string, unknown>> = variables
  return Array.isArray(representations) ? { subgraph, query, variables: { ...variables, representations } } : null
}

function isMutation(document: string | undefined): boolean {
  return /^\s*mutation\b/.test(document ?? '')
}

function readAnswer(text: string): SubgraphAnswer {
  const answer: unknown = JSON.parse(text)
  if (isAnswer(answer)) return { ...answer, ...(answer.errors === undefined ? {} : { errors: answer.errors.map(withoutEntities) }) }
  throw new AppError('UPSTREAM_UNAVAILABLE', 'A part of the system gave no answer.', { retryable: true })
}

type SubgraphError = NonNullable<SubgraphAnswer['errors']>[number]

/** An error of a whole fetch of entities stands where they would have gone: `_entities` is ours, no client asked for it. */
function withoutEntities(error: SubgraphError): SubgraphError {
  return error.path?.length === 1 && error.path[0] === '_entities' ? { ...error, path: [] } : error
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
