import { ClientFile, ClientFolderError, clientDirectories, readClientFolder, type ClientFolder } from '@iommi/schema/operation-manifest'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { CommandError } from './command.ts'
import { demoTenants, tenantNamed } from './demo-tenants.ts'
import type { IssuedClient, PartnerIssuer } from './partner-issuer.ts'
import { partnerReadme } from './partner-readme.ts'

/** What `npm run partner` works on. */
export interface PartnerSetting {
  /** The folder of the clients' folders. */
  readonly directory: string
  /** The issuer of the running stack; throws a CommandError when none runs. */
  readonly issuer: () => PartnerIssuer
  /** SDL of the partner graph. */
  readonly partnerSdl: () => string
}

/** What was asked for on the command line. */
export interface PartnerRequest {
  readonly positionals: readonly string[]
  /** Slug. */
  readonly tenant: string | undefined
}

const usage = `Say what to do: npm run partner --
  add NAME --tenant T   register the partner at the running stack, and print its secret
  rotate NAME           one more secret; the one before goes on working
  retire NAME           drop the older of two secrets
  revoke NAME           take its access away, at once
  list                  every partner
  readme [NAME]         write the README of one partner, or of all
  token-url             where partners fetch tokens`
const namePattern = /^[a-z][a-z0-9-]{1,39}$/

/** Does what was asked and gives what to print; a CommandError says which rule is broken, and what to do. */
export async function runPartnerCommand({ positionals, tenant }: PartnerRequest, setting: PartnerSetting): Promise<string> {
  const [verb = '', name, ...rest] = positionals
  try {
    if (rest.length > 0 || (tenant !== undefined && verb !== 'add')) throw new CommandError(usage)
    if (name === undefined) return await withoutName(verb, setting)
    const action = actions[verb]
    if (action === undefined) throw new CommandError(usage)
    if (!namePattern.test(name)) {
      throw new CommandError(`"${name}" is no name of a partner: 2 to 40 lower-case letters, digits and hyphens, a letter first.`)
    }
    return await action(name, setting, tenant)
  } catch (error) {
    if (error instanceof ClientFolderError) throw new CommandError(error.message, { cause: error })
    throw error
  }
}

async function withoutName(verb: string, setting: PartnerSetting): Promise<string> {
  if (verb === 'list') return await list(setting)
  if (verb === 'readme')
    return partnerNames(setting)
      .map((name) => writeReadme(name, setting))
      .join('')
  if (verb === 'token-url') return `${setting.issuer().tokenUrl}\n`
  throw new CommandError(usage)
}

type Action = (name: string, setting: PartnerSetting, tenant: string | undefined) => Promise<string>

const actions: Readonly<Record<string, Action>> = {
  add,
  revoke,
  rotate: async (name, setting) => {
    const client = await setting.issuer().rotate(name)
    return `${secretText(client, setting)}The one before goes on working: once nobody uses it any more, npm run partner -- retire ${name}\n`
  },
  retire: async (name, setting) => {
    await setting.issuer().retire(name)
    return `${name} has one secret now, the newest; the one before is refused.\n`
  },
  readme: async (name, setting) => {
    partnerFolder(name, setting)
    return await Promise.resolve(writeReadme(name, setting))
  },
}

async function add(name: string, setting: PartnerSetting, slug: string | undefined): Promise<string> {
  if (slug === undefined) throw new CommandError(`Say whose partner it is: npm run partner -- add ${name} --tenant acme.`)
  const tenant = tenantNamed(slug)
  const isNew = !existsSync(join(setting.directory, 'partners', name, 'client.json'))
  if (!isNew) checkFolder(name, tenant.id, setting)
  else if (clientDirectories(setting.directory).some((directory) => basename(directory) === name)) {
    throw new CommandError(`schema/operations has a client ${name} that is no partner: choose another name.`)
  }
  const client = await setting.issuer().add(name, tenant.id)
  if (isNew) writeClient(name, setting, `${JSON.stringify({ graph: 'partner', tenant: tenant.id, operations: {} }, null, 2)}\n`)
  const readme = writeReadme(name, setting)
  const next = isNew
    ? `Next: put its operations into schema/operations/partners/${name}, their rules into client.json, and run\n  npm run operations -- publish --client ${name} && npm run partner -- readme ${name}\n`
    : ''
  return `${secretText(client, setting)}${readme}${next}`
}

function checkFolder(name: string, tenantId: string, setting: PartnerSetting): void {
  const { client } = partnerFolder(name, setting)
  if (client.tenant !== tenantId) {
    const owner = demoTenants.find(({ id }) => id === client.tenant)?.slug ?? client.tenant
    throw new CommandError(`${name} is a partner of ${owner}, says its client.json: add it there, or choose another name.`)
  }
  if (client.isRevoked) {
    throw new CommandError(`${name} was revoked: if it may come back, take "isRevoked" out of its client.json, commit, and add it again.`)
  }
}

async function revoke(name: string, setting: PartnerSetting): Promise<string> {
  partnerFolder(name, setting)
  const path = join(setting.directory, 'partners', name, 'client.json')
  const text = readFileSync(path, 'utf8')
  const revoked = withRevokedMark(text)
  // First what gateways go by: the tokens that are out count no more, whatever becomes of the rest.
  if (revoked !== text) writeClient(name, setting, revoked)
  const marked = `${name} is revoked: gateways refuse its tokens as soon as they see client.json. Commit it.\n${writeReadme(name, setting)}`
  try {
    const isRemoved = await setting.issuer().remove(name)
    return `${marked}The issuer ${isRemoved ? 'gives it no more tokens' : 'had no client of that name'}.\n`
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    throw new CommandError(`${marked}The issuer was not told, run this again once it is there: ${error.message}`, { cause: error })
  }
}

/** The text of `client.json` with `isRevoked`; everything else stays as it was written. */
function withRevokedMark(text: string): string {
  const present = /"isRevoked":\s*(?:true|false)/
  const changed = present.test(text)
    ? text.replace(present, '"isRevoked": true')
    : text.replace(/(?<graph>"graph":\s*"partner",)(?<space>\s*)/, '$<graph>$<space>"isRevoked": true,$<space>')
  if (!ClientFile.parse(JSON.parse(changed)).isRevoked) throw new CommandError('client.json: write "isRevoked": true right behind "graph".')
  return changed
}

async function list(setting: PartnerSetting): Promise<string> {
  const registered = await setting
    .issuer()
    .list()
    .then((clients) => new Map(clients.map((client) => [client.partner, client])))
  const rows = partnerNames(setting).map((name) => {
    const { client, manifest } = partnerFolder(name, setting)
    const secrets = registered.get(name)?.secretsSince.length ?? 0
    const tenant = demoTenants.find(({ id }) => id === client.tenant)?.slug ?? client.tenant
    const access = client.isRevoked ? 'revoked' : secrets === 0 ? 'no client here' : `${String(secrets)} secret${secrets === 1 ? '' : 's'}`
    return [name, tenant, access, String(manifest.operations.length)]
  })
  const header = ['PARTNER', 'TENANT', 'ACCESS', 'OPERATIONS']
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => (row[column] ?? '').length)))
  const lines = [header, ...rows].map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

/** The README of a partner as its folder's files have it now. */
export function freshReadme(name: string, setting: Pick<PartnerSetting, 'directory' | 'partnerSdl'>): string {
  const { client, manifest } = partnerFolder(name, setting)
  return partnerReadme({ directory: join(setting.directory, 'partners', name), name, client, manifest, partnerSdl: setting.partnerSdl() })
}

/** Every partner that has a folder. */
export function partnerNames({ directory }: Pick<PartnerSetting, 'directory'>): readonly string[] {
  const partners = join(directory, 'partners')
  return clientDirectories(directory)
    .filter((each) => each === join(partners, basename(each)))
    .map((each) => basename(each))
}

function writeReadme(name: string, setting: PartnerSetting): string {
  writeFileSync(join(setting.directory, 'partners', name, 'README.md'), freshReadme(name, setting))
  return `Wrote schema/operations/partners/${name}/README.md, for the partner.\n`
}

type PartnerFolder = ClientFolder & { readonly client: Extract<ClientFolder['client'], { readonly graph: 'partner' }> }

function partnerFolder(name: string, setting: Pick<PartnerSetting, 'directory'>): PartnerFolder {
  const directory = join(setting.directory, 'partners', name)
  if (!existsSync(join(directory, 'client.json'))) {
    throw new CommandError(
      `There is no partner ${name}: there are ${partnerNames(setting).join(', ')}. "npm run partner -- add ${name} --tenant T" adds it.`,
    )
  }
  const folder = readClientFolder(directory)
  const { client } = folder
  if (client.graph !== 'partner') throw new CommandError(`${name}: client.json: "graph" has to be "partner" in the folder partners.`)
  return { ...folder, client }
}

// Readers see the old file or the new one, never a part.
function writeClient(name: string, { directory }: PartnerSetting, text: string): void {
  const path = join(directory, 'partners', name, 'client.json')
  mkdirSync(join(directory, 'partners', name), { recursive: true })
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}

function secretText({ partner, clientId, clientSecret }: IssuedClient, setting: PartnerSetting): string {
  return `${partner} can fetch tokens with this secret. It is shown this once:

  client id      ${clientId}
  client secret  ${clientSecret}
  tokens at      ${setting.issuer().tokenUrl}

`
}
