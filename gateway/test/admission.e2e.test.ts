import { newId } from '@iommi/shared/ids'
import { describe, expect, it } from 'vitest'
import { useStack, type Answer, type Caller } from './stack.ts'

const { ask } = useStack()
const viewer = '{ viewer { roles permissions } }'

interface KnownUser {
  readonly id: string
  readonly name: string
}

/** The user that a caller became with its first token. */
async function userOf(admin: Caller, caller: Caller & { readonly subject: string }): Promise<string> {
  expect((await ask(caller, viewer)).status).toBe(200)
  const document = 'query ($name: String!) { users(first: 10, where: { name: { in: [$name] } }) { nodes { id name } } }'
  const { data, errors } = await ask(admin, document, { name: caller.subject })
  expect(errors).toEqual([])
  const users = data?.['users'] as { readonly nodes: readonly KnownUser[] } | undefined
  expect(users?.nodes.map(({ name }) => name)).toEqual([caller.subject])
  return users?.nodes[0]?.id ?? ''
}

async function change(admin: Caller, name: string, input: object): Promise<void> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`
  const answer = await ask(admin, `mutation ($input: ${type}) { ${name}(input: $input) { userErrors { code } } }`, {
    input: { idempotencyKey: newId('key'), ...input },
  })
  expect([answer.status, answer.errors, answer.data]).toEqual([200, [], { [name]: { userErrors: [] } }])
}

const rolesOf = ({ data }: Answer): readonly string[] =>
  (data?.['viewer'] as { readonly roles: readonly string[] } | undefined)?.roles ?? []

/** Waits until the caller is answered so; that it is four seconds at most is in `admission.test.ts`, on a clock of its own. */
async function until(caller: Caller, isSo: (answer: Answer) => boolean): Promise<void> {
  await expect.poll(async () => isSo(await ask(caller, viewer)), { timeout: 10_000, interval: 50 }).toBe(true)
}

describe.each(['acme', 'globex'])('a user of %s', (tenant) => {
  const admin: Caller = { tenant, as: 'admin' }

  const expectOutAndInAgain = async (as: string): Promise<void> => {
    const subject = newId('leaver')
    const caller = { tenant, as, subject, name: subject }
    const userId = await userOf(admin, caller)
    await change(admin, 'disableUser', { userId })
    await until(caller, ({ status }) => status === 401)
    const refused = await ask(caller, viewer)
    expect(refused.errors.map(({ message, extensions }) => [message, extensions['code']])).toEqual([
      ['The user is disabled.', 'UNAUTHENTICATED'],
    ])
    await change(admin, 'enableUser', { userId })
    expect((await ask(caller, viewer)).status).toBe(200)
  }

  it('who is disabled is out within seconds, and in again at once', async () => {
    const kinds = ['customer-service', 'client', 'partner']
    await Promise.all(kinds.map(expectOutAndInAgain))
    expect.hasAssertions()
  })

  it('who is granted a role has what it allows within seconds', async () => {
    const caller = { tenant, as: 'customer-service', subject: newId('riser') }
    const userId = await userOf(admin, caller)
    await change(admin, 'setUserRoles', { userId, roles: ['order-manager'] })
    await until(caller, (answer) => rolesOf(answer).length === 2)
    const answer = await ask(caller, viewer)
    expect(rolesOf(answer)).toEqual(['customer-service', 'order-manager'])
  })

  it('who is no admin administrates nobody', async () => {
    const document = 'mutation ($input: DisableUserInput!) { disableUser(input: $input) { userErrors { code } } }'
    const answer = await ask({ tenant, as: 'order-manager' }, document, { input: { idempotencyKey: newId('key'), userId: newId('user') } })
    expect([answer.status, answer.errors.map(({ path, extensions }) => [path, extensions['code']])]).toEqual([
      403,
      [[['disableUser'], 'FORBIDDEN']],
    ])
  })
})
