import { z } from 'zod'
import { CommandError } from './command.ts'

const timeoutMs = 10_000

const client = z.object({ clientId: z.string(), partner: z.string(), tenantId: z.string(), secretsSince: z.array(z.string()) })
const issued = client.extend({ clientSecret: z.string() })
const refusal = z.object({ error: z.string(), error_description: z.string().optional() })

/** A partner's client at the issuer, without its secrets. */
export type IssuerClient = Readonly<z.infer<typeof client>>

/** A client whose newest secret is told this once. */
export type IssuedClient = Readonly<z.infer<typeof issued>>

/** The issuer's register of partners. Each call throws one line that says what to do when it is refused or not answered. */
export interface PartnerIssuer {
  /** Where partners fetch tokens. */
  readonly tokenUrl: string
  readonly list: () => Promise<readonly IssuerClient[]>
  readonly add: (partner: string, tenantId: string) => Promise<IssuedClient>
  readonly rotate: (partner: string) => Promise<IssuedClient>
  readonly retire: (partner: string) => Promise<IssuerClient>
  /** May be repeated: whether there was a client to remove. */
  readonly remove: (partner: string) => Promise<boolean>
}

const advice: Readonly<Record<string, (partner: string) => string>> = {
  exists: (partner) =>
    `${partner} can fetch tokens already: "npm run partner -- rotate ${partner}" gives it another secret, "revoke ${partner}" takes its access away.`,
  unknown: (partner) =>
    `The running stack knows no partner ${partner}: "npm run partner -- list" shows those there are, "add ${partner} --tenant T" adds it.`,
  'two-secrets': (partner) => `${partner} has two secrets already: drop the older one first, with "npm run partner -- retire ${partner}".`,
  'one-secret': (partner) =>
    `${partner} has one secret only, which it needs: "npm run partner -- rotate ${partner}" first, or "revoke ${partner}".`,
}

/** The register of the identity provider at this address; nothing is sent yet. */
export function partnerIssuer(identityUrl: string): PartnerIssuer {
  const registerUrl = `${identityUrl}/clients/partners`
  const change = async (action: string, form: Readonly<Record<string, string>>): Promise<Outcome> =>
    await send(`${registerUrl}/${action}`, new URLSearchParams(form))
  return {
    tokenUrl: `${identityUrl}/clients/token`,
    list: async () => z.object({ partners: z.array(client) }).parse(bodyOf(await send(registerUrl), '')).partners,
    add: async (partner, tenantId) => issued.parse(bodyOf(await change('add', { partner, tenant_id: tenantId }), partner)),
    rotate: async (partner) => issued.parse(bodyOf(await change('rotate', { partner }), partner)),
    retire: async (partner) => client.parse(bodyOf(await change('retire', { partner }), partner)),
    remove: async (partner) => {
      const outcome = await change('remove', { partner })
      if (outcome.status === 404) return false
      bodyOf(outcome, partner)
      return true
    },
  }
}

interface Outcome {
  readonly status: number
  readonly body: unknown
}

async function send(url: string, form?: URLSearchParams): Promise<Outcome> {
  const request = form === undefined ? {} : { method: 'POST', body: form }
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
    throw new CommandError(`The identity provider does not answer at ${url}: see logs/identity.log in the data directory.`, {
      cause: error,
    })
  })
  return { status: response.status, body: await response.json() }
}

function bodyOf({ status, body }: Outcome, partner: string): unknown {
  if (status === 200) return body
  const { error, error_description: description = error } = refusal.parse(body)
  throw new CommandError(advice[error]?.(partner) ?? `The identity provider refused: ${description}`)
}
