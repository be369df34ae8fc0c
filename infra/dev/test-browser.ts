import { findChromium } from './chromium.ts'
import { runCommand } from './command.ts'
import { runTests } from './run-tests.ts'

// npm run test:browser [-- FILE…]: the console in a real browser over the real stack.
await runCommand(async () => {
  findChromium()
  await runTests({ include: ['**/*.browser.ts'], maxWorkers: 1, testTimeout: 60_000 })
})
process.exit()
