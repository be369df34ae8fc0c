import type { IncomingMessage } from 'node:http'
import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server'
import { readBody } from '@iommi/shared/http-server'
import { z } from 'zod'
import { withoutPersistedQuery, type RequestParts } from './persisted-operations/asked-operation.ts'
import { Refusal } from './refusal.ts'
import { searchOf } from './request-head.ts'

/** A GraphQL request as it came: read, not yet understood. */
export type GraphqlRequest = HTTPGraphQLRequest

const answerTypes: ReadonlySet<string> = new Set(['application/json', 'application/graphql-response+json', 'application/*', '*/*'])
// Browsers send these without asking first: whether they may is for Apollo Server's CSRF rule to say.
const simpleTypes: ReadonlySet<string> = new Set(['', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])

/** Reads a request of `/graphql`. Refuses what no client of ours sends, before anything is spent on it. */
export async function readGraphqlRequest(request: IncomingMessage, bodyBytesMax: number): Promise<GraphqlRequest> {
  const { method = '' } = request
  if (method !== 'GET' && method !== 'POST') {
    throw new Refusal('METHOD_NOT_ALLOWED', 'Only GET and POST are answered here.', { headers: { allow: 'GET, POST, OPTIONS' } })
  }
  if (!acceptsJson(request.headers.accept)) {
    throw new Refusal('NOT_ACCEPTABLE', 'The answer is application/json or application/graphql-response+json; accept one of them.')
  }
  const body = method === 'POST' ? await readJson(request, bodyBytesMax) : undefined
  return { method, headers: headersOf(request), search: searchOf(request), body }
}

const streamed = z.object({
  query: z.string().optional(),
  documentId: z.string().nullish(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
})

/** Reads a request whose answer is a stream, by POST or by GET, as a POST of which the answer is JSON: only its form is another. */
export async function readStreamRequest(request: IncomingMessage, bodyBytesMax: number): Promise<GraphqlRequest> {
  const { method = '' } = request
  if (method !== 'GET' && method !== 'POST') {
    throw new Refusal('METHOD_NOT_ALLOWED', 'Only GET and POST are answered here.', { headers: { allow: 'GET, POST, OPTIONS' } })
  }
  const given = method === 'POST' ? await readJson(request, bodyBytesMax) : fromSearch(new URLSearchParams(searchOf(request)))
  if (given === undefined) throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json.')
  const { data, error } = streamed.safeParse(given)
  if (error !== undefined) throw new Refusal('BAD_REQUEST', `${String(error.issues[0]?.path[0] ?? 'The body')} is malformed.`)
  const headers = headersOf(request)
  headers.set('accept', 'application/json')
  headers.set('content-type', 'application/json')
  return { method: 'POST', headers, search: '', body: data }
}

function fromSearch(search: URLSearchParams): RequestParts {
  const [query, operationName, documentId] = [search.get('query'), search.get('operationName'), search.get('documentId')]
  const [variables, extensions] = [search.get('variables'), search.get('extensions')]
  return {
    ...(query === null ? {} : { query }),
    ...(operationName === null ? {} : { operationName }),
    ...(documentId === null ? {} : { documentId }),
    ...(variables === null ? {} : { variables: parseParameter('variables', variables) }),
    ...(extensions === null ? {} : { extensions: parseParameter('extensions', extensions) }),
  }
}

function parseParameter(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('BAD_REQUEST', `${name} is not valid JSON.`)
  }
}

/** The parts of a request that say what to run. Throws a Refusal where those of a GET are no JSON. */
export function requestParts({ body, search }: GraphqlRequest): RequestParts {
  return typeof body === 'object' && body !== null ? body : fromSearch(new URLSearchParams(search))
}

/** The request with the document it is to run, instead of whatever stood for it. */
export function withDocument(request: GraphqlRequest, query: string): GraphqlRequest {
  const { body, search } = request
  if (typeof body === 'object' && body !== null) {
    const { documentId: _resolved, extensions, ...others }: Readonly<Record<string, unknown>> = { ...body }
    const rest = withoutPersistedQuery(extensions)
    return { ...request, body: { ...others, query, ...(rest === undefined ? {} : { extensions: rest }) } }
  }
  const parameters = new URLSearchParams(search)
  for (const name of ['documentId', 'extensions']) parameters.delete(name)
  parameters.set('query', query)
  return { ...request, search: `?${parameters.toString()}` }
}

async function readJson(request: IncomingMessage, bodyBytesMax: number): Promise<unknown> {
  const type = mediaType(request.headers['content-type'])
  if (simpleTypes.has(type)) return undefined
  if (type !== 'application/json') throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json.')
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'The body must not be compressed.')
  }
  const body = await readBody(request, bodyBytesMax)
  if (body === null) {
    throw new Refusal('PAYLOAD_TOO_LARGE', `A request may have at most ${String(bodyBytesMax)} bytes.`, {
      headers: { connection: 'close' },
    })
  }
  const parsed = parseJson(body)
  if (Array.isArray(parsed)) throw new Refusal('BATCHING_NOT_ALLOWED', 'A request holds one operation; send several requests.')
  return parsed
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    // The parser's message quotes the body.
    throw new Refusal('BAD_REQUEST', 'The body is not valid JSON.')
  }
}

function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}

/** Whether who sends this `accept` header can read a GraphQL answer as JSON. */
export function acceptsJson(header: string | undefined): boolean {
  if (header === undefined || header.trim() === '') return true
  return header.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    return answerTypes.has(type) && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
  })
}

function mediaType(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
