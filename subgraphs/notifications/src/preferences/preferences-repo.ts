import type { TenantTx } from '@iommi/shared/database'
import { and, eq } from 'drizzle-orm'
import { notificationPreferences } from '../tables.ts'
import { defaultPreferences, type PreferencesRecord } from './preferences.ts'

/** Whose preferences. */
export interface PreferencesOwner {
  readonly kind: string
  readonly id: string
}

/** What the user has chosen; the defaults when nothing. */
export async function findPreferences(tx: TenantTx, owner: PreferencesOwner): Promise<PreferencesRecord> {
  const [row] = await tx.select().from(notificationPreferences).where(isOf(owner))
  return row === undefined ? defaultPreferences : toRecord(row)
}

/** As above, and nobody else changes them before the transaction ends. */
export async function lockPreferences(tx: TenantTx, owner: PreferencesOwner): Promise<PreferencesRecord> {
  const { locale, switchedOff, version } = defaultPreferences
  await tx
    .insert(notificationPreferences)
    .values({ userKind: owner.kind, userId: owner.id, locale, switchedOff, version })
    .onConflictDoNothing()
  const [row] = await tx.select().from(notificationPreferences).where(isOf(owner)).for('update')
  return row === undefined ? defaultPreferences : toRecord(row)
}

/** Writes what the user has chosen. */
export async function updatePreferences(tx: TenantTx, owner: PreferencesOwner, preferences: PreferencesRecord): Promise<void> {
  const { locale, switchedOff, quietHours, version } = preferences
  await tx
    .update(notificationPreferences)
    .set({
      locale,
      switchedOff,
      quietTimeZone: quietHours?.timeZone ?? null,
      quietFrom: quietHours?.from ?? null,
      quietTo: quietHours?.to ?? null,
      version,
    })
    .where(isOf(owner))
}

function isOf(owner: PreferencesOwner) {
  return and(eq(notificationPreferences.userKind, owner.kind), eq(notificationPreferences.userId, owner.id))
}

function toRecord(row: typeof notificationPreferences.$inferSelect): PreferencesRecord {
  const { locale, switchedOff, quietTimeZone: timeZone, quietFrom: from, quietTo: to, version } = row
  const quietHours = timeZone === null || from === null || to === null ? null : { timeZone, from, to }
  return { locale, switchedOff, quietHours, version }
}
