import { AppError } from '@iommi/shared/errors'
import type { Logger } from '@iommi/shared/telemetry'
import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'

/** The public keys of an issuer, found by OpenID Connect Discovery and kept. */
export interface KeySet {
  /** The key a token says it is signed with. Keys we do not know yet are looked up; UPSTREAM_UNAVAILABLE when the issuer is away then. */
  readonly find: JWTVerifyGetKey
  /** Rejects when the issuer is away. */
  readonly check: () => Promise<void>
}

/** Whose keys, and how often to ask for them. */
export interface KeySetOptions {
  readonly issuer: string
  readonly log: Logger
  /** Older keys are asked for again, in the background: a retired key is worthless after that. Default one minute. */
  readonly maxAgeMs?: number
  /** Time between two attempts, so that made-up key ids cannot become load on the issuer. Default two seconds. */
  readonly cooldownMs?: number
}

interface LoadedKeys {
  readonly find: JWTVerifyGetKey
  readonly atMs: number
}

const fetchTimeoutMs = 2_000
const discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) })
const keys = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })

/** Opens the keys of an issuer; the first token loads them. While the issuer is away the keys known last go on counting. */
export function openKeySet({ issuer, log, maxAgeMs = 60_000, cooldownMs = 2_000 }: KeySetOptions): KeySet {
  let loaded: LoadedKeys | null = null
  let loading: Promise<LoadedKeys> | null = null
  let attemptedAtMs = Number.NEGATIVE_INFINITY
  const load = (): Promise<LoadedKeys> => {
    attemptedAtMs = performance.now()
    loading ??= fetchKeys(issuer)
      .then((find) => (loaded = { find, atMs: performance.now() }))
      .finally(() => (loading = null))
    return loading
  }
  const isCoolingDown = (): boolean => performance.now() - attemptedAtMs < cooldownMs
  const known = async (): Promise<LoadedKeys> => {
    if (loaded === null) return await load()
    if (performance.now() - loaded.atMs >= maxAgeMs && !isCoolingDown()) {
      load().catch((error: unknown) => log.warn({ err: error, dependency: issuer }, 'keys not refreshed'))
    }
    return loaded
  }
  return {
    find: async (header, token) => {
      const { find } = await known()
      try {
        return await find(header, token)
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || isCoolingDown()) throw error
      }
      const fresh = await load()
      return await fresh.find(header, token)
    },
    check: async () => {
      await fetchKeys(issuer)
    },
  }
}

async function fetchKeys(issuer: string): Promise<JWTVerifyGetKey> {
  try {
    const found = discovery.parse(await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`))
    if (found.issuer !== issuer) throw new Error('the issuer calls itself by another name')
    return createLocalJWKSet(keys.parse(await fetchJson(found.jwks_uri)))
  } catch (error) {
    throw new AppError('UPSTREAM_UNAVAILABLE', 'The identity provider does not answer right now.', { cause: error, retryable: true })
  }
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(fetchTimeoutMs) })
  if (response.ok) return await response.json()
  await response.body?.cancel()
  throw new Error(`status ${String(response.status)}`)
}
