import type { Actor } from '@iommi/shared/request-context'
import { employee } from '@iommi/shared/testing/test-context'
import {
  admin,
  admitUser,
  disableUser,
  enableUser,
  inviteUser,
  newKey,
  payloadIn,
  service,
  setUserRoles,
  usersPage,
  type Shop,
} from './customers-fixture.ts'

type Input = Readonly<Record<string, unknown>>

/** Who says who the employees are. */
export const issuer = 'https://login.example/employees'

/** A user as the graph shows it. */
export interface User {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly [field: string]: unknown
}

/** A page of users. */
export interface UserPage {
  readonly nodes: readonly User[]
  readonly pageInfo: Readonly<Record<'hasNextPage' | 'hasPreviousPage', boolean> & Record<'startCursor' | 'endCursor', string | null>>
  readonly totalCount: number
}

/** What came of a change of a user. */
export interface ChangedUser {
  readonly user: User | null
  readonly userErrors: readonly unknown[]
}

/** An employee whose first token has come, and the user that it made. */
export interface JoinedUser {
  readonly actor: Actor
  readonly user: User
}

type Change = (input: Input, actor?: Actor) => Promise<ChangedUser>

/** How a test invites the users of a shop, changes and lists them. */
export interface UserDesk {
  readonly invite: Change
  readonly setRoles: Change
  readonly disable: Change
  readonly enable: Change
  /** The input of an invitation, without its idempotency key. */
  readonly guest: (input?: Input) => Input
  readonly invited: (input?: Input, at?: Shop) => Promise<User>
  readonly joined: (...roles: readonly ('admin' | 'customer-service')[]) => Promise<JoinedUser>
  readonly list: (variables: Input) => Promise<UserPage>
}

/** The user desk of one shop. */
export function userDeskOf(shop: Shop): UserDesk {
  const mutation =
    (source: string, field: string) =>
    async (input: Input, actor: Actor = admin) =>
      payloadIn(await shop.as(actor, source, { input: { idempotencyKey: newKey(), ...input } }), field) as ChangedUser
  const invite = mutation(inviteUser, 'inviteUser')
  const setRoles = mutation(setUserRoles, 'setUserRoles')
  const disable = mutation(disableUser, 'disableUser')
  const enable = mutation(enableUser, 'enableUser')
  const guest = (input: Input = {}): Input => ({ kind: 'EMPLOYEE', name: 'Guest', email: `guest-${newKey()}@example.com`, ...input })
  const invited = async (input: Input = {}, at = shop): Promise<User> => {
    const answer = await at.as(admin, inviteUser, { input: { idempotencyKey: newKey(), ...guest(input) } })
    const { user } = payloadIn(answer, 'inviteUser') as { user: User | null }
    if (user === null) throw new Error(JSON.stringify(answer))
    return user
  }
  const joined = async (...roles: readonly ('admin' | 'customer-service')[]): Promise<JoinedUser> => {
    const actor = employee(...roles)
    const name = `Joined ${actor.id}`
    const input = { kind: 'EMPLOYEE', issuer, subject: actor.id, name, roles: [...roles] }
    payloadIn(await shop.as(service, admitUser, { input }), '_admitUser')
    const [user] = (await list({ where: { name: { in: [name] } } })).nodes
    if (user === undefined) throw new Error('did not join')
    return { actor, user }
  }
  const list = async (variables: Input): Promise<UserPage> => payloadIn(await shop.as(admin, usersPage, variables), 'users') as UserPage
  return { invite, setRoles, disable, enable, guest, invited, joined, list }
}
