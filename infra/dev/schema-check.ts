import { composeWithHints, type Composition } from '@iommi/schema/compose'
import { clientDirectories, ClientFolderError } from '@iommi/schema/operation-manifest'
import { registeredOperations, type RegisteredOperation } from '@iommi/schema/registered-operations'
import { checkSchema, type SchemaReport } from '@iommi/schema/schema-check'
import { readSubgraphs } from '@iommi/schema/subgraph-list'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { CommandError, nonEmpty, readArguments, repositoryDir, runCommand } from './command.ts'

// npm run schema:check: compares the schema with SCHEMA_BASE, the merge base with origin/main, or HEAD. Needs git and no network.
await runCommand(async () => {
  readArguments({})
  const today = new Date()
  const base = baseRevision(nonEmpty(process.env['SCHEMA_BASE']))
  const before =
    base === null ? null : composed(`The schema of ${base} (SCHEMA_BASE names another)`, (path) => git('show', `${base}:${path}`) ?? '')
  const after = composed('This schema')
  const operations = registered(today)
  const report = await checkSchema({ before, after, operations, today })
  process.stdout.write(reportText(report, base === null ? 'nothing earlier' : base.slice(0, 12), operations.length))
  process.exitCode = report.operations.length + report.changes.length === 0 ? 0 : 1
})

function baseRevision(given: string | undefined): string | null {
  const base = given ?? git('merge-base', 'HEAD', 'origin/main') ?? git('rev-parse', 'HEAD')
  const isThere = base !== null && git('show', `${base.trim()}:rover.yaml`) !== null
  if (given !== undefined && !isThere)
    throw new CommandError(`SCHEMA_BASE is ${given}, which is no revision with a schema: name a commit, branch or tag.`)
  return isThere ? base.trim() : null
}

function git(...args: readonly string[]): string | null {
  try {
    return execFileSync('git', args, {
      cwd: repositoryDir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    })
  } catch {
    return null
  }
}

function composed(what: string, read?: (path: string) => string): Composition {
  try {
    return composeWithHints(readSubgraphs(read))
  } catch (error) {
    throw new CommandError(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

function registered(today: Date): readonly RegisteredOperation[] {
  try {
    return registeredOperations(clientDirectories(join(repositoryDir, 'schema/operations')), today.toISOString().slice(0, 10))
  } catch (error) {
    if (error instanceof ClientFolderError) throw new CommandError(error.message, { cause: error })
    throw error
  }
}

function reportText({ operations, changes, notes }: SchemaReport, base: string, operationCount: number): string {
  const good = `no breaking change against ${base}, none of ${String(operationCount)} registered operations breaks\n`
  return [
    section(`Registered operations that break against ${base}:`, operations),
    section('Breaking changes (deprecate first: "use X since DATE; removed after DATE", and remove once that day has passed):', changes),
    section('To know:', notes),
    operations.length + changes.length === 0 ? good : '',
  ].join('')
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`
}
