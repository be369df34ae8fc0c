import { z } from 'zod'
import { traceStore } from './trace-store.ts'
import { tracesServer } from './traces-server.ts'

const host = process.env['HOST'] ?? '127.0.0.1'
const port = Number(process.env['PORT'] ?? '4318')
const metrics = z.record(z.string(), z.string()).parse(JSON.parse(process.env['METRICS_URLS'] ?? '{}'))

const server = tracesServer(traceStore(), metrics)
server.listen(port, host, () => process.stdout.write(`traces at http://${host}:${String(port)}\n`))

const stop = (): void => {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
// The launcher is gone: nobody is left to stop this process.
process.once('disconnect', stop)
