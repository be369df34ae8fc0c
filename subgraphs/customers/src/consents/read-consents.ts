import { requireSystem } from '@iommi/shared/authorize'
import { withTenant } from '@iommi/shared/database'
import { isId } from '@iommi/shared/ids'
import { readPageRequest, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CustomersContext } from '../context.ts'
import { isStaff } from '../customers/customer-access.ts'
import { findLatestConsent } from './consent-repo.ts'
import { findConsentText, findCurrentVersions } from './consent-text-repo.ts'
import type { ConsentTextRecord } from './consent-text.ts'
import { consentPurposes, isGranted, statesOf, type ConsentPurpose, type ConsentRecord, type ConsentState } from './consent.ts'

/** Where a customer, whom the actor was found to be allowed to see, stands on every purpose. */
export async function readConsents(context: CustomersContext, customerId: string): Promise<readonly ConsentState[]> {
  return statesOf(await context.loaders().latestConsents.load(customerId))
}

/** A page of the words, newest first, of a customer whom the actor was found to be allowed to see. */
export async function listConsentHistory(
  context: CustomersContext,
  customerId: string,
  args: ConnectionArgs,
): Promise<Connection<ConsentRecord>> {
  return await context.loaders().consentPages(customerId, readPageRequest(args, 'consentHistory'))
}

/** Whether a consent that counts was given to a text that has a newer version by now. */
export async function isOutdated(context: CustomersContext, { purpose, latest }: ConsentState): Promise<boolean> {
  if (!isGranted(latest)) return false
  const current = await context.loaders().consentTextVersions.load(purpose)
  return current !== null && latest?.textVersion !== current.version
}

/** Who recorded a word: for employees only. */
export function recorderOf(context: CustomersContext, { actorId }: ConsentRecord): string | null {
  return isStaff(context) ? actorId : null
}

/** A version of the text of a purpose, the newest when none is named; null when there is none. For everybody: it is what customers are asked. */
export async function readConsentText(
  context: CustomersContext,
  purpose: ConsentPurpose,
  version: number | null | undefined,
): Promise<ConsentTextRecord | null> {
  return await withTenant(context, async (tx) => {
    const wanted = version ?? (await findCurrentVersions(tx, [purpose]))[0]?.version
    return wanted === undefined ? null : await findConsentText(tx, purpose, wanted)
  })
}

/** The newest text of every purpose that has one. */
export async function readConsentTexts(context: CustomersContext): Promise<readonly ConsentTextRecord[]> {
  const texts = await withTenant(context, async (tx) => {
    const current = await findCurrentVersions(tx, consentPurposes)
    return await Promise.all(current.map(({ purpose, version }) => findConsentText(tx, purpose, version)))
  })
  return consentPurposes.flatMap((purpose) => texts.find((text) => text?.purpose === purpose) ?? [])
}

/** For services: whether a customer's data may be used for a purpose, as last committed. No for whoever does not exist. */
export async function hasConsent(context: CustomersContext, customerId: string, purpose: ConsentPurpose): Promise<boolean> {
  requireSystem(context)
  if (!isId('customer', customerId)) return false
  return isGranted(await withTenant(context, (tx) => findLatestConsent(tx, customerId, purpose)))
}
