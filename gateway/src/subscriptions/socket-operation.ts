import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { newId } from '@iommi/shared/ids'
import { currentTraceparent, inSpanOf, nextTraceparent } from '@iommi/shared/tracing'
import { parse, type ExecutionArgs, type ExecutionResult, type GraphQLFormattedError, type GraphQLSchema } from 'graphql'
import type { SubscribePayload } from 'graphql-ws'
import type { WebSocket } from 'ws'
import type { Session } from '../auth/session.ts'
import type { LiveRequest } from '../execution/live-request.ts'
import { newRecord, type GatewayContext, type RequestRecord } from '../gateway-context.ts'
import { reportOperation } from '../operation-report.ts'
import { isFailure, Refusal, shownRefusal, toRefusal } from '../refusal.ts'
import { withoutPersistedQuery } from '../persisted-operations/asked-operation.ts'
import { begin, chargeTo, scopeOf, type LiveKit } from './live-kit.ts'
import type { LiveSubscription } from './live-hub.ts'
import { ShownErrors, silentGenerator } from './silent-generator.ts'
import { socketOutlet, type FrameBytes } from './socket-outlet.ts'

/** One client's socket, with somebody known behind it. */
export interface LiveSocket {
  readonly request: IncomingMessage
  readonly raw: Duplex
  readonly socket: WebSocket
  readonly bytesOf: FrameBytes
  readonly policies: ReadonlySet<string>
  /** Those that go on. */
  readonly subscriptions: Set<LiveSubscription>
  readonly session: Session
}

/** An operation as the client numbered it. */
export interface SocketOperation {
  readonly id: string
  readonly payload: SubscribePayload
  /** Of the operations that are under way on the connection, this one among them. */
  readonly openCount: number
}

/** What the protocol is to do for an operation: pass on one result, or wait for the end of a stream whose messages go another way. */
export type Step = () => ExecutionResult | AsyncGenerator<ExecutionResult, undefined>

/** What an operation comes to: errors before it began, or a step. */
export type SocketOutcome = { readonly args: ExecutionArgs } | { readonly errors: readonly GraphQLFormattedError[] }

/** Runs an operation through every step that a request by HTTP passes, and reports it as one. Never throws. */
export async function runSocketOperation(kit: LiveKit, live: LiveSocket, operation: SocketOperation): Promise<SocketOutcome> {
  const requestId = newId('request')
  const startMs = performance.now()
  const record = newRecord()
  record.tenantId = live.session.caller.tenantId
  record.actorKind = live.session.caller.actor.kind
  return await inSpanOf(null, { name: 'graphql', kind: 'server' }, async (span) => {
    const traceparent = currentTraceparent(null) ?? nextTraceparent(null)
    try {
      return await run(kit, live, { ...operation, context: contextOf(kit, live, { requestId, traceparent, record }) })
    } catch (error) {
      const refusal = toRefusal(error)
      if (isFailure(error)) kit.log.error({ err: error, requestId }, 'operation refused by a failure')
      record.errorCodes = [refusal.code]
      return { errors: [shownRefusal(refusal, requestId)] }
    } finally {
      const isClientGone = live.socket.readyState !== live.socket.OPEN
      reportOperation({ ...kit, span }, { requestId, traceparent, record, startMs, status: undefined, isClientGone })
    }
  })
}

function contextOf(
  { limits }: LiveKit,
  { session, policies }: LiveSocket,
  request: { readonly requestId: string; readonly traceparent: string; readonly record: RequestRecord },
): GatewayContext {
  const timeoutMs = limits.requestTimeoutMs
  return {
    ...scopeOf(session, policies),
    ...request,
    signal: AbortSignal.timeout(timeoutMs),
    deadlineMs: performance.now() + timeoutMs,
  }
}

async function run(
  kit: LiveKit,
  socket: LiveSocket,
  { id, payload, openCount, context }: SocketOperation & { readonly context: GatewayContext },
): Promise<SocketOutcome> {
  const max = kit.limits.subscriptionsPerSocketMax
  if (openCount > max)
    throw new Refusal('SUBSCRIPTION_LIMIT_EXCEEDED', `A connection may have at most ${String(max)} operations at a time.`)
  const { variables, operationName } = payload
  const { text, registered } = kit.resolve(context, payload)
  const extensions = withoutPersistedQuery(payload.extensions)
  const server = await kit.serverFor(context.actor)
  const { live, bucket, answer } = await begin({ ...context, registered }, async (contextValue) => {
    const request = {
      query: text,
      variables: variables ?? {},
      ...(typeof operationName === 'string' ? { operationName } : {}),
      ...(extensions === undefined ? {} : { extensions }),
    }
    const { body } = await server.executeOperation(request, { contextValue })
    return body.kind === 'single' ? body.singleResult : { errors: [{ message: 'Nothing was answered.' }] }
  })
  if (live !== null)
    return { args: argumentsFor(subscriptionDocument, await subscribe(kit, socket, { id, live, context, onSent: chargeTo(kit, bucket) })) }
  if (answer.errors !== undefined && answer.data === undefined) return { errors: answer.errors }
  // What the server made of it is JSON already; the protocol only passes it on.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { args: argumentsFor(queryDocument, () => answer as ExecutionResult) }
}

interface Subscribing {
  readonly id: string
  readonly live: LiveRequest
  readonly context: GatewayContext
  readonly onSent: (cost: number) => void
}

async function subscribe(
  { hub }: LiveKit,
  { socket, raw, bytesOf, session, policies, subscriptions }: LiveSocket,
  { id, live, context, onSent }: Subscribing,
): Promise<Step> {
  let subscription: LiveSubscription | null = null
  let isOver = false
  const { generator, complete, fail } = silentGenerator(() => {
    isOver = true
    if (subscription === null) return
    subscription.end()
    subscriptions.delete(subscription)
  })
  const outlet = socketOutlet({ socket, raw, id, bytesOf, complete, fail: (errors) => fail(new ShownErrors(errors)) })
  const { tenantId, actor, grants } = context
  const begun = await hub.subscribe(live, { scope: { tenantId, actor, grants }, onSent }, outlet)
  if (isOver) return () => generator
  subscription = begun
  subscriptions.add(begun)
  // Meanwhile it may have become somebody else's.
  if (session.caller.actor !== actor) begun.reauthorize(scopeOf(session, policies))
  return () => generator
}

const queryDocument = parse('{ __typename }')
const subscriptionDocument = parse('subscription { __typename }')

/** The protocol looks at the kind of operation only; what is done is `step`. */
function argumentsFor(document: ReturnType<typeof parse>, step: Step): ExecutionArgs {
  // Nothing is executed against it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { document, contextValue: step, schema: null as unknown as GraphQLSchema }
}

/** The step of arguments that `runSocketOperation` made. */
export function stepOf({ contextValue }: ExecutionArgs): Step {
  // The protocol passes them on as they are.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return contextValue as Step
}
