import { withTenant } from '@iommi/shared/database'
import { connectionLoader, keyedLoader, listLoader } from '@iommi/shared/loaders'
import type { Connection, PageRequest } from '@iommi/shared/pagination'
import type { RequestContext } from '@iommi/shared/request-context'
import DataLoader from 'dataloader'
import { findAddressPages, findDefaultCountries } from './addresses/address-repo.ts'
import type { AddressRecord } from './addresses/address.ts'
import { findConsentPages, findLatestConsents } from './consents/consent-repo.ts'
import { findCurrentVersions } from './consents/consent-text-repo.ts'
import type { ConsentPurpose, ConsentRecord } from './consents/consent.ts'
import { findCustomers } from './customers/customer-repo.ts'
import type { CustomerRecord } from './customers/customer.ts'
import { findMainframeSyncs } from './mainframe-sync/mainframe-sync-repo.ts'
import type { MainframeSyncRecord } from './mainframe-sync/mainframe-sync.ts'
import { findFields, type OperationField } from './operation-usage/operation-usage-repo.ts'
import { findPreferences } from './preferences/preferences-repo.ts'
import type { PreferencesRecord } from './preferences/preferences.ts'
import { findAllSegments } from './segments/segment-repo.ts'
import type { SegmentRecord } from './segments/segment.ts'

/** Loaders of one request: whatever is asked for in one go is one query, however many parents ask. */
export interface CustomersLoaders {
  readonly customers: DataLoader<string, CustomerRecord | null>
  readonly mainframeSyncs: DataLoader<string, MainframeSyncRecord | null>
  /** Null for customers who never said any. */
  readonly preferences: DataLoader<string, PreferencesRecord | null>
  /** The newest word on each purpose. */
  readonly latestConsents: DataLoader<string, readonly ConsentRecord[]>
  /** The newest version of a purpose's text. */
  readonly consentTextVersions: DataLoader<ConsentPurpose, { readonly version: number } | null>
  /** The same page of the words of each customer. */
  readonly consentPages: (customerId: string, page: PageRequest) => Promise<Connection<ConsentRecord>>
  /** Of the default address; null for customers without one. */
  readonly defaultCountries: DataLoader<string, { readonly countryCode: string } | null>
  /** All segments of the tenant, read once. */
  readonly segments: () => Promise<readonly SegmentRecord[]>
  /** Fields that the operations of a document ask for. */
  readonly operationFields: DataLoader<string, readonly OperationField[]>
  /** The same page of the addresses of each customer. */
  readonly addressPages: (customerId: string, page: PageRequest) => Promise<Connection<AddressRecord>>
}

/** Loaders for one request of one caller. They check nothing: who may see what is the use cases' to say. */
export function createLoaders(context: RequestContext): CustomersLoaders {
  let segments: Promise<readonly SegmentRecord[]> | null = null
  return {
    customers: keyedLoader(
      (ids) => withTenant(context, (tx) => findCustomers(tx, ids)),
      ({ id }) => id,
    ),
    mainframeSyncs: keyedLoader(
      (customerIds) => withTenant(context, (tx) => findMainframeSyncs(tx, customerIds)),
      ({ customerId }) => customerId,
    ),
    preferences: keyedLoader(
      (customerIds) => withTenant(context, (tx) => findPreferences(tx, customerIds)),
      ({ customerId }) => customerId,
    ),
    latestConsents: listLoader(
      (customerIds) => withTenant(context, (tx) => findLatestConsents(tx, customerIds)),
      ({ customerId }) => customerId,
    ),
    consentTextVersions: new DataLoader(async (purposes) => {
      const found = await withTenant(context, (tx) => findCurrentVersions(tx, purposes))
      return purposes.map((purpose) => found.find((each) => each.purpose === purpose) ?? null)
    }),
    consentPages: connectionLoader({
      fetch: (customerIds, page) => withTenant(context, (tx) => findConsentPages(tx, customerIds, page)),
      parentOf: ({ customerId }) => customerId,
      sortValues: ({ occurredAt, position }) => [occurredAt, position],
    }),
    defaultCountries: keyedLoader(
      (customerIds) => withTenant(context, (tx) => findDefaultCountries(tx, customerIds)),
      ({ customerId }) => customerId,
    ),
    segments: () => (segments ??= withTenant(context, findAllSegments)),
    operationFields: listLoader(
      (operationIds) => withTenant(context, (tx) => findFields(tx, operationIds)),
      ({ operationId }) => operationId,
    ),
    addressPages: connectionLoader({
      fetch: (customerIds, page) => withTenant(context, (tx) => findAddressPages(tx, customerIds, page)),
      parentOf: ({ customerId }) => customerId,
      sortValues: ({ id }) => [id],
    }),
  }
}
