import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { hashOf } from '../src/supergraph.ts'
import { testGraph } from './test-graph.ts'
import { acme } from './test-issuer.ts'

const directory = mkdtempSync(join(tmpdir(), 'iommi-gateway-'))
const supergraphFile = join(directory, 'supergraph.graphql')
writeFileSync(supergraphFile, testGraph.supergraphSdl)

afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

const complete = {
  NODE_ENV: 'test',
  PORT: '0',
  SUPERGRAPH_FILE: supergraphFile,
  SUBGRAPH_URL_CUSTOMERS: 'http://127.0.0.1:1/graphql',
  SUBGRAPH_URL_ORDERS: 'http://127.0.0.1:1/graphql',
  INTERNAL_KEY_GATEWAY_CUSTOMERS: 'a'.repeat(64),
  INTERNAL_KEY_GATEWAY_ORDERS: 'b'.repeat(64),
  REDIS_URL: 'redis://127.0.0.1:1',
  CURSOR_KEY: 'c'.repeat(64),
  EMPLOYEE_ISSUER: 'http://127.0.0.1:1/employees',
  CLIENT_ISSUER: 'http://127.0.0.1:1/clients',
}

interface Ended {
  readonly code: unknown
  readonly output: string
  readonly problems: readonly string[]
}

interface RunningMain {
  readonly output: () => string
  readonly hangUp: () => void
}

// The process as it is started; `onListening` sees it once it answers.
async function runMain(
  environment: Readonly<Record<string, string>>,
  onListening?: (port: number, stop: () => void, process: RunningMain) => Promise<void>,
): Promise<Ended> {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', main], { env: environment })
  let [output, problems] = ['', '']
  const ended = once(child, 'exit')
  child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()))
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    const port = /"port":(?<port>\d+)/.exec(output)?.groups?.['port']
    if (port === undefined || onListening === undefined) return
    const listening = onListening
    onListening = undefined
    const running = { output: () => output, hangUp: () => void child.kill('SIGHUP') }
    listening(Number(port), () => child.kill('SIGTERM'), running).catch(() => child.kill('SIGKILL'))
  })
  const [code] = (await ended) as readonly unknown[]
  return {
    code,
    output,
    problems: problems
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
      .filter(Boolean),
  }
}

// Each starts a process from its sources.
describe('the gateway’s configuration', { timeout: 60_000 }, () => {
  it('is refused with every problem at once', async () => {
    const { code, problems } = await runMain({
      NODE_ENV: 'production',
      DEV_IDENTITY_URL: 'http://localhost:1',
      CORS_ORIGINS: '*',
      CONSOLE: 'perhaps',
      SUPERGRAPH_FILE: supergraphFile,
    })
    expect(code).toBe(78)
    expect(new Set(problems.map((line) => line.split(':')[0]))).toEqual(
      new Set([
        'CLIENT_ISSUER',
        'CONSOLE',
        'CORS_ORIGINS',
        'CURSOR_KEY',
        'DEV_IDENTITY_URL',
        'EMPLOYEE_ISSUER',
        'INTERNAL_KEY_GATEWAY_CUSTOMERS',
        'INTERNAL_KEY_GATEWAY_ORDERS',
        'PORT',
        'REDIS_URL',
        'SUBGRAPH_URL_CUSTOMERS',
        'SUBGRAPH_URL_ORDERS',
      ]),
    )
    expect(problems).toContain('DEV_IDENTITY_URL: is for development only')
  })

  it('is whole in production without what is for development only', async () => {
    const { code, problems } = await runMain({ ...complete, NODE_ENV: 'production', PORT: 'none' })
    expect([code, problems.map((line) => line.split(':')[0])]).toEqual([78, ['PORT']])
  })

  it('names a supergraph that cannot be read', async () => {
    const { code, problems } = await runMain({
      ...complete,
      SUPERGRAPH_FILE: join(directory, 'missing.graphql'),
      DEV_TENANTS: '{"acme":"not-a-uuid"}',
    })
    expect([code, problems.map((line) => line.split(':')[0])]).toEqual([78, ['DEV_TENANTS.acme', 'SUPERGRAPH_FILE']])
    expect(problems.at(-1)).toMatch(
      /^SUPERGRAPH_FILE: no supergraph can be read there \(ENOENT: .*missing\.graphql.*\); npm run generate writes the usual one$/,
    )
  })

  it('says why a supergraph is none', async () => {
    const file = join(directory, 'broken.graphql')
    writeFileSync(file, 'type Query {')
    const { code, problems } = await runMain({ ...complete, SUPERGRAPH_FILE: file })
    expect([code, problems]).toEqual([
      78,
      [
        expect.stringMatching(
          /^SUPERGRAPH_FILE: no supergraph can be read there \(Syntax Error: .+\); npm run generate writes the usual one$/,
        ),
      ],
    ])
  })

  it('is wrong where a list of addresses is none', async () => {
    const { code, problems } = await runMain({ ...complete, ADMIN_ADDRESSES: '10.0.0.0/33', TRUSTED_PROXIES: 'proxy.example' })
    expect([code, problems.map((line) => line.split(':')[0])]).toEqual([78, ['ADMIN_ADDRESSES', 'TRUSTED_PROXIES']])
  })

  it('asks for the key of every subgraph with an address, one no supergraph names yet included', async () => {
    const { code, problems } = await runMain({ ...complete, SUBGRAPH_URL_PAYMENTS: 'http://127.0.0.1:1/graphql' })
    expect([code, problems.map((line) => line.split(':')[0])]).toEqual([78, ['INTERNAL_KEY_GATEWAY_PAYMENTS']])
  })

  it('is read once, but its supergraph again when the process gets SIGHUP', async () => {
    const file = join(directory, 'changing.graphql')
    writeFileSync(file, testGraph.supergraphSdl)
    const next = testGraph.supergraphSdl.replace('  numbers: Numbers', '  renamed: Numbers')
    const { code, output } = await runMain({ ...complete, SUPERGRAPH_FILE: file }, async (_port, stop, { output: soFar, hangUp }) => {
      writeFileSync(file, next)
      hangUp()
      await expect.poll(soFar, { timeout: 10_000 }).toContain('supergraph swapped')
      stop()
    })
    expect(code).toBe(0)
    const swapped = output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(swapped.filter(({ schema }) => schema !== undefined).map(({ msg, schema }) => [msg, schema])).toEqual([
      ['listening', hashOf(testGraph.supergraphSdl)],
      ['supergraph swapped', hashOf(next)],
    ])
  })

  it('that is complete starts a process that answers although nothing else is up, and drains when told to', async () => {
    const answers: unknown[] = []
    const environment = {
      ...complete,
      DEV_IDENTITY_URL: 'http://127.0.0.1:1',
      DEV_TENANTS: JSON.stringify({ acme }),
      POSTGRES_URL: 'unused',
    }
    const { code, output } = await runMain(environment, async (port, stop) => {
      for (const path of ['health/live', 'health/ready', 'explorer']) {
        const response = await fetch(`http://127.0.0.1:${String(port)}/${path}`)
        answers.push(response.status, path === 'explorer' || (await response.json()))
      }
      stop()
    })
    expect(answers).toEqual([
      200,
      { status: 'live' },
      200,
      {
        status: 'degraded',
        dependencies: { customers: 'down', orders: 'down', 'issuer of employees': 'down', 'issuer of clients': 'down' },
      },
      200,
      true,
    ])
    expect(code).toBe(0)
    const lines = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { level: string; msg: string })
    expect(lines.filter(({ level }) => level === 'info').map(({ msg }) => msg)).toEqual(['operations read', 'listening', 'stopping'])
  })
})
