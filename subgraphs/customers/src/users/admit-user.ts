import { userJoined } from '@iommi/schema/events/customer-events'
import { requireSystem } from '@iommi/shared/authorize'
import { withTenant, type TenantTx } from '@iommi/shared/database'
import { newId } from '@iommi/shared/ids'
import type { Role } from '@iommi/shared/request-context'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { isEmail } from '../customers/profile-fields.ts'
import { customerBehind, issuerField, subjectField } from '../identities/ensure-customer.ts'
import { usableName } from '../identities/identity.ts'
import { readServiceInput } from '../service-input.ts'
import { againAfterRace } from '../unique-race.ts'
import { recordUser } from './record-user.ts'
import { findInvitation, findUserOf, insertUser, isIdentityRace, recordSighting, takeUpInvitation } from './user-repo.ts'
import { effectiveRoles, isNews, rolesAllowed, type Sighting, type UserRecord } from './user.ts'

/** Whether somebody may come in, and as what. */
export interface Admission {
  readonly isAdmitted: boolean
  readonly userId: string | null
  readonly roles: readonly Role[]
  readonly customerId: string | null
  readonly refusal: 'DISABLED' | 'UNKNOWN_CUSTOMER' | null
}

const input = z.object({
  kind: z.enum(['EMPLOYEE', 'CLIENT', 'PARTNER']),
  issuer: issuerField,
  subject: subjectField,
  name: z.string().nullish(),
  roles: z.array(z.string()).max(50, 'must have at most 50 items'),
  customerId: z.string().nullish(),
  email: z.string().nullish(),
})

/** Somebody at the door, and the customer they claim to be. */
interface Visit extends Sighting {
  readonly claimed: string | null
}

/**
 * Whether somebody with a verified token may come in. The first token of an unknown subject makes
 * it a user, or the one that was invited; a client's also its customer. Of a known user one indexed
 * read, and a write when the token says something new or an hour has passed. May be repeated, and run at once.
 */
export async function admitUser(context: CustomersContext, rawInput: unknown): Promise<Admission> {
  requireSystem(context)
  const visit = readVisit(context, rawInput)
  const lost = 'The same user is coming in by other requests right now. Send the request again.'
  return await againAfterRace(isIdentityRace, lost, () => withTenant(context, (tx) => admit(tx, context, visit)))
}

function readVisit(context: CustomersContext, rawInput: unknown): Visit {
  const { kind, issuer, subject, name, roles, customerId, email } = readServiceInput(input, rawInput)
  return {
    kind,
    issuer,
    subject,
    name: usableName(name),
    email: email !== null && email !== undefined && isEmail(email.trim()) ? email.trim() : null,
    roles: rolesAllowed(kind, roles),
    at: context.now(),
    claimed: kind === 'CLIENT' ? (customerId ?? null) : null,
  }
}

async function admit(tx: TenantTx, context: CustomersContext, visit: Visit): Promise<Admission> {
  const user = await findUserOf(tx, visit)
  if (user !== null) return await admitKnown(tx, context, visit, user)
  const invitation = visit.email === null ? null : await findInvitation(tx, visit.kind, visit.email)
  return invitation === null ? await admitNew(tx, context, visit) : await admitInvited(tx, context, visit, invitation)
}

async function admitKnown(tx: TenantTx, context: CustomersContext, visit: Visit, user: UserRecord): Promise<Admission> {
  if (user.status === 'DISABLED') return refused('DISABLED')
  const customerId = await customerOf(tx, context, visit, user.customerId)
  if (visit.kind === 'CLIENT' && customerId === null) return refused('UNKNOWN_CUSTOMER')
  if (isNews(user, visit)) await recordSighting(tx, user.id, visit)
  return admitted(visit, user, customerId)
}

async function admitInvited(tx: TenantTx, context: CustomersContext, visit: Visit, invitation: UserRecord): Promise<Admission> {
  const isDisabled = invitation.status === 'DISABLED'
  const customerId = isDisabled ? null : await customerOf(tx, context, visit, null)
  if (!isDisabled && visit.kind === 'CLIENT' && customerId === null) return refused('UNKNOWN_CUSTOMER')
  // A disabled one is taken up as well: later tokens without an e-mail address find it disabled, too.
  const [status, version] = isDisabled ? (['DISABLED', invitation.version] as const) : (['ACTIVE', invitation.version + 1] as const)
  const isOurs = await takeUpInvitation(tx, invitation, { seen: visit, status, version })
  // Taken up or changed by another request: what there is now decides.
  if (!isOurs) return await admit(tx, context, visit)
  if (isDisabled) return refused('DISABLED')
  await recordUser(tx, context, userJoined, { ...invitation, status, version })
  return admitted(visit, invitation, customerId)
}

async function admitNew(tx: TenantTx, context: CustomersContext, visit: Visit): Promise<Admission> {
  const customerId = await customerOf(tx, context, visit, null)
  if (visit.kind === 'CLIENT' && customerId === null) return refused('UNKNOWN_CUSTOMER')
  const user = await insertUser(tx, newUser(visit, customerId), visit.issuer)
  if (user === null) return await admit(tx, context, visit)
  await recordUser(tx, context, userJoined, user)
  return admitted(visit, user, customerId)
}

async function customerOf(tx: TenantTx, context: CustomersContext, visit: Visit, linked: string | null): Promise<string | null> {
  if (visit.kind !== 'CLIENT') return null
  return await customerBehind(tx, context, visit, { linked, claimed: visit.claimed, name: visit.name })
}

function newUser({ kind, subject, name, email, roles, at }: Visit, customerId: string | null): UserRecord {
  return {
    id: newId('user'),
    kind,
    name: name ?? 'User',
    email,
    tokenRoles: roles,
    grantedRoles: [],
    status: 'ACTIVE',
    subject,
    invitedAt: null,
    lastSeenAt: at,
    createdAt: at,
    version: 1,
    customerId,
  }
}

function admitted({ kind, roles }: Visit, { id, grantedRoles }: UserRecord, customerId: string | null): Admission {
  return { isAdmitted: true, userId: id, roles: effectiveRoles(kind, roles, grantedRoles), customerId, refusal: null }
}

function refused(refusal: NonNullable<Admission['refusal']>): Admission {
  return { isAdmitted: false, userId: null, roles: [], customerId: null, refusal }
}
