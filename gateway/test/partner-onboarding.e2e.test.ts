import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { runPartnerCommand, type PartnerSetting } from '@iommi/infra/dev/partner-command'
import { partnerIssuer } from '@iommi/infra/dev/partner-issuer'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ordersOf } from './orders.ts'
import { givenCustomer, givenVariant } from './shop.ts'
import { useStack } from './stack.ts'

// Programs and shells are started, on machines that do much else.
vi.setConfig({ testTimeout: 120_000 })

// A newcomer who has nothing but the README of its folder, over the whole product.
const root = fileURLToPath(new URL('../../', import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'iommi-onboarding-'))
const directory = join(work, 'operations')
cpSync(join(root, 'schema/operations'), directory, { recursive: true })
afterAll(() => rmSync(work, { recursive: true, force: true }))

const { ask, stack } = useStack(() => ({ environment: { gateway: { OPERATIONS_DIR: directory, OPERATIONS_MODE: 'enforce' } } }))
const run = promisify(execFile)

const setting = (): PartnerSetting => ({
  directory,
  issuer: () => partnerIssuer(stack().urls.identity),
  partnerSdl: () => readFileSync(join(root, 'schema/partner.graphql'), 'utf8'),
})
const partner = async (words: string, tenant?: string): Promise<string> =>
  await runPartnerCommand({ positionals: words.split(' '), tenant }, setting())
const secretIn = (output: string): string => /client secret {2}(\S+)/.exec(output)?.[1] ?? ''

interface Example {
  readonly heading: string
  readonly script: string
}

/** The blocks for the shell in a partner's README, each with the heading that it is below. */
function examplesIn(name: string): readonly Example[] {
  const readme = readFileSync(join(directory, 'partners', name, 'README.md'), 'utf8')
  return readme
    .split(/^##+ /m)
    .flatMap((section) =>
      [...section.matchAll(/```sh\n([^]*?)```/g)].map(([, script = '']) => ({ heading: section.split('\n', 1)[0] ?? '', script })),
    )
}

type Environment = Readonly<Record<string, string>>

/** What a block prints, run by a shell that knows these variables. */
async function shell(script: string, environment: Environment): Promise<string> {
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
    env: { PATH: process.env['PATH'], ...environment },
    timeout: 60_000,
  })
  return stdout
}

/** What a block that streams prints until `isThere`. */
async function shellUntil(script: string, environment: Environment, isThere: (text: string) => boolean): Promise<string> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', `exec ${script}`], { env: { PATH: process.env['PATH'], ...environment } })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const over = once(child, 'close')
  try {
    await expect.poll(() => isThere(text), { timeout: 30_000, interval: 20 }).toBe(true)
  } finally {
    child.kill()
    await over
  }
  return text
}

interface Onboarded {
  readonly environment: Environment
  readonly secret: string
}

/** Adds a partner and gets a token as its README says. */
async function onboard(name: string, tenant: string): Promise<Onboarded> {
  const secret = secretIn(await partner(`add ${name}`, tenant))
  const known = { API_URL: stack().urls.graphql, TOKEN_URL: (await partner('token-url')).trim(), CLIENT_SECRET: secret }
  const fetchToken = examplesIn(name).find(({ script }) => script.startsWith('TOKEN=$(curl'))?.script ?? 'exit 1'
  const token = await shell(`${fetchToken}\necho "$TOKEN"`, known)
  return { secret, environment: { ...known, TOKEN: token.trim() } }
}

async function send(environment: Environment, body: object): Promise<{ readonly status: number; readonly codes: readonly unknown[] }> {
  const response = await fetch(environment['API_URL'] ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${environment['TOKEN'] ?? ''}` },
    body: JSON.stringify(body),
  })
  const { errors = [] } = JSON.parse(await response.text()) as {
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
  }
  return { status: response.status, codes: errors.map(({ extensions }) => extensions.code) }
}

const idIn = (name: string, operation: string): string => {
  const { script } = examplesIn(name).find(({ heading }) => heading === operation) ?? { script: '' }
  return /sha256:[0-9a-f]{64}/.exec(script)?.[0] ?? ''
}
const hasMessage = (text: string): boolean => /^event: next$/m.test(text)
const cursorIn = (text: string): string => [...text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1] ?? ''

describe.each([
  ['globalparts', 'acme', 'GBP'],
  ['partsdirect', 'globex', 'EUR'],
] as const)('%s, a partner of %s, with its README alone', (name, tenant, currency) => {
  const calls = examplesIn(name).filter(({ script }) => script.includes('documentId'))
  let shop: Environment
  let onboarded: Onboarded
  const environment = (): Environment => ({ ...onboarded.environment, ...shop })

  beforeAll(async () => {
    const VARIANT_ID = await givenVariant(ask, tenant, { sku: 'WID-01S', currency, amountMinor: 1_250, stock: 100 })
    const CUSTOMER_ID = await givenCustomer(ask, tenant, { name: 'Ada Buyer' })
    const order = await ordersOf(ask, { tenant, as: 'order-manager' }).place({
      variantId: VARIANT_ID,
      customerId: CUSTOMER_ID,
      quantity: 1,
    })
    shop = { VARIANT_ID, CUSTOMER_ID, ORDER_ID: order }
    onboarded = await onboard(name, tenant)
  }, 60_000)

  it.each(calls.filter(({ script }) => !script.includes('text/event-stream')))('$heading answers its curl line', async ({ script }) => {
    const answer = JSON.parse(await shell(script, environment())) as Readonly<Record<string, unknown>>
    expect(answer['errors']).toBeUndefined()
    const [thing] = Object.values(answer['data'] as object) as [Readonly<Record<string, unknown>> | null]
    expect(thing).not.toBeNull()
    expect(thing?.['userErrors'] ?? []).toEqual([])
  })

  it('follows changes by its curl lines, and goes on behind the last one', async () => {
    const [first = '', resumed = ''] = calls.filter(({ script }) => script.includes('text/event-stream')).map(({ script }) => script)
    const cursor = cursorIn(await shellUntil(first, environment(), hasMessage))
    const orders = ordersOf(ask, { tenant, as: 'order-manager' })
    const missed = await orders.place({ variantId: shop['VARIANT_ID'] ?? '', customerId: shop['CUSTOMER_ID'] ?? '', quantity: 1 })
    expect(await shellUntil(resumed, { ...environment(), CURSOR: cursor }, (text) => text.includes(missed))).toContain('event: next')
  })

  it('is refused everything else, with a code that its README has', async () => {
    const status = idIn(name, 'OrderStatus')
    const other = idIn(name === 'globalparts' ? 'partsdirect' : 'globalparts', 'OrderStatus')
    const refused = { status: 403, codes: ['OPERATION_NOT_REGISTERED'] }
    expect(await send(environment(), { query: '{ __typename }' })).toEqual(refused)
    expect(await send(environment(), { documentId: other, variables: { id: shop['ORDER_ID'] } })).toEqual(refused)
    expect(await send(environment(), { documentId: status, variables: { id: 'order_1' } })).toEqual({
      status: 400,
      codes: ['BAD_USER_INPUT'],
    })
  })

  it('rotates its secret without a gap, and the retired one gets no more tokens', async () => {
    const newer = secretIn(await partner(`rotate ${name}`))
    const fetchToken = examplesIn(name).find(({ script }) => script.startsWith('TOKEN=$(curl'))?.script ?? 'exit 1'
    const tokenBy = async (secret: string): Promise<string> =>
      (await shell(`${fetchToken}\necho "$TOKEN"`, { ...onboarded.environment, CLIENT_SECRET: secret })).trim()
    expect([(await tokenBy(onboarded.secret)).split('.').length, (await tokenBy(newer)).split('.').length]).toEqual([3, 3])
    await partner(`retire ${name}`)
    expect([await tokenBy(onboarded.secret), (await tokenBy(newer)).split('.').length]).toEqual(['undefined', 3])
  })
})

/** Another secret, and a token by it. */
async function tokenOf(name: string): Promise<Environment> {
  const [API_URL, TOKEN_URL] = [stack().urls.graphql, (await partner('token-url')).trim()]
  const CLIENT_SECRET = secretIn(await partner(`rotate ${name}`))
  const form = { grant_type: 'client_credentials', client_id: `partner-${name}`, client_secret: CLIENT_SECRET }
  const response = await fetch(TOKEN_URL, { method: 'POST', body: new URLSearchParams(form) })
  const { access_token: TOKEN } = JSON.parse(await response.text()) as { readonly access_token: string }
  return { API_URL, TOKEN_URL, CLIENT_ID: `partner-${name}`, CLIENT_SECRET, TOKEN }
}

it('the example program of a partner prints what it asked for', async () => {
  const env = { PATH: process.env['PATH'], ...(await tokenOf('globalparts')) }
  const program = ['--import', 'tsx', 'schema/client/examples/partner.ts', 'WID-01S']
  const { stdout } = await run(process.execPath, program, { cwd: root, env, timeout: 60_000 })
  const { data } = JSON.parse(stdout) as { readonly data: unknown }
  expect(data).toMatchObject({ productVariantBySku: { sku: 'WID-01S', prices: [{ amountMinor: 1_250, currency: 'GBP' }] } })
  await partner('retire globalparts')
})

it('a revoked partner is refused with the token it has, and gets no other; its neighbour goes on', async () => {
  const [revoked, neighbour] = [await tokenOf('globalparts'), await tokenOf('partsdirect')]
  const body = (name: string): object => ({ documentId: idIn(name, 'ProductBySku'), variables: { sku: 'WID-01S' } })
  expect(await send(revoked, body('globalparts'))).toEqual({ status: 200, codes: [] })
  await partner('revoke globalparts')
  const refused = { status: 401, codes: ['UNAUTHENTICATED'] }
  await expect.poll(async () => await send(revoked, body('globalparts')), { timeout: 30_000 }).toEqual(refused)
  const form = { grant_type: 'client_credentials', client_id: 'partner-globalparts', client_secret: revoked['CLIENT_SECRET'] ?? '' }
  const answer = await fetch(revoked['TOKEN_URL'] ?? '', { method: 'POST', body: new URLSearchParams(form) })
  expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })])
  expect(await send(neighbour, body('partsdirect'))).toEqual({ status: 200, codes: [] })
})
