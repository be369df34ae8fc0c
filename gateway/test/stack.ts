import { startStack, type Stack, type StackOptions } from '@iommi/infra/dev/stack'
import { manifestEntryOf } from '@iommi/schema/operation-manifest'
import { newId } from '@iommi/shared/ids'
import { testRolePassword } from '@iommi/shared/testing/provided-context'
import { testRedisUrl } from '@iommi/shared/testing/test-redis'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, inject } from 'vitest'

/** What a GraphQL endpoint answered. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly data: Readonly<Record<string, unknown>> | null
  readonly errors: readonly {
    readonly message: string
    readonly path?: readonly (string | number)[]
    readonly extensions: Readonly<Record<string, unknown>>
  }[]
  /** What it cost, for one. */
  readonly extensions: Readonly<Record<string, unknown>>
}

/** Whose token to ask with. */
export type Caller = Parameters<Stack['token']>[0]

/** The whole product as processes of its own, on a database of its own. */
export interface TestStack {
  readonly stack: () => Stack
  /** Superuser connection: for arranging and asserting only. */
  readonly admin: postgres.Sql
  readonly ask: Ask
}

/** Sends a document, or the id of a registered operation of that name, as the caller. */
export type Ask = (caller: Caller | null, document: string, variables?: Readonly<Record<string, unknown>>) => Promise<Answer>

/** Starts every service on free ports before the file's tests and stops them afterwards. `options` is asked right before the start. */
export function useStack(options: () => Pick<StackOptions, 'environment'> = () => ({})): TestStack {
  const name = `test_${newId('t').slice(2)}`
  const serverUrl = inject('postgresUrl')
  // Streams are named by tenant.
  const redisUrl = testRedisUrl()
  const dataDir = mkdtempSync(join(tmpdir(), 'iommi-e2e-'))
  const server = postgres(`${serverUrl}/postgres`, { max: 1, onnotice: () => undefined })
  const admin = postgres(`${serverUrl}/${name}`, { max: 2, onnotice: () => undefined })
  let running: Stack | null = null
  const stack = (): Stack => {
    if (running === null) throw new Error('the stack runs once the tests do')
    return running
  }
  beforeAll(async () => {
    await server.unsafe(`create database ${name} template ${inject('templateDatabase')}`)
    running = await startStack({
      ...options(),
      dataDir,
      databaseUrl: `${serverUrl}/${name}`,
      redisUrl,
      rolePassword: (role) => testRolePassword(inject('rolePasswordSeed'), role),
    })
  }, 120_000)
  afterAll(async () => {
    await running?.stop()
    await admin.end()
    await server.unsafe(`drop database if exists ${name} (force)`)
    await server.end()
    rmSync(dataDir, { recursive: true, force: true })
  }, 30_000)
  let ask: Ask | null = null
  const asking = (): Ask => (ask ??= askAt(stack().urls.graphql, stack().token))
  return {
    stack,
    admin,
    ask: async (caller, document, variables) => await asking()(caller, document, variables),
  }
}

/** Asks the gateway at `url`; a caller's token is fetched once. */
export function askAt(url: string, fetchToken: (caller: Caller) => Promise<string>): Ask {
  const tokens = new Map<string, Promise<string>>()
  const tokenOf = async (caller: Caller): Promise<string> => {
    const key = JSON.stringify(caller)
    const token = tokens.get(key) ?? fetchToken(caller)
    tokens.set(key, token)
    return await token
  }
  return async (caller, document, variables = {}) => {
    const authorization = caller === null ? {} : { authorization: `Bearer ${await tokenOf(caller)}` }
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify({ ...(/^\w+$/.test(document) ? { documentId: `sha256:${idOf(document)}` } : { query: document }), variables }),
      signal: AbortSignal.timeout(15_000),
    })
    const { data = null, errors = [], extensions = {} } = JSON.parse(await response.text()) as Partial<Answer>
    return { status: response.status, headers: response.headers, data, errors, extensions }
  }
}

/** The id under which an operation of our own clients is registered. */
function idOf(name: string): string {
  return manifestEntryOf(readFileSync(new URL(`../../schema/operations/dashboard/${name}.graphql`, import.meta.url), 'utf8')).id
}
