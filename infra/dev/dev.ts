import { stopWatching, watchAll } from '../build.ts'
import { runCommand } from './command.ts'
import { launch } from './launch.ts'
import type { ServiceName } from './services.ts'

// npm run dev: like npm start, and every service whose sources change is built and started again.
const changed: { restart: (name: ServiceName) => void } = { restart: () => undefined }

await runCommand(async () => {
  await launch({
    build: async () => {
      await watchAll((name) => {
        changed.restart(name)
      })
    },
    onReady: async (stack) => {
      changed.restart = (name) => {
        process.stdout.write(`${name} changed: starting it again.\n`)
        stack.restart(name).catch((error: unknown) => {
          process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`)
        })
      }
    },
  })
})
await stopWatching()
process.exit()
