import type { Role } from '@iommi/shared/request-context'

/** What kind of user. */
export type UserKind = 'EMPLOYEE' | 'CLIENT' | 'PARTNER'

/** Whether a user may come in. */
export type UserStatus = 'INVITED' | 'ACTIVE' | 'DISABLED'

/** Somebody who works with a tenant's data or buys from it. */
export interface UserRecord {
  readonly id: string
  readonly kind: UserKind
  readonly name: string
  readonly email: string | null
  /** What the last token said, sorted. */
  readonly tokenRoles: readonly Role[]
  /** What an admin gave on top, sorted. */
  readonly grantedRoles: readonly Role[]
  readonly status: UserStatus
  /** The provider's subject; null until the invitation is taken up. */
  readonly subject: string | null
  readonly invitedAt: Date | null
  /** Up to an hour late. */
  readonly lastSeenAt: Date | null
  readonly createdAt: Date
  /** Counts the changes of granted roles and status. */
  readonly version: number
  /** The customer that a client is. */
  readonly customerId: string | null
}

/** Somebody with a verified token, as the gateway sees them. */
export interface Sighting {
  readonly kind: UserKind
  readonly issuer: string
  readonly subject: string
  /** Null when the token says nothing usable. */
  readonly name: string | null
  readonly email: string | null
  /** Of the token, those that the kind can have, sorted. */
  readonly roles: readonly Role[]
  readonly at: Date
}

/** The roles that a user of each kind can have, sorted. */
export const rolesOfKind: Readonly<Record<UserKind, readonly Role[]>> = {
  EMPLOYEE: ['admin', 'customer-service', 'order-manager'],
  CLIENT: ['client'],
  PARTNER: ['partner'],
}

const seenEveryMs = 3_600_000

/** Those of `given` that a user of this kind can have, each once, sorted. Nobody can be `system`. */
export function rolesAllowed(kind: UserKind, given: readonly string[]): readonly Role[] {
  return rolesOfKind[kind].filter((role) => given.includes(role))
}

/** Whether `given` names a role that a user of this kind cannot have. */
export function hasForeignRole(kind: UserKind, given: readonly string[]): boolean {
  return given.some((role) => rolesAllowed(kind, [role]).length === 0)
}

/** What counts: the token's roles and the granted ones, sorted. */
export function effectiveRoles(kind: UserKind, ...lists: readonly (readonly Role[])[]): readonly Role[] {
  return rolesAllowed(kind, lists.flat())
}

/** Whether two sets of roles, each sorted, are the same. */
export function isSameRoles(a: readonly Role[], b: readonly Role[]): boolean {
  return a.join(' ') === b.join(' ')
}

/** Whether a sighting says anything new: another name, address or role, or that the user was there after an hour. */
export function isNews(user: Pick<UserRecord, 'kind' | 'name' | 'email' | 'tokenRoles' | 'lastSeenAt'>, seen: Sighting): boolean {
  return (
    user.kind !== seen.kind ||
    (seen.name !== null && seen.name !== user.name) ||
    (seen.email !== null && seen.email !== user.email) ||
    !isSameRoles(user.tokenRoles, seen.roles) ||
    user.lastSeenAt === null ||
    seen.at.getTime() - user.lastSeenAt.getTime() >= seenEveryMs
  )
}

/** What disabling ends: a user who never came is invited again, everybody else active. */
export function enabledStatus(user: Pick<UserRecord, 'subject'>): UserStatus {
  return user.subject === null ? 'INVITED' : 'ACTIVE'
}
