import { cacheExchange, Client, fetchExchange, type CombinedError } from '@urql/core'
import type { Session } from '../sign-in/session.ts'

/** The graph as the page asks it. */
export interface Graph {
  readonly client: Client
  /** Asks the graph now. Resolves with what it answered, also where parts are missing; rejects with a sentence for people where there is nothing. */
  readonly read: <Data>(document: string, variables: Readonly<Record<string, unknown>>) => Promise<Data>
}

/** Opens the graph at `url` for whoever is signed in. */
export function openGraph(session: Session, url: string): Graph {
  const client = new Client({
    url,
    exchanges: [cacheExchange, fetchExchange],
    preferGetMethod: false,
    fetch: authorizedFetch(session),
  })
  return {
    client,
    read: async <Data>(document: string, variables: Readonly<Record<string, unknown>>): Promise<Data> => {
      const { data, error } = await client.query<Data>(document, variables, { requestPolicy: 'network-only' }).toPromise()
      if (data !== undefined && data !== null) return data
      throw new Error(error === undefined ? 'The service gave no answer.' : sentenceOf(error))
    },
  }
}

/** What went wrong, as a sentence for people. */
export function sentenceOf({ networkError, graphQLErrors }: CombinedError): string {
  const [error] = graphQLErrors
  if (error !== undefined) return error.message
  return networkError === undefined ? 'The service gave no answer.' : 'The service cannot be reached.'
}

// A token may be withdrawn before its time: the first refusal asks for another one.
function authorizedFetch(session: Session): typeof fetch {
  return async (input, init) => {
    const send = async (token: string): Promise<Response> => {
      const headers = new Headers(init?.headers)
      headers.set('authorization', `Bearer ${token}`)
      // The client would also take streams: what is asked this way is one answer.
      headers.set('accept', 'application/graphql-response+json, application/json')
      return await fetch(input, { ...init, headers })
    }
    const response = await send(await session.token())
    return response.status === 401 ? await send(await session.renew()) : response
  }
}
