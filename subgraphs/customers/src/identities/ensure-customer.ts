import { customerRegistered } from '@iommi/schema/events/customer-events'
import { requireSystem } from '@iommi/shared/authorize'
import { withTenant, type TenantTx } from '@iommi/shared/database'
import { isId, newId } from '@iommi/shared/ids'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { findCustomers, insertCustomers } from '../customers/customer-repo.ts'
import { recordVersions } from '../customers/record-versions.ts'
import { isPlainText } from '@iommi/shared/text-fields'
import { readServiceInput } from '../service-input.ts'
import { findLinkedCustomerId, linkIdentity, type Identity } from './identity-repo.ts'
import { customerName } from './identity.ts'

/** An identity provider's name in an input: its `iss`. */
export const issuerField = z
  .string()
  .min(1, 'must not be empty')
  .max(500, 'must have at most 500 characters')
  .refine(isPlainText, 'must be plain text')

/** An identity provider's word for somebody in an input: its `sub`. */
export const subjectField = z
  .string()
  .min(1, 'must not be empty')
  .max(255, 'must have at most 255 characters')
  .refine(isPlainText, 'must be plain text')

const input = z.object({ issuer: issuerField, subject: subjectField, name: z.string().nullish(), customerId: z.string().nullish() })

/**
 * The customer behind an identity: the one it is linked to, otherwise the one it claims to be,
 * otherwise a new one. Null when the claim does not hold. May be repeated, and run at once:
 * an identity gets one customer.
 */
export async function ensureCustomer(context: CustomersContext, rawInput: unknown): Promise<{ readonly customerId: string | null }> {
  requireSystem(context)
  const { issuer, subject, name, customerId: claimed = null } = readServiceInput(input, rawInput)
  const identity = { issuer, subject }
  const customerId = await withTenant(context, async (tx) => {
    const linked = await findLinkedCustomerId(tx, identity)
    return await customerBehind(tx, context, identity, { linked, claimed, name })
  })
  return { customerId }
}

/** As `ensureCustomer`, for an identity whose link was read in this transaction. */
export async function customerBehind(
  tx: TenantTx,
  context: CustomersContext,
  identity: Identity,
  known: { readonly linked: string | null; readonly claimed: string | null; readonly name: string | null | undefined },
): Promise<string | null> {
  const { linked, claimed, name } = known
  if (linked !== null) return claimed === null || claimed === linked ? linked : null
  return claimed === null
    ? await makeCustomer(tx, context, identity, customerName(name))
    : await linkClaimed(tx, context, identity, claimed)
}

async function makeCustomer(tx: TenantTx, context: CustomersContext, identity: Identity, name: string): Promise<string | null> {
  const id = newId('customer')
  const now = context.now()
  const isOurs = await linkIdentity(tx, identity, { customerId: id, now })
  // Another call made it a moment ago.
  if (!isOurs) return await findLinkedCustomerId(tx, identity)
  const made = await insertCustomers(tx, [{ id, profile: { name, email: null, phone: null }, createdAt: now, now }])
  await recordVersions(tx, context, customerRegistered, made)
  return id
}

async function linkClaimed(tx: TenantTx, context: CustomersContext, identity: Identity, claimed: string): Promise<string | null> {
  if (!isId('customer', claimed) || (await findCustomers(tx, [claimed])).length === 0) return null
  const isOurs = await linkIdentity(tx, identity, { customerId: claimed, now: context.now() })
  if (isOurs) return claimed
  return (await findLinkedCustomerId(tx, identity)) === claimed ? claimed : null
}
