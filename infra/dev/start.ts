import { buildAll } from '../build.ts'
import { runCommand } from './command.ts'
import { launch } from './launch.ts'

// npm start [-- --port N] [--data-dir DIR] [--reset] [--no-seed]
await runCommand(async () => {
  await launch({ build: buildAll })
})
process.exit()
