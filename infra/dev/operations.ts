import { compose } from '@iommi/schema/compose'
import { graphsOf } from '@iommi/schema/operation-graphs'
import { readSubgraphs } from '@iommi/schema/subgraph-list'
import { join } from 'node:path'
import { readArguments, repositoryDir, runCommand } from './command.ts'
import { runOperationsCommand } from './operations-command.ts'

// npm run operations -- check | publish | list | revoke: the operations that clients may send by id.
await runCommand(async () => {
  const { values, positionals } = readArguments({ client: { type: 'string' }, json: { type: 'boolean', default: false } }, true)
  const output = runOperationsCommand(
    { positionals, client: values.client, isJson: values.json },
    {
      directory: join(repositoryDir, 'schema/operations'),
      graphs: () => graphsOf(compose(readSubgraphs())),
      today: new Date().toISOString().slice(0, 10),
    },
  )
  await new Promise((resolve) => process.stdout.write(output, resolve))
})
