import type { TenantTx } from '@iommi/shared/database'
import {
  idFilter,
  textFilter,
  valueFilter,
  whereSql,
  type FieldConditions,
  type OneOf,
  type TextConditions,
  type Where,
} from '@iommi/shared/filters'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, eq, isNull, or } from 'drizzle-orm'
import { emailKey, nameSortKey } from '../customers/customer.ts'
import type { Identity } from '../identities/identity-repo.ts'
import { customerIdentities, users } from '../tables.ts'
import { isUniqueRace } from '../unique-race.ts'
import type { Sighting, UserKind, UserRecord, UserStatus } from './user.ts'

/** The fields users can be filtered by. */
export interface UserFields {
  readonly id: OneOf<string>
  readonly kind: OneOf<UserKind>
  readonly status: OneOf<UserStatus>
  readonly name: TextConditions
  readonly email: TextConditions
}

const conditions: FieldConditions<UserFields> = {
  id: idFilter(users.id),
  kind: valueFilter<UserKind>(users.kind),
  status: valueFilter<UserStatus>(users.status),
  name: textFilter(users.nameSort, nameSortKey),
  email: textFilter(users.emailNorm, emailKey),
}

const columns = {
  id: users.id,
  kind: users.kind,
  name: users.name,
  email: users.email,
  tokenRoles: users.tokenRoles,
  grantedRoles: users.grantedRoles,
  status: users.status,
  subject: users.subject,
  invitedAt: users.invitedAt,
  lastSeenAt: users.lastSeenAt,
  createdAt: users.createdAt,
  version: users.version,
  customerId: customerIdentities.customerId,
}

const isSameIdentity = and(eq(customerIdentities.issuer, users.issuer), eq(customerIdentities.subject, users.subject))

function selectUsers(tx: TenantTx) {
  return tx.select(columns).from(users).leftJoin(customerIdentities, isSameIdentity)
}

/** The user an identity is, with the customer it is linked to. */
export async function findUserOf(tx: TenantTx, { issuer, subject }: Identity): Promise<UserRecord | null> {
  const [user] = await selectUsers(tx).where(and(eq(users.subject, subject), eq(users.issuer, issuer)))
  return user ?? null
}

/** The invitation for an e-mail address that nobody has taken up, disabled or not. */
export async function findInvitation(tx: TenantTx, kind: UserKind, email: string): Promise<UserRecord | null> {
  const isOpen = and(eq(users.kind, kind), eq(users.emailNorm, emailKey(email)), isNull(users.issuer))
  const [invitation] = await selectUsers(tx).where(isOpen)
  return invitation ?? null
}

/** Whether a user of that kind has the e-mail address, or an invitation for it. */
export async function isUserEmail(tx: TenantTx, kind: UserKind, email: string): Promise<boolean> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.emailNorm, emailKey(email)), eq(users.kind, kind)))
    .limit(1)
  return rows.length > 0
}

/** Writes a new user; null when the identity is a user, or the address invited, already. What another transaction is about to write is waited for. */
export async function insertUser(tx: TenantTx, user: UserRecord, issuer: string | null): Promise<UserRecord | null> {
  const { customerId: _customerId, ...row } = user
  const rows = await tx
    .insert(users)
    .values({
      ...row,
      ...nameAndEmail(user),
      issuer,
      tokenRoles: [...user.tokenRoles],
      grantedRoles: [...user.grantedRoles],
      updatedAt: user.createdAt,
    })
    .onConflictDoNothing()
    .returning({ id: users.id })
  return rows.length > 0 ? user : null
}

/**
 * Makes an identity the user that was invited, with this status and version. False when the invitation is not as it was
 * read any more. An identity that became a user meanwhile fails the transaction: see `isIdentityRace`.
 */
export async function takeUpInvitation(
  tx: TenantTx,
  read: Pick<UserRecord, 'id' | 'version'>,
  taken: { readonly seen: Sighting; readonly status: UserStatus; readonly version: number },
): Promise<boolean> {
  const { issuer, subject, at } = taken.seen
  const rows = await tx
    .update(users)
    .set({ ...sightingColumns(taken.seen), issuer, subject, status: taken.status, version: taken.version, updatedAt: at })
    .where(and(eq(users.id, read.id), eq(users.version, read.version), isNull(users.issuer)))
    .returning({ id: users.id })
  return rows.length > 0
}

/** Whether a transaction failed because another one made the same identity a user after it had looked. */
export function isIdentityRace(error: unknown): boolean {
  return isUniqueRace(error, 'users_identity_once')
}

/** Notes what a token says; what it does not say stays. */
export async function recordSighting(tx: TenantTx, id: string, seen: Sighting): Promise<void> {
  await tx.update(users).set(sightingColumns(seen)).where(eq(users.id, id))
}

/**
 * The user and, where it is in the directory, the employee with subject `ownSubject`, both as last committed and kept
 * from changing until this transaction ends. Always locked in the same order: two admins who change each other wait.
 */
export async function lockUserAndSelf(tx: TenantTx, id: string, ownSubject: string): Promise<readonly UserRecord[]> {
  return await selectUsers(tx)
    .where(or(eq(users.id, id), and(eq(users.subject, ownSubject), eq(users.kind, 'EMPLOYEE'))))
    .orderBy(users.id)
    .for('no key update', { of: users })
}

/** Writes granted roles, status and version of a user locked in this transaction. */
export async function saveUser(tx: TenantTx, user: UserRecord, now: Date): Promise<void> {
  const { grantedRoles, status, version } = user
  await tx
    .update(users)
    .set({ grantedRoles: [...grantedRoles], status, version, updatedAt: now })
    .where(eq(users.id, user.id))
}

/** One page of users by name, as `keyset` limits it. */
export async function findUserPage(
  tx: TenantTx,
  where: Where<UserFields> | null | undefined,
  page: PageRequest,
): Promise<readonly UserRecord[]> {
  const keys = keyset(page, [users.nameSort, users.id], 'asc')
  return await selectUsers(tx)
    .where(and(whereSql(where, conditions), keys.where))
    .orderBy(...keys.orderBy)
    .limit(keys.limit)
}

/** How many users there are. */
export async function countUsers(tx: TenantTx, where: Where<UserFields> | null | undefined): Promise<number> {
  return await tx.$count(users, whereSql(where, conditions))
}

function sightingColumns({ kind, name, email, roles, at }: Sighting) {
  return {
    kind,
    ...(name === null ? {} : { name, nameSort: nameSortKey(name) }),
    ...(email === null ? {} : { email, emailNorm: emailKey(email) }),
    tokenRoles: [...roles],
    lastSeenAt: at,
  }
}

function nameAndEmail({ name, email }: Pick<UserRecord, 'name' | 'email'>) {
  return { name, nameSort: nameSortKey(name), email, emailNorm: email === null ? null : emailKey(email) }
}
