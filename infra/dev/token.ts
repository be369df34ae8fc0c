import { CommandError, dataDirFrom, portFrom, readArguments, runCommand } from './command.ts'
import { findRunningStack } from './running-stack.ts'
import { fetchToken, parseLifetime, tokenKinds, tokenRequest } from './token-request.ts'

// npm run -s token -- --tenant acme --as order-manager: prints nothing but a token.
await runCommand(async () => {
  const { values } = readArguments({
    tenant: { type: 'string' },
    as: { type: 'string' },
    customer: { type: 'string' },
    name: { type: 'string' },
    subject: { type: 'string' },
    expires: { type: 'string' },
    port: { type: 'string' },
    'data-dir': { type: 'string' },
  })
  const { tenant, as, customer, name, subject } = values
  if (tenant === undefined || as === undefined) {
    throw new CommandError(`Say whose token: npm run -s token -- --tenant acme --as KIND, with KIND one of ${tokenKinds.join(', ')}.`)
  }
  const expiresSeconds = values.expires === undefined ? undefined : parseLifetime(values.expires)
  const request = tokenRequest({ tenant, as, customer, name, subject, expiresSeconds })
  const stack = findRunningStack(dataDirFrom(values['data-dir']), portFrom(values.port))
  process.stdout.write(`${await fetchToken(stack.identityUrl, request)}\n`)
})
