import { z } from 'zod'
import { AppError, type ErrorCode } from './errors.ts'
import type { InternalClient } from './internal-client.ts'
import type { RequestContext } from './request-context.ts'

/** A service operation: an `@inaccessible` field of another subgraph, and the shape of its answer. */
export interface ServiceOperation<Answer> {
  readonly document: string
  readonly answer: z.ZodType<Answer>
}

const response = z.object({
  // Left out when the request was refused before it was executed.
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.object({ code: z.string().optional(), retryable: z.boolean().optional() }).optional(),
      }),
    )
    .optional(),
})

const knownCodes: ReadonlySet<string> = new Set<ErrorCode>([
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'CONFLICT',
  'RATE_LIMITED',
  'UPSTREAM_UNAVAILABLE',
])

/** Which service calls, for which tenant and on whose behalf: a request's context, or as much of one as there is. */
export interface ServiceCaller extends Pick<RequestContext, 'requestId' | 'traceparent' | 'signal'> {
  readonly caller: string
  readonly tenant: Pick<RequestContext['tenant'], 'id'>
  readonly actor: Pick<RequestContext['actor'], 'kind' | 'id'>
}

/**
 * Calls a service operation as the service `caller`, for the tenant and on behalf of the actor of
 * `context`. The callee's AppErrors arrive as such; its bugs arrive as UPSTREAM_UNAVAILABLE.
 */
export async function callService<Answer>(
  client: InternalClient,
  context: ServiceCaller,
  operation: ServiceOperation<Answer>,
  variables: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const text = await client.post(
    {
      tenantId: context.tenant.id,
      actor: { kind: 'system', id: context.caller, name: context.caller, roles: ['system'] },
      onBehalfOf: `${context.actor.kind}:${context.actor.id}`,
      requestId: context.requestId,
      traceparent: context.traceparent,
      signal: context.signal,
    },
    JSON.stringify({ query: operation.document, variables }),
  )
  const { data, errors } = response.parse(JSON.parse(text))
  const [error] = errors ?? []
  if (error !== undefined) throw toAppError(error)
  return operation.answer.parse(data)
}

function toAppError(error: {
  readonly message: string
  readonly extensions?: { readonly code?: string | undefined; readonly retryable?: boolean | undefined } | undefined
}): AppError {
  const { code, retryable } = error.extensions ?? {}
  if (code !== undefined && isKnown(code)) return new AppError(code, error.message, { retryable: retryable ?? false })
  return new AppError('UPSTREAM_UNAVAILABLE', 'A part of the system failed.', { cause: new Error(error.message) })
}

function isKnown(code: string): code is ErrorCode {
  return knownCodes.has(code)
}
