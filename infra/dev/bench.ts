import { benchBudgets } from '../bench/budgets.ts'
import { benchCommitToClient } from '../bench/commit-to-client.ts'
import { benchFanOut } from '../bench/fan-out.ts'
import { benchProfileSync } from '../bench/profile-sync.ts'
import { benchSlowReaders } from '../bench/slow-readers.ts'
import { buildAll } from '../build.ts'
import { CommandError, readArguments, runCommand } from './command.ts'

const suites: Readonly<Record<string, readonly (() => Promise<void>)[]>> = {
  subscriptions: [benchFanOut, benchSlowReaders, benchCommitToClient],
  'profile-sync': [benchProfileSync],
  budgets: [benchBudgets],
}

// npm run bench [-- SUITE…]: prints tables and writes them to infra/bench/RESULTS.md. Nothing else should run meanwhile.
await runCommand(async () => {
  const { positionals } = readArguments({}, true)
  const names = positionals.length === 0 ? Object.keys(suites) : positionals
  const unknown = names.find((name) => suites[name] === undefined)
  if (unknown !== undefined) throw new CommandError(`There is no suite ${unknown}. Suites: ${Object.keys(suites).join(', ')}.`)
  await buildAll()
  for (const run of names.flatMap((name) => suites[name] ?? [])) await run()
})
process.exit()
