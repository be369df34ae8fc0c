import type { TenantTx } from '@iommi/shared/database'
import { and, eq } from 'drizzle-orm'
import { customerIdentities } from '../tables.ts'

/** Whom an identity provider means: its `iss` and `sub`. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
}

/** The customer that an identity is linked to. */
export async function findLinkedCustomerId(tx: TenantTx, { issuer, subject }: Identity): Promise<string | null> {
  const [row] = await tx
    .select({ customerId: customerIdentities.customerId })
    .from(customerIdentities)
    .where(and(eq(customerIdentities.issuer, issuer), eq(customerIdentities.subject, subject)))
  return row?.customerId ?? null
}

/**
 * Links an identity to a customer, who has to exist when the transaction commits. False when the
 * identity has a customer or the customer an identity of that issuer; one that another transaction
 * is about to link is waited for.
 */
export async function linkIdentity(
  tx: TenantTx,
  identity: Identity,
  link: { readonly customerId: string; readonly now: Date },
): Promise<boolean> {
  const rows = await tx
    .insert(customerIdentities)
    .values({ ...identity, customerId: link.customerId, linkedAt: link.now })
    .onConflictDoNothing()
    .returning({ customerId: customerIdentities.customerId })
  return rows.length > 0
}
