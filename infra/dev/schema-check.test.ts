import { clientDirectories, readClientFolder } from '@iommi/schema/operation-manifest'
import { readSubgraphs } from '@iommi/schema/subgraph-list'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repositoryDir } from './command.ts'

let directory: string
let env: Readonly<Record<string, string | undefined>>
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'schema-base-'))
  env = { ...process.env, GIT_DIR: join(directory, '.git'), GIT_CEILING_DIRECTORIES: directory }
  git('init', '--quiet')
})
afterAll(() => {
  rmSync(directory, { recursive: true })
})

function git(...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
    cwd: directory,
    env,
    encoding: 'utf8',
  })
}

/** A commit, in a repository of its own, with the schema of this checkout as it was before these edits. */
function earlier(edits: readonly (readonly [file: string, now: string, before: string])[]): string {
  const files = ['rover.yaml']
  readSubgraphs((path) => {
    files.push(path)
    return readFileSync(join(repositoryDir, path), 'utf8')
  })
  for (const path of new Set(files)) {
    const text = readFileSync(join(repositoryDir, path), 'utf8')
    const edited = edits.filter(([file]) => file === path).reduce((all, [, now, before]) => all.replace(now, before), text)
    if (edits.some(([file]) => file === path) && edited === text) throw new Error(`nothing to edit in ${path}`)
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), edited)
  }
  git('--work-tree=.', 'add', '--all')
  git('--work-tree=.', 'commit', '--quiet', '--allow-empty', '--message=earlier')
  return git('rev-parse', 'HEAD').trim()
}

function check(base: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'infra/dev/schema-check.ts'], {
    cwd: repositoryDir,
    env: { ...env, SCHEMA_BASE: base },
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

/** Each registered operation, as `client operation`, whose text has the field on a line of its own: it is selected, not filled. */
function selecting(field: string): readonly string[] {
  return clientDirectories(join(repositoryDir, 'schema/operations'))
    .flatMap((each) => {
      const { name, manifest } = readClientFolder(each)
      return manifest.operations.filter(({ body }) => new RegExp(`^ +${field}$`, 'm').test(body)).map((entry) => `${name} ${entry.name}`)
    })
    .toSorted()
}

const orders = 'subgraphs/orders/schema.graphql'

describe('npm run schema:check', { timeout: 120_000 }, () => {
  it('exits with 1 and names client, operation and field where registered operations break', () => {
    const { status, output } = check(earlier([[orders, 'externalReference: String', 'externalReference: String!']]))
    expect(status).toBe(1)
    const lines = output.split('\n').filter((line) => line.includes('Order.externalReference: may now be null: is String, was String!'))
    const named = lines.map((line) => line.trim().split(': ', 1).join(''))
    expect(named.toSorted()).toEqual(selecting('externalReference'))
  })

  it('exits with 0 where nothing changed but what nobody has to know', () => {
    const { status, output } = check(earlier([[orders, 'type Query {', '# What is asked.\ntype Query {']]))
    expect({ status, output }).toEqual({
      status: 0,
      output: expect.stringMatching(/^no breaking change against [0-9a-f]{12}, none of \d+ registered operations breaks\n$/),
    })
  })

  it('says so where SCHEMA_BASE names nothing', () => {
    expect(check('no-such-branch')).toEqual({
      status: 1,
      output: 'SCHEMA_BASE is no-such-branch, which is no revision with a schema: name a commit, branch or tag.\n',
    })
  })
})
