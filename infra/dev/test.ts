import { testProjects } from '../vitest.config.ts'
import { runCommand } from './command.ts'
import { runTests } from './run-tests.ts'

// npm test [-- FILE…]
await runCommand(async () => {
  await runTests({ projects: [...testProjects] })
})
process.exit()
