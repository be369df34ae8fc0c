import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { repositoryDir } from './command.ts'
import { parseLifetime, tokenRequest } from './token-request.ts'

const acme = '01890000-0000-7000-8000-00000000acfe'

describe('a wish becomes a request', () => {
  test.each([
    [{ as: 'order-manager' }, 'employees', { roles: 'order-manager', subject: 'demo-order-manager', name: 'demo-order-manager' }],
    [{ as: 'client' }, 'clients', { roles: 'client', subject: 'demo-client' }],
    [{ as: 'client', customer: 'customer_1' }, 'clients', { customer_id: 'customer_1', subject: 'client-customer_1' }],
    [{ as: 'client', subject: 'ada' }, 'clients', { subject: 'ada', name: 'ada' }],
    [{ as: 'partner', name: 'globalparts' }, 'clients', { roles: 'partner', partner: 'globalparts', subject: 'partner-globalparts' }],
    [{ as: 'admin', expiresSeconds: 60 }, 'employees', { expires_in: '60' }],
  ])('%j', (wish, realm, form) => {
    const request = tokenRequest({ tenant: 'acme', ...wish })
    expect(request.realm).toBe(realm)
    expect(request.form).toMatchObject({ tenant_id: acme, ...form })
  })

  test('only a client has a customer, only a partner a partner', () => {
    expect(Object.keys(tokenRequest({ tenant: 'acme', as: 'admin', name: 'Ada' }).form)).not.toEqual(
      expect.arrayContaining(['customer_id']),
    )
    expect(tokenRequest({ tenant: 'acme', as: 'admin', name: 'Ada' }).form['partner']).toBeUndefined()
  })
})

test.each([
  ['1s', 1],
  ['60s', 60],
  ['15m', 900],
  ['900s', 900],
])('%s are %i seconds', (text, seconds) => {
  expect(parseLifetime(text)).toBe(seconds)
})

test.each(['0s', '16m', '901s', '60', 'soon', '-1s', ''])('"%s" is no lifetime', (text) => {
  expect(() => parseLifetime(text)).toThrow('--expires is a time from 1s to 15m')
})

describe('the command answers a mistake with one line on stderr and exit code 1', () => {
  const empty = mkdtempSync(join(tmpdir(), 'iommi-token-'))
  afterAll(() => {
    rmSync(empty, { recursive: true })
  })
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['nothing said', [], 'Say whose token: npm run -s token -- --tenant acme --as KIND, with KIND one of admin,'],
    ['unknown tenant', ['--tenant', 'initech', '--as', 'admin'], 'Unknown tenant "initech": --tenant is one of acme or globex.'],
    ['unknown kind', ['--tenant', 'acme', '--as', 'boss'], 'Unknown kind "boss": --as is one of admin, customer-service,'],
    ['partner without name', ['--tenant', 'acme', '--as', 'partner'], '--as partner needs --name'],
    ['customer of an employee', ['--tenant', 'acme', '--as', 'admin', '--customer', 'x'], '--customer goes with --as client only.'],
    ['unknown option', ['--tennant', 'acme'], 'Options: --tenant, --as, --customer,'],
    ['bad port', ['--tenant', 'acme', '--as', 'admin', '--port', 'http'], 'A port is a whole number from 1 to 65535, not "http".'],
    ['no stack', ['--tenant', 'acme', '--as', 'admin', '--data-dir', empty], `No stack runs on ${empty}: start it with "npm start"`],
  ]

  test.each(cases)('%s', (_, args, message) => {
    const { PORT: _port, IOMMI_DATA_DIR: _dir, ...env } = process.env
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'infra/dev/token.ts', ...args], {
      cwd: repositoryDir,
      encoding: 'utf8',
      env,
    })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})
