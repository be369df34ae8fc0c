import { describe, expect, it } from 'vitest'
import { acme, globex } from './test-issuer.ts'
import { useTestGateway, type Answer } from './test-gateway.ts'

const clock = { now: () => new Date(Date.now() + skewMs) }
let skewMs = 0
const gateway = useTestGateway({ clocks: { now: clock.now, maxAgeMs: 0, cooldownMs: 0 } })

const seen = '{ seen { tenantId actor issuer } }'

async function actorOf(token: string): Promise<{ readonly tenantId: string; readonly issuer: string; readonly actor: unknown }> {
  const { data } = (await gateway.run(seen, { token })).json as { data: { seen: { tenantId: string; issuer: string; actor: string } } }
  return { ...data.seen, actor: JSON.parse(data.seen.actor) }
}

const outcome = ({ status, json, headers }: Answer): unknown => ({
  status,
  authenticate: headers['www-authenticate'],
  errors: json.errors?.map(({ message, extensions }) => [message, extensions]),
  requestId: headers['x-request-id'],
})

function unauthenticated(message: string): unknown {
  const requestId: unknown = expect.stringMatching(/^request_/)
  const extensions = { code: 'UNAUTHENTICATED', requestId }
  return { status: 401, authenticate: 'Bearer', errors: [[message, extensions]], requestId }
}

describe('a token', () => {
  it('of an employee makes an employee with its roles and tenant', async () => {
    const token = await gateway.issuer.token('employees', {
      sub: 'erin',
      name: 'Erin',
      roles: ['admin', 'order-manager'],
      tenant_id: globex,
    })
    expect(await actorOf(token)).toEqual({
      tenantId: globex,
      issuer: 'gateway',
      actor: { kind: 'employee', id: 'erin', name: 'Erin', roles: ['admin', 'order-manager'] },
    })
  })

  it('of a partner makes a partner known by its name', async () => {
    const token = await gateway.issuer.token('clients', { sub: 'svc-7', name: 'Parcels', roles: ['partner'], partner: 'parcels-inc' })
    const { actor } = await actorOf(token)
    expect(actor).toEqual({ kind: 'partner', id: 'parcels-inc', name: 'Parcels', roles: ['partner'] })
  })

  it('of a partner without a partner claim makes one known by its subject', async () => {
    const { actor } = await actorOf(await gateway.issuer.token('clients', { sub: 'svc-8', roles: ['partner'] }))
    expect(actor).toEqual({ kind: 'partner', id: 'svc-8', name: 'Sam Someone', roles: ['partner'] })
  })

  it('ignores roles that mean nothing here', async () => {
    const { actor } = await actorOf(await gateway.issuer.token('employees', { roles: ['offline_access', 'admin'] }))
    expect(actor).toMatchObject({ roles: ['admin'] })
  })

  it.each(['RS256', 'ES256', 'PS256', 'EdDSA'])('signed with %s is accepted', async (algorithm) => {
    expect((await actorOf(await gateway.issuer.tokenSignedWith(algorithm, 'employees'))).tenantId).toBe(acme)
  })

  it.each([
    ['none', 'The token is signed with an algorithm that is not allowed.'],
    ['HS256', 'The token is signed with an algorithm that is not allowed.'],
  ])('signed with %s is refused', async (algorithm, message) => {
    expect(outcome(await gateway.run(seen, { token: await gateway.issuer.tokenSignedWith(algorithm, 'employees') }))).toEqual(
      unauthenticated(message),
    )
  })

  const past = Math.floor(Date.now() / 1_000) - 60
  it.each([
    ['of another audience', 'employees', { aud: 'somebody-else' }, 'The token is for another audience.'],
    ['of the other realm’s audience', 'employees', { aud: 'iommi-clients' }, 'The token is for another audience.'],
    ['without an audience', 'employees', { aud: undefined }, 'The token is for another audience.'],
    ['that has expired', 'employees', { exp: past }, 'The token has expired.'],
    ['without an expiry', 'employees', { exp: undefined }, 'The claim exp of the token is missing or malformed.'],
    ['without the time it was issued at', 'employees', { iat: undefined }, 'The claim iat of the token is missing or malformed.'],
    ['issued in the future', 'employees', { iat: past + 120, exp: past + 300 }, 'The claim iat of the token is in the future.'],
    ['that lives longer than 24 hours', 'employees', { iat: past, exp: past + 86_401 }, 'The token lives longer than 24 hours.'],
    ['with a session that is no text', 'employees', { sid: 7 }, 'The claim sid of the token is missing or malformed.'],
    ['that is not valid yet', 'employees', { nbf: past + 3_600 }, 'The token is not valid yet.'],
    ['of an unknown issuer', 'employees', { iss: 'https://evil.example' }, 'The token is from an issuer that is not trusted here.'],
    ['without an issuer', 'employees', { iss: undefined }, 'The token is from an issuer that is not trusted here.'],
    ['without a tenant', 'employees', { tenant_id: undefined }, 'The claim tenant_id of the token is missing or malformed.'],
    ['with a tenant that is no UUID', 'employees', { tenant_id: 'acme' }, 'The claim tenant_id of the token is missing or malformed.'],
    ['without a subject', 'employees', { sub: undefined }, 'The claim sub of the token is missing or malformed.'],
    ['without roles', 'employees', { roles: undefined }, 'The claim roles of the token is missing or malformed.'],
    ['with no known role', 'employees', { roles: ['cook'] }, 'The token carries none of the roles admin, customer-service, order-manager.'],
    [
      'of a client that is an admin too',
      'clients',
      { roles: ['client', 'admin'] },
      'The token carries a role that its issuer may not grant.',
    ],
    ['of an employee that is a client', 'employees', { roles: ['client'] }, 'The token carries a role that its issuer may not grant.'],
    ['of a client that is system', 'clients', { roles: ['client', 'system'] }, 'The token carries a role that its issuer may not grant.'],
    [
      'of a client and partner at once',
      'clients',
      { roles: ['client', 'partner'] },
      'A token is either a client’s or a partner’s, not both.',
    ],
  ] as const)('%s is refused', async (_what, realm, claims, message) => {
    expect(outcome(await gateway.run(seen, { token: await gateway.issuer.token(realm, claims) }))).toEqual(unauthenticated(message))
  })

  it('signed by the other realm is refused', async () => {
    const token = await gateway.issuer.token('clients', {
      iss: gateway.issuer.issuerOf('employees'),
      aud: 'iommi-employees',
      roles: ['admin'],
    })
    expect(outcome(await gateway.run(seen, { token }))).toEqual(unauthenticated('The token is signed with an unknown key.'))
  })

  it('whose claims were changed after signing is refused', async () => {
    const [header, , signature] = (await gateway.issuer.token('employees')).split('.')
    const [, payload] = (await gateway.issuer.token('employees', { tenant_id: globex })).split('.')
    const answer = await gateway.run(seen, { token: [header, payload, signature].join('.') })
    expect(outcome(answer)).toEqual(unauthenticated('The token’s signature is not valid.'))
  })

  it.each([
    [undefined, 'A bearer token is required.'],
    ['', 'The authorization header must be "Bearer" and a token.'],
    ['Basic aW9tbWk6aW9tbWk=', 'The authorization header must be "Bearer" and a token.'],
    ['Internal abc.def', 'The authorization header must be "Bearer" and a token.'],
    ['Bearer', 'The authorization header must be "Bearer" and a token.'],
    ['Bearer not-a-token', 'The token is not a JSON Web Token.'],
    [`Bearer ${'a'.repeat(8_193)}`, 'The token is too long.'],
  ])('is required: "%s" is refused', async (authorization, message) => {
    const headers = { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) }
    const before = gateway.orders.calls.length
    expect(outcome(await gateway.call('/graphql', { method: 'POST', headers, body: JSON.stringify({ query: seen }) }))).toEqual(
      unauthenticated(message),
    )
    expect(gateway.orders.calls.length).toBe(before)
  })

  it('that was accepted is refused once it has expired, 30 seconds of clock skew later', async () => {
    const token = await gateway.issuer.token('employees', { exp: Math.floor(Date.now() / 1_000) + 100 })
    expect((await gateway.run(seen, { token })).status).toBe(200)
    skewMs = 125_000
    expect((await gateway.run(seen, { token })).status).toBe(200)
    skewMs = 131_000
    expect(outcome(await gateway.run(seen, { token }))).toEqual(unauthenticated('The token has expired.'))
    skewMs = 0
  })
})

describe('the issuer’s keys', () => {
  it('are looked up again for a key nobody has seen yet; tokens of the old one stay valid', async () => {
    const old = await gateway.issuer.token('employees')
    await gateway.issuer.rotate('employees')
    expect((await gateway.run(seen, { token: await gateway.issuer.token('employees') })).status).toBe(200)
    expect((await gateway.run(seen, { token: old })).status).toBe(200)
  })

  it('stop counting when they are retired', async () => {
    const old = await gateway.issuer.token('employees')
    expect((await gateway.run(seen, { token: old })).status).toBe(200)
    await gateway.issuer.rotate('employees')
    gateway.issuer.retire('employees')
    // A minute later the token is looked at again, and the keys are refreshed in the background.
    const aMinuteLater = async (): Promise<string | undefined> => {
      skewMs += 61_000
      return (await gateway.run(seen, { token: old })).json.errors?.[0]?.message
    }
    await expect.poll(aMinuteLater, { timeout: 5_000 }).toBe('The token is signed with an unknown key.')
    skewMs = 0
  })

  it('go on counting while the issuer is away', async () => {
    const token = await gateway.issuer.token('employees', { sub: 'during-outage' })
    gateway.issuer.setAway(true)
    expect((await gateway.run(seen, { token })).status).toBe(200)
    gateway.issuer.setAway(false)
  })

  it('that cannot be had are a retryable 503', async () => {
    await gateway.issuer.rotate('employees')
    const token = await gateway.issuer.token('employees')
    gateway.issuer.setAway(true)
    const answer = await gateway.run(seen, { token })
    gateway.issuer.setAway(false)
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1'])
    expect(answer.json.errors).toEqual([
      {
        message: 'The identity provider does not answer right now.',
        extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true, requestId: answer.headers['x-request-id'] },
      },
    ])
    expect((await gateway.run(seen, { token })).status).toBe(200)
  })
})

describe('a caller', () => {
  it('is asked about by everything the token says, once in four seconds', async () => {
    const token = await gateway.issuer.token('employees', {
      sub: 'eve',
      name: 'Eve',
      roles: ['admin'],
      email: 'eve@acme.example',
      email_verified: true,
    })
    const before = gateway.ensured.length
    for (let call = 0; call < 5; call += 1) expect((await gateway.run(seen, { token })).status).toBe(200)
    expect(gateway.ensured.slice(before)).toEqual([
      {
        input: {
          kind: 'EMPLOYEE',
          issuer: gateway.issuer.issuerOf('employees'),
          subject: 'eve',
          name: 'Eve',
          roles: ['admin'],
          customerId: null,
          email: 'eve@acme.example',
        },
        caller: 'system gateway for employee:eve',
      },
    ])
  })

  it.each([{ email: 'eve@acme.example' }, { email: 'eve@acme.example', email_verified: false }, { email: 7, email_verified: 'yes' }])(
    'is not asked about by an e-mail address that the issuer does not vouch for: %o',
    async (claims) => {
      const before = gateway.ensured.length
      await gateway.run(seen, { token: await gateway.issuer.token('employees', { sub: `mail-${String(before)}`, ...claims }) })
      expect(gateway.ensured.slice(before).map(({ input }) => input['email'])).toEqual([null])
    },
  )

  it.each(['employees', 'clients'] as const)('who is disabled is refused: %s', async (realm) => {
    const before = gateway.calls()
    const token = await gateway.issuer.token(realm, { sub: 'disabled' })
    expect(outcome(await gateway.run(seen, { token }))).toEqual(unauthenticated('The user is disabled.'))
    expect(gateway.calls()).toBe(before)
  })

  it('has the roles that the customers service names, not those of the token', async () => {
    gateway.customers.answerAdmissionWith((response) => {
      response.end(
        JSON.stringify({ data: { _admitUser: { isAdmitted: true, userId: 'user_1', roles: ['admin'], customerId: null, refusal: null } } }),
      )
    })
    const token = await gateway.issuer.token('employees', { sub: 'promoted', roles: ['customer-service'] })
    const { actor } = await actorOf(token)
    gateway.customers.answerAdmissionWith(null)
    expect(actor).toMatchObject({ id: 'promoted', roles: ['admin'] })
  })
})

it('two tenants with the same subject and the same document never get into each other’s way', async () => {
  const tenants = [acme, globex]
  const tokens = await Promise.all(
    tenants.map((tenant_id) => gateway.issuer.token('clients', { sub: 'twin', tenant_id, customer_id: `customer_of_${tenant_id}` })),
  )
  const query = '{ seen { tenantId actor } me { id } }'
  const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => gateway.run(query, { token: tokens[index % 2] ?? '' })))
  const seenBy = answers.map(({ json }) => {
    const { seen: about, me } = json.data as {
      readonly seen: { readonly tenantId: string; readonly actor: string }
      readonly me: { readonly id: string }
    }
    return [about.tenantId, (JSON.parse(about.actor) as { readonly customerId: string }).customerId, me.id]
  })
  expect(seenBy).toEqual(
    answers.map((_, index) => {
      const tenant = tenants[index % 2] ?? ''
      return [tenant, `customer_of_${tenant}`, `customer_of_${tenant}`]
    }),
  )
})

describe('a client', () => {
  it('becomes the customer that the customers service names, asked once', async () => {
    const token = await gateway.issuer.token('clients', { sub: 'clara', name: 'Clara' })
    const again = await gateway.issuer.token('clients', { sub: 'clara', name: 'Clara', jti: 'another' })
    const before = gateway.ensured.length
    const actor = { kind: 'client', id: 'clara', name: 'Clara', roles: ['client'], customerId: 'customer_new' }
    expect((await actorOf(token)).actor).toEqual(actor)
    expect((await actorOf(again)).actor).toEqual(actor)
    expect(gateway.ensured.slice(before)).toEqual([
      {
        input: {
          kind: 'CLIENT',
          issuer: gateway.issuer.issuerOf('clients'),
          subject: 'clara',
          name: 'Clara',
          roles: ['client'],
          customerId: null,
          email: null,
        },
        caller: 'system gateway for client:clara',
      },
    ])
  })

  it('is asked about once when its first requests come together', async () => {
    const token = await gateway.issuer.token('clients', { sub: 'carl' })
    const before = gateway.ensured.length
    const answers = await Promise.all(Array.from({ length: 10 }, () => gateway.run(seen, { token })))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    expect(gateway.ensured.length - before).toBe(1)
  })

  it('is another one in another tenant and with another customer', async () => {
    const before = gateway.ensured.length
    for (const claims of [{}, { tenant_id: globex }, { customer_id: 'customer_7' }]) {
      await gateway.run(seen, { token: await gateway.issuer.token('clients', { sub: 'chris', ...claims }) })
    }
    expect(gateway.ensured.slice(before).map(({ input }) => input['customerId'])).toEqual([null, null, 'customer_7'])
  })

  it('with the customer that its token names is that customer', async () => {
    const token = await gateway.issuer.token('clients', { sub: 'cora', customer_id: 'customer_9' })
    expect((await gateway.run('{ me { id } }', { token })).json).toEqual({ data: { me: { id: 'customer_9' } } })
  })

  it('whose token names an unknown customer is refused, and asked about again', async () => {
    const token = await gateway.issuer.token('clients', { sub: 'cyd', customer_id: 'customer_unknown' })
    const before = gateway.ensured.length
    expect(outcome(await gateway.run(seen, { token }))).toEqual(unauthenticated('The token names an unknown customer.'))
    expect(outcome(await gateway.run(seen, { token }))).toEqual(unauthenticated('The token names an unknown customer.'))
    expect(gateway.ensured.length - before).toBe(2)
  })

  it('of a suspended tenant is told so', async () => {
    gateway.customers.answerAdmissionWith((response) => {
      response.end(JSON.stringify({ errors: [{ message: 'This tenant is not active.', extensions: { code: 'FORBIDDEN' } }] }))
    })
    const answer = await gateway.run(seen, { token: await gateway.issuer.token('clients', { sub: 'cleo' }) })
    gateway.customers.answerAdmissionWith(null)
    expect(answer.status).toBe(403)
    expect(answer.json.errors?.map(({ message, extensions }) => [message, extensions['code']])).toEqual([
      ['This tenant is not active.', 'FORBIDDEN'],
    ])
  })

  it('waits out a customers service that is away: 503 first, then an answer', async () => {
    const token = await gateway.issuer.token('clients', { sub: 'cain' })
    gateway.customers.answerAdmissionWith((response) => void response.destroy())
    const answer = await gateway.run(seen, { token })
    gateway.customers.answerAdmissionWith(null)
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1'])
    expect(answer.json.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'UPSTREAM_UNAVAILABLE', retryable: true, requestId: answer.headers['x-request-id'] },
    ])
    expect((await gateway.run(seen, { token })).status).toBe(200)
  })
})
