import type { TenantTx } from '@iommi/shared/database'
import { and, asc, eq, inArray, max } from 'drizzle-orm'
import { consentTexts, consentTextVersions } from '../tables.ts'
import type { ConsentTextRecord } from './consent-text.ts'
import type { ConsentPurpose } from './consent.ts'

/** The newest version of the text of each purpose that has one. */
export async function findCurrentVersions(
  tx: TenantTx,
  purposes: readonly ConsentPurpose[],
): Promise<readonly { readonly purpose: ConsentPurpose; readonly version: number }[]> {
  const rows = await tx
    .select({ purpose: consentTextVersions.purpose, version: max(consentTextVersions.version) })
    .from(consentTextVersions)
    .where(inArray(consentTextVersions.purpose, [...purposes]))
    .groupBy(consentTextVersions.purpose)
  return rows.map(({ purpose, version }) => ({ purpose, version: version ?? 0 }))
}

/** A version of a text, or null when there is none. */
export async function findConsentText(tx: TenantTx, purpose: ConsentPurpose, version: number): Promise<ConsentTextRecord | null> {
  const rows = await tx
    .select({ publishedAt: consentTextVersions.publishedAt, locale: consentTexts.locale, text: consentTexts.text })
    .from(consentTextVersions)
    .innerJoin(
      consentTexts,
      and(eq(consentTexts.purpose, consentTextVersions.purpose), eq(consentTexts.version, consentTextVersions.version)),
    )
    .where(and(eq(consentTextVersions.purpose, purpose), eq(consentTextVersions.version, version)))
    .orderBy(asc(consentTexts.locale))
  const [first] = rows
  if (first === undefined) return null
  return { purpose, version, publishedAt: first.publishedAt, translations: rows.map(({ locale, text }) => ({ locale, text })) }
}

/** Publishes a version; false when there is one of that number, or another transaction is about to write it. */
export async function insertConsentText(
  tx: TenantTx,
  { purpose, version, publishedAt, translations }: ConsentTextRecord,
): Promise<boolean> {
  const added = await tx
    .insert(consentTextVersions)
    .values({ purpose, version, publishedAt })
    .onConflictDoNothing()
    .returning({ version: consentTextVersions.version })
  if (added.length === 0) return false
  await tx.insert(consentTexts).values(translations.map((translation) => ({ purpose, version, ...translation })))
  return true
}
