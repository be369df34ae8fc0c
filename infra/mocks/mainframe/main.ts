import { consoleServer } from './console-server.ts'
import { openMainframe } from './mainframe.ts'
import { readSettings } from './settings.ts'

const settings = readSettings(process.env)
const { host, port, pollIntervalMs } = settings
const mainframe = openMainframe({ ...settings, now: () => Date.now() })
let timer: NodeJS.Timeout | undefined

const work = (): void => {
  clearTimeout(timer)
  timer = setTimeout(work, Math.min(pollIntervalMs, stepSafely()))
}

// A full disk, most likely: said in the log, tried again with the next poll.
function stepSafely(): number {
  try {
    return mainframe.step()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return pollIntervalMs
  }
}

const server = consoleServer(mainframe, work)
server.listen(port, host, () => {
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  process.stdout.write(`mainframe works in ${settings.directory}, terminal at http://${host}:${String(bound)}\n`)
})
work()

const stop = (): void => {
  clearTimeout(timer)
  server.close(() => process.exit(0))
  server.closeIdleConnections()
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
// The launcher is gone: nobody is left to stop this process.
process.once('disconnect', stop)
