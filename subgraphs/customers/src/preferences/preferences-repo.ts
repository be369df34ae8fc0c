import type { TenantTx } from '@iommi/shared/database'
import { inArray } from 'drizzle-orm'
import { customerPreferences } from '../tables.ts'
import type { PreferencesRecord } from './preferences.ts'

/** The preferences of those customers who said any, in any order. */
export async function findPreferences(tx: TenantTx, customerIds: readonly string[]): Promise<readonly PreferencesRecord[]> {
  return await tx
    .select({
      customerId: customerPreferences.customerId,
      locale: customerPreferences.locale,
      timeZone: customerPreferences.timeZone,
      preferredCurrency: customerPreferences.preferredCurrency,
      marketingChannels: customerPreferences.marketingChannels,
      version: customerPreferences.version,
    })
    .from(customerPreferences)
    .where(inArray(customerPreferences.customerId, [...customerIds]))
}

/** Writes the preferences of a customer who is locked in this transaction. */
export async function savePreferences(tx: TenantTx, { customerId, ...preferred }: PreferencesRecord, now: Date): Promise<void> {
  const columns = { ...preferred, updatedAt: now }
  await tx
    .insert(customerPreferences)
    .values({ customerId, ...columns })
    .onConflictDoUpdate({ target: [customerPreferences.tenantId, customerPreferences.customerId], set: columns })
}
