import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

/** A program of a partner that may fetch tokens. */
export interface PartnerClient {
  readonly clientId: string
  /** The partner's name. */
  readonly partner: string
  readonly tenantId: string
  /** When each secret that counts was made, the older first: one, or two while it is being rotated. */
  readonly secretsSince: readonly string[]
}

/** A client with a secret that is told this once: what is kept of it is a hash. */
export interface IssuedSecret {
  readonly client: PartnerClient
  readonly secret: string
}

/** Why something cannot be done with a partner's client. */
export type PartnerProblem = 'exists' | 'unknown' | 'two-secrets' | 'one-secret'

/** The clients of partners. A change is in the file when it is answered. */
export interface PartnerClients {
  readonly list: () => readonly PartnerClient[]
  readonly add: (partner: string, tenantId: string) => Promise<IssuedSecret | PartnerProblem>
  /** One more secret; the one before counts until `retire`. */
  readonly rotate: (partner: string) => Promise<IssuedSecret | PartnerProblem>
  /** Forgets the older of two secrets. */
  readonly retire: (partner: string) => PartnerClient | PartnerProblem
  readonly remove: (partner: string) => PartnerClient | PartnerProblem
  /** The client with this id, if the secret is one of its own; else null. */
  readonly authenticate: (clientId: string, secret: string) => Promise<PartnerClient | null>
}

const secretBytes = 32
const saltBytes = 16
const hashBytes = 32
const secretsMax = 2
const derive = promisify<string, Buffer, number, Buffer>(scrypt)

const storedClient = z.object({
  partner: z.string(),
  tenantId: z.uuid(),
  /** The older first; scrypt with Node's usual cost. */
  secrets: z.array(z.object({ salt: z.string(), hash: z.string(), since: z.string() })),
})
const clientsFile = z.object({ partners: z.array(storedClient) })

type StoredClient = Readonly<z.infer<typeof storedClient>>
type StoredSecret = StoredClient['secrets'][number]

/** Opens the clients kept in `file`; without one they are forgotten with the process. Throws for a file that is none of these. */
export function openPartnerClients(file: string | undefined): PartnerClients {
  const clients = new Map(readClients(file).map((client) => [client.partner, client]))
  const save = (): void => {
    if (file !== undefined) writeClients(file, [...clients.values()])
  }
  const keep = (client: StoredClient): PartnerClient => {
    clients.set(client.partner, client)
    save()
    return shown(client)
  }
  return {
    list: () => [...clients.values()].map(shown),
    add: async (partner, tenantId) => {
      const { secret, stored } = await newSecret()
      return clients.has(partner) ? 'exists' : { client: keep({ partner, tenantId, secrets: [stored] }), secret }
    },
    rotate: async (partner) => {
      const { secret, stored } = await newSecret()
      const client = clients.get(partner)
      if (client === undefined) return 'unknown'
      if (client.secrets.length >= secretsMax) return 'two-secrets'
      return { client: keep({ ...client, secrets: [...client.secrets, stored] }), secret }
    },
    retire: (partner) => {
      const client = clients.get(partner)
      if (client === undefined) return 'unknown'
      return client.secrets.length < secretsMax ? 'one-secret' : keep({ ...client, secrets: client.secrets.slice(1) })
    },
    remove: (partner) => {
      const client = clients.get(partner)
      if (client === undefined) return 'unknown'
      clients.delete(partner)
      save()
      return shown(client)
    },
    authenticate: async (clientId, secret) => {
      const client = [...clients.values()].find(({ partner }) => clientIdOf(partner) === clientId)
      const matches = await Promise.all((client?.secrets ?? []).map(async (stored) => await isSecret(stored, secret)))
      // Asked again: it may have been removed meanwhile.
      return client !== undefined && matches.includes(true) && clients.has(client.partner) ? shown(client) : null
    },
  }
}

/** The client id of a partner. */
export function clientIdOf(partner: string): string {
  return `partner-${partner}`
}

function shown({ partner, tenantId, secrets }: StoredClient): PartnerClient {
  return { clientId: clientIdOf(partner), partner, tenantId, secretsSince: secrets.map(({ since }) => since) }
}

async function newSecret(): Promise<{ readonly secret: string; readonly stored: StoredSecret }> {
  const [secret, salt] = [randomBytes(secretBytes).toString('base64url'), randomBytes(saltBytes)]
  const hash = await derive(secret, salt, hashBytes)
  return { secret, stored: { salt: salt.toString('base64'), hash: hash.toString('base64'), since: new Date().toISOString() } }
}

async function isSecret({ salt, hash }: StoredSecret, secret: string): Promise<boolean> {
  return timingSafeEqual(await derive(secret, Buffer.from(salt, 'base64'), hashBytes), Buffer.from(hash, 'base64'))
}

function readClients(file: string | undefined): readonly StoredClient[] {
  if (file === undefined || !existsSync(file)) return []
  return clientsFile.parse(JSON.parse(readFileSync(file, 'utf8'))).partners
}

function writeClients(file: string, partners: readonly StoredClient[]): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify({ partners }), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
