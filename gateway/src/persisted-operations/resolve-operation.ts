import { createHash } from 'node:crypto'
import type { Logger } from '@iommi/shared/telemetry'
import type { ClaimedCaller } from '../auth/authenticate.ts'
import { graphOf } from '../graph-name.ts'
import { checkText } from '../limits/check-text.ts'
import type { TokenLimits } from '../limits/limits.ts'
import { Refusal, unauthenticated } from '../refusal.ts'
import { readAskedOperation, type AskedOperation, type RequestParts } from './asked-operation.ts'
import type { AutomaticQueries } from './automatic-queries.ts'
import type { OperationRegistry, RegisteredOperation } from './operation-registry.ts'

/** What a request runs. */
export interface ResolvedOperation {
  readonly text: string
  /** Null for a document that nobody registered. */
  readonly registered: RegisteredOperation | null
  /** Whether an id stood for the text, or told it. */
  readonly isById: boolean
}

type Found = Omit<ResolvedOperation, 'isById'>

/** Finds out what a caller's request runs. Throws a Refusal for what it may not run; no subgraph has been called then. */
export type ResolveOperation = (caller: ClaimedCaller, request: RequestParts) => ResolvedOperation

/** What operations are resolved by. */
export interface ResolverParts {
  readonly registry: () => OperationRegistry
  readonly automatic: AutomaticQueries
  readonly limits: TokenLimits
  /** Whether what a partner may not run is run all the same, and logged: to see who would be refused before it is so. */
  readonly isAudit: boolean
  readonly log: Logger
  /** The clock: UTC. */
  readonly now: () => Date
}

/**
 * Our own clients may send documents, ids of registered operations, and ids that they once sent the document with. A partner may
 * send nothing but ids of the manifest of its credential: an unknown id, somebody else's id and a document are refused alike.
 * A text that nobody registered is held to the limits on texts.
 */
export function operationResolver(parts: ResolverParts): ResolveOperation {
  return (caller, request) => {
    const asked = readAskedOperation(request)
    const resolved = caller.actor.kind === 'partner' ? ofPartner(parts, caller, asked) : ofOurOwn(parts, caller, asked)
    if (resolved.registered === null) checkText(resolved.text, parts.limits, caller.actor)
    return { ...resolved, isById: asked.id !== null }
  }
}

function ofPartner(parts: ResolverParts, caller: ClaimedCaller, asked: AskedOperation): Found {
  const { tenantId, actor } = caller
  const partner = parts.registry().findPartner(tenantId, actor.id)
  if (partner?.isRevoked === true) throw unauthenticated('The partner’s access has been revoked.')
  const operation = asked.query === '' && asked.id !== null ? partner?.operations.get(asked.id) : undefined
  if (operation !== undefined) return allowed(parts, operation, asked)
  const refusal = new Refusal(
    'OPERATION_NOT_REGISTERED',
    'This is not one of your registered operations: send the id of one, as documentId or extensions.persistedQuery, and no document.',
  )
  if (!parts.isAudit || asked.query === '') throw refusal
  parts.log.warn({ tenantId, client: `partners/${actor.id}`, errorCodes: [refusal.code] }, 'operation would be refused')
  return { text: asked.query, registered: null }
}

function ofOurOwn(parts: ResolverParts, caller: ClaimedCaller, asked: AskedOperation): Found {
  const { query, id } = asked
  const { automatic } = parts
  const operations = parts.registry().ofGraph(graphOf(caller.actor))
  if (id === null) return { text: query, registered: operations.get(sha256(query)) ?? null }
  const operation = operations.get(id)
  if (operation !== undefined) return allowed(parts, operation, asked)
  if (query !== '' && asked.isAutomatic) {
    if (sha256(query) !== id) throw new Refusal('BAD_REQUEST', 'extensions.persistedQuery.sha256Hash is not the sha256 of query.')
    automatic.keep(caller.tenantId, id, query)
  }
  const text = query === '' && asked.isAutomatic ? automatic.find(caller.tenantId, id) : query
  // The code that clients of automatic persisted queries know: they send the document along then.
  if (text === null || text === '') throw new Refusal('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound')
  return { text, registered: null }
}

function allowed({ now }: ResolverParts, operation: RegisteredOperation, { variables }: AskedOperation): Found {
  const { expiresOn } = operation.rules
  if (expiresOn !== undefined && now().toISOString().slice(0, 10) > expiresOn) {
    throw new Refusal('OPERATION_EXPIRED', `${operation.name} could be called until ${expiresOn}; ask for its successor.`)
  }
  const [problem] = operation.checkVariables(variables)
  if (problem !== undefined) throw new Refusal('BAD_USER_INPUT', `${problem}.`)
  return { text: operation.text, registered: operation }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
