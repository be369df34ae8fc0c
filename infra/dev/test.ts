import { runCommand } from './command.ts'
import { runTests } from './run-tests.ts'

// npm test [-- FILE…]
await runCommand(async () => {
  await runTests({})
})
process.exit()
