import type { IncomingMessage, ServerResponse } from 'node:http'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { readBody, sendJson, serveHttp } from '@iommi/shared/http-server'
import { verifyInternalToken, type InternalClaims } from '@iommi/shared/internal-token'
import { silentLogger } from '@iommi/shared/telemetry'
import { graphql, parse } from 'graphql'

/** What a resolver of a test subgraph knows about the call. */
export interface CallContext {
  readonly claims: InternalClaims
  readonly headers: IncomingMessage['headers']
}

type OtherAnswer = ((response: ServerResponse) => void) | null

type SchemaModule = Exclude<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>

/** A subgraph as a real HTTP server that answers nobody without a valid internal token. */
export interface TestSubgraph {
  readonly name: string
  readonly url: string
  readonly key: string
  /** The documents it was asked for callers of the gateway, newest last; what the gateway asks by itself is left out. */
  readonly calls: readonly string[]
  /** Answers instead of the schema until set to null again; whether somebody may come in is answered as ever. */
  answerWith(answer: OtherAnswer): void
  /** The same for whether somebody may come in. */
  answerAdmissionWith(answer: OtherAnswer): void
  /** From now on nobody listens. */
  stop(): Promise<void>
}

export async function startTestSubgraph(
  name: string,
  key: string,
  source: { readonly sdl: string; readonly resolvers: object },
): Promise<TestSubgraph> {
  // Resolvers are written against their own parents; the library wants them against any.
  const schema = buildSubgraphSchema({ typeDefs: parse(source.sdl), resolvers: source.resolvers } as SchemaModule)
  const calls: string[] = []
  let instead: OtherAnswer = null
  let insteadOfAdmission: OtherAnswer = null
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, 2 ** 21)
    const claims = body === null ? null : claimsIn(request, body, { callee: name, key })
    if (claims === null) return sendJson(response, 401, { error: 'an internal token is required' })
    const { query, variables } = JSON.parse(body?.toString() ?? '') as { query: string; variables: Record<string, unknown> }
    if (query.includes('_recordOperationUsage')) return sendJson(response, 200, { data: { _recordOperationUsage: { isNew: true } } })
    const isAdmission = query.includes('_admitUser')
    if (!isAdmission) calls.push(query)
    const answer = isAdmission ? insteadOfAdmission : instead
    if (answer !== null) return answer(response)
    const contextValue: CallContext = { claims, headers: request.headers }
    sendJson(response, 200, await graphql({ schema, source: query, variableValues: variables, contextValue }))
  }
  const http = await serveHttp({ host: '127.0.0.1', port: 0, log: silentLogger, dependencies: [], handle })
  return {
    name,
    url: `http://127.0.0.1:${String(http.port)}/graphql`,
    key,
    calls,
    answerWith: (answer) => void (instead = answer),
    answerAdmissionWith: (answer) => void (insteadOfAdmission = answer),
    stop: () => http.stop(0),
  }
}

function claimsIn(
  { headers, method = '' }: IncomingMessage,
  body: Buffer,
  { callee, key }: { readonly callee: string; readonly key: string },
) {
  const [scheme, token = ''] = (headers.authorization ?? '').split(' ')
  if (scheme !== 'Internal') return null
  return verifyInternalToken(new Map([['gateway', key]]), { callee, method, token, body, now: new Date() })
}
