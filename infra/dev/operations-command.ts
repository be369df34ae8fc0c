import { checkClient, type CheckedClient } from '@iommi/schema/operation-check'
import type { Graphs } from '@iommi/schema/operation-graphs'
import { clientDirectories, ClientFolderError } from '@iommi/schema/operation-manifest'
import { listOperations, publishClient, revokeOperation, type ListedOperation } from '@iommi/schema/operation-registry'
import { basename } from 'node:path'
import { CommandError } from './command.ts'

/** What `npm run operations` works on. */
export interface OperationsSetting {
  /** The folder of the clients' folders. */
  readonly directory: string
  /** The graphs to check against; asked for only where something is checked. */
  readonly graphs: () => Graphs
  /** UTC, as 2027-12-31. */
  readonly today: string
}

/** What was asked for on the command line. */
export interface OperationsRequest {
  readonly positionals: readonly string[]
  readonly client: string | undefined
  readonly isJson: boolean
}

const usage =
  'Say what to do: npm run operations -- check | publish [--client C] | list [--client C] [--json] | revoke CLIENT OPERATION-OR-ID'

/** Does what was asked and gives what to print; a CommandError names client, operation and rule in one line each, and what to do next. */
export function runOperationsCommand(request: OperationsRequest, setting: OperationsSetting): string {
  const [verb, ...rest] = request.positionals
  try {
    if (verb === 'revoke' && rest.length === 2) return revoke(rest, setting)
    if (rest.length > 0) throw new CommandError(usage)
    if (verb === 'check') return check(request.client, setting)
    if (verb === 'publish') return publish(request.client, setting)
    if (verb === 'list') return list(request, setting)
  } catch (error) {
    if (error instanceof ClientFolderError) throw new CommandError(error.message, { cause: error })
    throw error
  }
  throw new CommandError(usage)
}

function check(client: string | undefined, setting: OperationsSetting): string {
  const checked = checkedClients(client, setting)
  refuse(checked.flatMap(({ problems, unpublished }) => [...problems, ...unpublished]))
  return `${counted(sum(checked.map(({ entries }) => entries.length)))} of ${String(checked.length)} clients: valid and published\n`
}

function publish(client: string | undefined, setting: OperationsSetting): string {
  const checked = checkedClients(client, setting)
  refuse(
    checked.flatMap(({ problems }) => problems),
    'Nothing was published. Correct this and publish again.',
  )
  const lines = checked.flatMap((each) => publishClient(each).map((entry) => `${each.folder.name} ${entry.name}: published as ${entry.id}`))
  return lines.length === 0 ? 'nothing new to publish\n' : `${lines.join('\n')}\nCommit the manifests.\n`
}

function list({ client, isJson }: OperationsRequest, setting: OperationsSetting): string {
  const listed = directoriesOf(client, setting).flatMap((directory) => listOperations(directory, setting.today))
  return isJson ? `${JSON.stringify(listed, null, 2)}\n` : table(listed)
}

function revoke([client = '', operation = '']: readonly string[], setting: OperationsSetting): string {
  const [directory = ''] = directoriesOf(client, setting)
  const { ids, isRepeat } = revokeOperation(directory, operation)
  const lines = ids.map((id) => `${client} ${operation}: ${id} ${isRepeat ? 'is revoked already' : 'is revoked'}`)
  const next = `Gateways refuse it as soon as they see the files. Delete or change its .graphql file, and commit.`
  return `${lines.join('\n')}\n${isRepeat ? '' : `${next}\n`}`
}

function checkedClients(client: string | undefined, setting: OperationsSetting): readonly CheckedClient[] {
  const directories = directoriesOf(client, setting)
  const graphs = setting.graphs()
  const problems: string[] = []
  const checked = directories.flatMap((directory) => {
    try {
      return [checkClient(directory, graphs)]
    } catch (error) {
      if (!(error instanceof ClientFolderError)) throw error
      problems.push(error.message)
      return []
    }
  })
  refuse(problems)
  return checked
}

function directoriesOf(client: string | undefined, { directory }: OperationsSetting): readonly string[] {
  const all = clientDirectories(directory)
  const names = all.map((each) => basename(each))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new CommandError(`${twice}: two clients have this name: rename one's folder`)
  const wanted = all.filter((each) => client === undefined || basename(each) === client)
  if (client !== undefined && wanted.length === 0) {
    throw new CommandError(`${client}: is no client: there are ${names.join(', ')}. A new one is a folder with a client.json`)
  }
  return wanted
}

function refuse(problems: readonly string[], next = ''): void {
  if (problems.length > 0) throw new CommandError([...problems, ...(next === '' ? [] : [next])].join('\n'))
}

const shortIdLength = 12

function table(listed: readonly ListedOperation[]): string {
  const header = ['CLIENT', 'OPERATION', 'ID', 'TYPE', 'EXPIRES', 'STATE']
  const rows = listed.map((each) => [
    each.client,
    each.operation,
    each.id.slice(0, shortIdLength),
    each.type,
    each.expiresOn ?? 'never',
    each.state,
  ])
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]): string => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return `${[header, ...rows].map((row) => line(row).trimEnd()).join('\n')}\n`
}

function counted(operations: number): string {
  return operations === 1 ? '1 operation' : `${String(operations)} operations`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
