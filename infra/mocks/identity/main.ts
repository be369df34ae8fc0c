import { z } from 'zod'
import { identityServer } from './identity-server.ts'
import { openKeyRings } from './key-ring.ts'
import { tokenLifetimeSecondsMax } from './token-request.ts'

const host = process.env['HOST'] ?? '127.0.0.1'
const port = Number(process.env['PORT'] ?? '4100')
const baseUrl = `http://${host}:${String(port)}`
// Slug to id, as JSON.
const tenants = z.record(z.string(), z.uuid()).parse(JSON.parse(process.env['IDENTITY_TENANTS'] ?? '{}'))
const redirectUris = (process.env['IDENTITY_REDIRECT_URIS'] ?? 'http://localhost/,http://127.0.0.1/,http://[::1]/').split(',')
const signedInSeconds = Number(process.env['IDENTITY_SIGNED_IN_SECONDS'] ?? tokenLifetimeSecondsMax)

const logoutUris = (process.env['IDENTITY_BACKCHANNEL_LOGOUT_URIS'] ?? '').split(',').filter((uri) => uri !== '')

const partnersFile = process.env['IDENTITY_PARTNERS_FILE']

const rings = await openKeyRings(process.env['IDENTITY_KEYS_FILE'])
const server = identityServer(rings, () => baseUrl, { tenants, redirectUris, signedInSeconds, logoutUris, partnersFile })
server.listen(port, host, () => process.stdout.write(`identity answers at ${baseUrl}\n`))

const stop = (): void => {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
// The launcher is gone: nobody is left to stop this process.
process.once('disconnect', stop)
