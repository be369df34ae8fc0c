import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print, type GraphQLFormattedError } from 'graphql'

/** Where the graph is, and how to get a token for it. */
export interface GraphEndpoint {
  /** `http://localhost:4000/graphql`. */
  readonly url: string
  /** Asked for an access token before each request: keep one for as long as it counts. */
  readonly getToken: () => Promise<string> | string
}

/** What the graph answered. Both may be there: `data` has null where something could not be had, `path` of an error says which. */
export interface GraphAnswer<Data> {
  readonly data: Data | null
  readonly errors: readonly GraphQLFormattedError[]
}

/**
 * Runs a query or mutation and answers with its types. What the graph refuses is in `errors`; throws only when there is no answer of a
 * graph at all. Queries may be repeated, and mutations with the same `idempotencyKey`.
 */
export async function runOperation<Data, Variables extends object>(
  { url, getToken }: GraphEndpoint,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<GraphAnswer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${await getToken()}` },
    body: JSON.stringify({ query: print(document), variables }),
  })
  const answer = parseJson(await response.text())
  if (!isAnswer<Data>(answer))
    throw new Error(`${url} answered with status ${String(response.status)} and no GraphQL: is it the address of the graph?`)
  return { data: answer.data ?? null, errors: answer.errors ?? [] }
}

// That its data has this shape was checked when the types were made of the document and the graph.
function isAnswer<Data>(value: unknown): value is Partial<GraphAnswer<Data>> {
  return typeof value === 'object' && value !== null && ('data' in value || ('errors' in value && Array.isArray(value.errors)))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
