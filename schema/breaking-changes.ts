/**
 * Compares the schema clients see with the one they saw before (SCHEMA_BASE, the merge base with
 * origin/main, or HEAD) and exits with 1 when something they may use is gone or changed.
 */
import { CriticalityLevel, diff, type Change } from '@graphql-inspector/core'
import { isObjectType, type GraphQLSchema } from 'graphql'
import { execFileSync } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { composeApi } from './compose.ts'
import { readSubgraphs, root } from './subgraph-list.ts'

/** Every change that breaks somebody, as `path: what`. A field goes unpunished once the date of its deprecation has passed. */
export async function findBreakingChanges(before: GraphQLSchema, after: GraphQLSchema, today: Date): Promise<readonly string[]> {
  const changes = await diff(before, after)
  return changes
    .filter((change) => change.criticality.level === CriticalityLevel.Breaking && !isOverdue(before, change, today))
    .map((change) => `${change.path ?? ''}: ${change.message}`)
}

function isOverdue(before: GraphQLSchema, change: Change, today: Date): boolean {
  const [typeName = '', fieldName = ''] = (change.path ?? '').split('.')
  const type = before.getType(typeName)
  const reason = isObjectType(type) ? type.getFields()[fieldName]?.deprecationReason : undefined
  const date = /removed after (?<date>\d{4}-\d{2}-\d{2})/.exec(reason ?? '')?.groups?.['date']
  return date !== undefined && new Date(date) < today
}

function git(...args: readonly string[]): string | null {
  try {
    return execFileSync('git', args, {
      cwd: fileURLToPath(root),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    })
  } catch {
    return null
  }
}

function baseRevision(given: string | undefined): string | null {
  const base = given ?? git('merge-base', 'HEAD', 'origin/main') ?? git('rev-parse', 'HEAD')
  return base === null || git('show', `${base.trim()}:rover.yaml`) === null ? null : base.trim()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const base = baseRevision(process.env['SCHEMA_BASE'])
  if (base === null) {
    process.stdout.write('no earlier schema to compare with\n')
  } else {
    const before = composeApi(readSubgraphs((path) => git('show', `${base}:${path}`) ?? ''))
    const breaking = await findBreakingChanges(before, composeApi(readSubgraphs()), new Date())
    process.stdout.write(
      breaking.length === 0
        ? `nothing breaks against ${base.slice(0, 12)}\n`
        : `Breaking against ${base.slice(0, 12)}:\n${breaking.join('\n')}\n`,
    )
    process.exitCode = breaking.length === 0 ? 0 : 1
  }
}
