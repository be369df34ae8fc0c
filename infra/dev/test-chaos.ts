import { randomInt } from 'node:crypto'
import { nonEmpty, runCommand } from './command.ts'
import { runTests } from './run-tests.ts'

// npm run test:chaos [-- FILE…]: the long tests. The same CHAOS_SEED gives the same faults.
await runCommand(async () => {
  const seed = nonEmpty(process.env['CHAOS_SEED']) ?? String(randomInt(2 ** 31))
  process.env['CHAOS_SEED'] = seed
  process.stdout.write(`CHAOS_SEED=${seed}\n`)
  await runTests({ include: ['**/*.chaos.ts'], maxWorkers: 1, testTimeout: 600_000 })
})
process.exit()
