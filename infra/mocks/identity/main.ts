import { identityServer } from './identity-server.ts'
import { openKeyRings } from './key-ring.ts'

const host = process.env['HOST'] ?? '127.0.0.1'
const port = Number(process.env['PORT'] ?? '4100')
const baseUrl = `http://${host}:${String(port)}`

const server = identityServer(await openKeyRings(process.env['IDENTITY_KEYS_FILE']), () => baseUrl)
server.listen(port, host, () => process.stdout.write(`identity answers at ${baseUrl}\n`))

const stop = (): void => {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
// The launcher is gone: nobody is left to stop this process.
process.once('disconnect', stop)
