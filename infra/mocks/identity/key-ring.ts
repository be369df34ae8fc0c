import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK, type JWTPayload } from 'jose'
import { z } from 'zod'
import { realms, type Realm } from './realms.ts'

/** The signing keys of one realm: the newest signs, all that are not retired verify. */
export interface KeyRing {
  /** A token; an access token (RFC 9068) unless `type` says otherwise. */
  readonly sign: (payload: JWTPayload, type?: string) => Promise<string>
  readonly publicKeys: () => readonly JWK[]
  /** Signs with a new key from now on; tokens of the old one stay valid. */
  readonly rotate: () => Promise<void>
  /** Forgets all keys but the newest; tokens they signed are worthless from now on. */
  readonly retireOld: () => void
}

const algorithm = 'RS256'

/**
 * A key ring for each realm. With a `file` they are kept there, so that tokens stay valid over a restart; without, they are new each time.
 */
export async function openKeyRings(file: string | undefined): Promise<Readonly<Record<Realm['name'], KeyRing>>> {
  const keys = readKeys(file)
  for (const { name } of realms) if (keys[name].length === 0) keys[name] = [await newKey()]
  const save = (): void => {
    if (file !== undefined) writeKeys(file, keys)
  }
  save()
  const ring = (name: Realm['name']): KeyRing => ({
    sign: async (payload, type = 'at+jwt') => {
      const key = keys[name].at(-1)
      if (key?.kid === undefined) throw new Error(`${name} have no signing key`)
      return await new SignJWT(payload)
        .setProtectedHeader({ alg: algorithm, kid: key.kid, typ: type })
        .sign(await importJWK(key, algorithm))
    },
    publicKeys: () => keys[name].map(publicPart),
    rotate: async () => {
      keys[name] = [...keys[name], await newKey()]
      save()
    },
    retireOld: () => {
      keys[name] = keys[name].slice(-1)
      save()
    },
  })
  return { employees: ring('employees'), clients: ring('clients') }
}

const storedKey = z.custom<JWK>((value) => typeof value === 'object' && value !== null && 'kid' in value && 'd' in value)
const keysFile = z.object({ employees: z.array(storedKey), clients: z.array(storedKey) })

type Keys = Record<Realm['name'], readonly JWK[]>

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true })
  const key = await exportJWK(privateKey)
  return { ...key, kid: await calculateJwkThumbprint(key), alg: algorithm, use: 'sig' }
}

function publicPart({ kty, n, e, kid, alg, use }: JWK): JWK {
  return Object.fromEntries(Object.entries({ kty, n, e, kid, alg, use }).filter(([, value]) => value !== undefined))
}

function readKeys(file: string | undefined): Keys {
  if (file === undefined || !existsSync(file)) return { employees: [], clients: [] }
  return keysFile.parse(JSON.parse(readFileSync(file, 'utf8')))
}

function writeKeys(file: string, keys: Keys): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(keys), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
