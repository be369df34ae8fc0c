import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { choosePorts, claimDataDir, dataDirAt, resetDataDir, type DataDir } from './data-dir.ts'
import { findRunningStack, writeRunningStack } from './running-stack.ts'
import { openSecrets } from './secrets.ts'

let dataDir: DataDir

beforeEach(() => {
  dataDir = dataDirAt(mkdtempSync(join(tmpdir(), 'iommi-data-')))
})
afterEach(() => {
  rmSync(dataDir.path, { recursive: true, force: true })
})

const stack = {
  pid: process.pid,
  port: 4000,
  graphqlUrl: 'http://127.0.0.1:4000/graphql',
  identityUrl: 'http://127.0.0.1:4001',
  subgraphs: { orders: { url: 'http://127.0.0.1:4002/graphql', toolsKey: 'key' } },
  databaseUrl: 'postgres://postgres@127.0.0.1:4003/iommi',
  redisUrl: 'redis://127.0.0.1:4004',
}

test('a second launcher is refused and told where the first one runs', () => {
  const release = claimDataDir(dataDir)
  expect(() => claimDataDir(dataDir)).toThrow('A stack is starting or stopping on')
  writeRunningStack(dataDir, stack)
  expect(() => claimDataDir(dataDir)).toThrow(`already runs: ${stack.graphqlUrl} (process ${String(process.pid)})`)
  expect(() => resetDataDir(dataDir)).toThrow('Stop it before --reset.')
  release()
  claimDataDir(dataDir)()
})

test('what a killed launcher left behind stands in nobody’s way', () => {
  // Process 1 lives, but is no launcher; the other number is beyond what a system gives out.
  for (const pid of ['1', '99999999']) {
    writeFileSync(dataDir.launcherFile, pid)
    writeRunningStack(dataDir, stack)
    expect(() => findRunningStack(dataDir.path)).toThrow('No stack runs on')
    claimDataDir(dataDir)()
  }
})

test('the commands find the running stack, by port if they are asked to', () => {
  const release = claimDataDir(dataDir)
  expect(() => findRunningStack(dataDir.path)).toThrow('start it with "npm start"')
  writeRunningStack(dataDir, stack)
  expect(findRunningStack(dataDir.path)).toEqual(stack)
  expect(findRunningStack(dataDir.path, 4000)).toEqual(stack)
  expect(() => findRunningStack(dataDir.path, 4010)).toThrow('runs on port 4000, not 4010')
  release()
})

test('ports stay the same from start to start, unless somebody took one', async () => {
  claimDataDir(dataDir)
  const first = await choosePorts(dataDir, ['orders', 'redis'])
  const second = await choosePorts(dataDir, ['orders', 'redis'])
  expect([second('orders'), second('redis')]).toEqual([first('orders'), first('redis')])

  const thief = createServer().listen(first('redis'), '127.0.0.1')
  const third = await choosePorts(dataDir, ['orders', 'redis'])
  thief.close()
  expect(third('orders')).toBe(first('orders'))
  expect(third('redis')).not.toBe(first('redis'))
})

test('secrets are made once and only the owner can read them', () => {
  const secrets = openSecrets(dataDir.secretsFile)
  expect(openSecrets(dataDir.secretsFile)).toEqual(secrets)
  expect(statSync(dataDir.secretsFile).mode & 0o777).toBe(0o600)
  expect(new Set(Object.values(secrets)).size).toBe(4)
  writeRunningStack(dataDir, stack)
  expect(statSync(dataDir.stackFile).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(dataDir.stackFile, 'utf8'))).toEqual(stack)
})
