import { relative } from 'node:path'
import { repositoryDir } from './command.ts'
import type { DataDir } from './data-dir.ts'
import type { RunningStack } from './running-stack.ts'

interface Ready {
  readonly running: RunningStack
  readonly dataDir: DataDir
  readonly seconds: number
}

/** What a person needs to know when everything is up: addresses, logs, a token, a request to paste. */
export function readyTable({ running, dataDir, seconds }: Ready): string {
  const base = `http://localhost:${String(running.port)}`
  const directory = relative(repositoryDir, dataDir.path)
  const where = directory === '.data' ? '' : ` --data-dir ${dataDir.path}`
  const token = `npm run -s token -- --tenant acme --as order-manager${where}`
  const query = `{"query":"{ viewer { name roles tenant { slug } } }"}`
  const rows = [
    ['Console', base],
    ['GraphQL', `${base}/graphql`],
    ['Explorer', `${base}/explorer`],
    ['Health', `${base}/health/ready`],
    ...(running.tracesUrl === undefined ? [] : [['Traces', running.tracesUrl.replace('127.0.0.1', 'localhost')]]),
    ['Metrics', `${base}/metrics (those of the other processes are linked from Traces)`],
    ['Mainframe', `npm run mainframe -- status${where}`],
    ['Logs', `${relative(repositoryDir, dataDir.logs)}/*.log`],
    ['Token', token],
  ]
  const lines = rows.map(([name, value]) => `  ${(name ?? '').padEnd(11)}${value ?? ''}`)
  const request = `curl -s ${base}/graphql -H 'content-type: application/json' -H "authorization: Bearer $(${token})" -d '${query}'`
  return `\nReady in ${seconds.toFixed(1)} s.\n\n${lines.join('\n')}\n\nTry it:\n\n${request}\n\n`
}
