import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { AppError } from '@iommi/shared/errors'
import { startLoop } from '@iommi/shared/lifecycle'
import type { Logger } from '@iommi/shared/telemetry'
import type { Redis } from 'ioredis'
import type { Identity } from './identity.ts'
import { revocationList, type RevocationEntry, type RevocationList } from './revocation-list.ts'

/** Whose tokens stop counting: those that an issuer made for a subject, or within one session of its, up to a moment. */
export interface Revocation {
  readonly issuer: string
  readonly of: 'sub' | 'sid'
  /** The subject or the session's id. */
  readonly value: string
  /** Tokens whose `iat` is this or less stop counting: seconds since 1970. */
  readonly cutoffSeconds: number
}

/** The logout token behind a revocation. */
export interface LogoutNotice {
  readonly id: string
  /** It cannot come again after this time: seconds since 1970. */
  readonly expiresAtSeconds: number
}

/** The tokens that stopped counting before they expired; every gateway of a Redis knows the same ones within two seconds. */
export interface Revocations {
  readonly isRevoked: (identity: Identity) => boolean
  /**
   * Counts here at once, whatever happens then. Resolves once every gateway can know: to false when the notice had come before.
   * UPSTREAM_UNAVAILABLE while Redis is away: the others are told as soon as it is back, by this process or by a repeat.
   */
  readonly revoke: (revocation: Revocation, notice: LogoutNotice) => Promise<boolean>
  /** Calls the listener with each news, however it came here, and what tells whom it is about; returns what ends that. */
  readonly onRevoked: (listener: (isHit: (identity: Identity) => boolean) => void) => () => void
  stop(): Promise<void>
}

/** What revocations are shared by. */
export interface RevocationOptions {
  readonly redis: Redis
  readonly log: Logger
  readonly now: () => Date
}

const stream = 'gateway:{revocations}'
const pageSize = 1_000
/** Time between two looks at what other gateways were told. */
const pollMs = 1_000
const connectWaitMs = 1_000
// The entries that any token may need, and an hour for clocks that differ.
const entriesKeptMs = 25 * 3_600_000

// One script: a notice is never noted without its revocation, so that a repeat after a failure is not taken for one after success.
const shareNotice = `
  if not redis.call('SET', KEYS[2], '1', 'NX', 'EX', ARGV[1]) then return 0 end
  redis.call('XADD', KEYS[1], 'MINID', '~', ARGV[2], '*', 'key', ARGV[3], 'cutoff', ARGV[4])
  return 1`

/**
 * Opens what is revoked: reads what Redis holds, then each second what is new there. While Redis is away what is known goes
 * on counting; what Redis lost is written to it again.
 */
export async function openRevocations(options: RevocationOptions): Promise<Revocations> {
  const { redis, log, now } = options
  const list = revocationList(now)
  const reader = streamReader(options, list)
  await whenConnected(redis)
  await reader.catchUp()
  const loop = startLoop({ name: 'revocations', idleMs: pollMs, log }, async () => {
    await reader.catchUp()
    return false
  })
  return {
    isRevoked: list.isRevoked,
    onRevoked: list.onRevoked,
    revoke: async ({ issuer, of, value, cutoffSeconds }, { id, expiresAtSeconds }) => {
      const key = list.keyOf(issuer, of, value)
      list.raise([{ key, cutoffSeconds, isShared: false }])
      const memory = noticeKey(issuer, id)
      const memorySeconds = Math.max(1, Math.ceil(expiresAtSeconds - now().getTime() / 1_000))
      try {
        const isNew = await redis.eval(shareNotice, 2, stream, memory, memorySeconds, oldestKept(now), key, cutoffSeconds)
        return isNew === 1
      } catch (error) {
        throw new AppError('UPSTREAM_UNAVAILABLE', 'The logout cannot be passed on right now.', { cause: error, retryable: true })
      }
    },
    stop: () => loop.stop(),
  }
}

interface StreamReader {
  /** Reads what is new, then writes what Redis does not have. Logs when Redis goes away and when it is back. */
  catchUp(): Promise<void>
}

function streamReader({ redis, log, now }: RevocationOptions, list: RevocationList): StreamReader {
  let lastId: string | null = null
  let isAway = false
  // From the last entry on, which is there again unless Redis lost it, and with it whatever else.
  const readPage = async (): Promise<boolean> => {
    const entries = await redis.xrange(stream, lastId ?? oldestKept(now), '+', 'COUNT', pageSize)
    if (lastId !== null && entries[0]?.[0] !== lastId) {
      lastId = null
      list.unshareAll()
      return true
    }
    list.raise(entries.flatMap(([, fields]) => readEntry(fields)))
    lastId = entries.at(-1)?.[0] ?? lastId
    return entries.length === pageSize
  }
  const readAndShare = async (): Promise<void> => {
    let hasMore = true
    while (hasMore) hasMore = await readPage()
    // Shared is what was read there: what was written a moment before Redis lost it is not.
    for (const { key, cutoffSeconds } of list.unshared()) {
      await redis.xadd(stream, 'MINID', '~', oldestKept(now), '*', 'key', key, 'cutoff', cutoffSeconds)
    }
    list.forgetOld()
  }
  return {
    catchUp: async () => {
      try {
        await readAndShare()
        if (isAway) log.info({ dependency: 'redis' }, 'revocations read again')
        isAway = false
      } catch (error) {
        if (!isAway) log.warn({ err: error, dependency: 'redis' }, 'revocations not read')
        isAway = true
      }
    },
  }
}

function readEntry(fields: readonly string[]): readonly RevocationEntry[] {
  const [, key, , cutoff] = fields
  const cutoffSeconds = Number(cutoff)
  return key === undefined || Number.isNaN(cutoffSeconds) ? [] : [{ key, cutoffSeconds, isShared: true }]
}

/** Where it is noted that a notice has come; its time to live is the notice's. */
function noticeKey(issuer: string, id: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([issuer, id]))
    .digest('base64url')
  return `${stream}:notice:${hash}`
}

function oldestKept(now: () => Date): string {
  return String(now().getTime() - entriesKeptMs)
}

// Commands fail as long as there is no connection, and the first one is a moment away. Without Redis the gateway starts all the same.
async function whenConnected(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return
  const signal = AbortSignal.timeout(connectWaitMs)
  await Promise.race([once(redis, 'ready', { signal }), once(redis, 'close', { signal })]).catch(() => undefined)
}
