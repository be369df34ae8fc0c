import type { ClientOptions } from 'graphql-ws'
import { defaultWaitMsMax, jitteredWaitMs } from './backoff.ts'

/** How a connection is: `closed` when nothing is subscribed to, or when it was refused for good. */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'closed'

/** Settings of `reconnecting`. */
export interface ReconnectingOptions {
  /** Told each state of the connection as it begins. */
  readonly onState?: (state: ConnectionState) => void
  /** The longest wait between two attempts; 15 s unless told. */
  readonly waitMsMax?: number
}

// A server that is there acknowledges at once; one that hangs is left for another.
const acknowledgementTimeoutMs = 10_000

/**
 * Options for graphql-ws's `createClient`, to be spread into it: it connects again for as long as it takes, also when nobody
 * listens at the address, and clients that lost the same server come back spread over time. What it refuses for good
 * (`isFinalClose`) it still reports at once. Carries `on`: add listeners with `client.on`.
 */
export function reconnecting({ onState = () => undefined, waitMsMax = defaultWaitMsMax }: ReconnectingOptions = {}): Pick<
  ClientOptions,
  'retryAttempts' | 'shouldRetry' | 'retryWait' | 'connectionAckWaitTimeout' | 'on'
> {
  return {
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: async (retries) => {
      await new Promise((resolve) => {
        setTimeout(resolve, jitteredWaitMs(retries, waitMsMax))
      })
    },
    connectionAckWaitTimeout: acknowledgementTimeoutMs,
    on: {
      connecting: (isRetry) => onState(isRetry ? 'reconnecting' : 'connecting'),
      connected: () => onState('live'),
      closed: (event) => onState(isFinalClose(event) || closeCodeOf(event) === normalCloseCode ? 'closed' : 'reconnecting'),
    },
  }
}

/** Connection parameters that carry a fresh token on each connection: `createClient({ connectionParams: bearerParams(getToken) })`. When `getToken` rejects, it is asked again on the next attempt. */
export function bearerParams(getToken: () => Promise<string> | string): () => Promise<{ readonly authorization: string }> {
  return async () => ({ authorization: `Bearer ${await getToken()}` })
}

const normalCloseCode = 1_000

// Protocol errors, and those of graphql-transport-ws that another attempt would meet again: 4401 is a token that does not count,
// 4429 too many connections of one user. 4005 is not among them: it is a token that could not be fetched.
const finalCloseCodes: ReadonlySet<number | null> = new Set([1002, 1003, 1007, 1009, 1010, 4004, 4400, 4401, 4406, 4409, 4429, 4500])

/** Whether a close event says that connecting again would meet the same refusal. */
export function isFinalClose(event: unknown): boolean {
  return finalCloseCodes.has(closeCodeOf(event))
}

/** The code of a close event; null for anything else. */
export function closeCodeOf(event: unknown): number | null {
  if (typeof event !== 'object' || event === null || !('code' in event) || !('reason' in event)) return null
  return typeof event.code === 'number' ? event.code : null
}
