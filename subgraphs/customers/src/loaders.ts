import { withTenant } from '@iommi/shared/database'
import { connectionLoader, keyedLoader } from '@iommi/shared/loaders'
import type { Connection, PageRequest } from '@iommi/shared/pagination'
import type { RequestContext } from '@iommi/shared/request-context'
import type DataLoader from 'dataloader'
import { findAddressPages } from './addresses/address-repo.ts'
import type { AddressRecord } from './addresses/address.ts'
import { findCustomers } from './customers/customer-repo.ts'
import type { CustomerRecord } from './customers/customer.ts'
import { findMainframeSyncs } from './mainframe-sync/mainframe-sync-repo.ts'
import type { MainframeSyncRecord } from './mainframe-sync/mainframe-sync.ts'

/** Loaders of one request: whatever is asked for in one go is one query, however many parents ask. */
export interface CustomersLoaders {
  readonly customers: DataLoader<string, CustomerRecord | null>
  readonly mainframeSyncs: DataLoader<string, MainframeSyncRecord | null>
  /** The same page of the addresses of each customer. */
  readonly addressPages: (customerId: string, page: PageRequest) => Promise<Connection<AddressRecord>>
}

/** Loaders for one request of one caller. They check nothing: who may see what is the use cases' to say. */
export function createLoaders(context: RequestContext): CustomersLoaders {
  return {
    customers: keyedLoader(
      (ids) => withTenant(context, (tx) => findCustomers(tx, ids)),
      ({ id }) => id,
    ),
    mainframeSyncs: keyedLoader(
      (customerIds) => withTenant(context, (tx) => findMainframeSyncs(tx, customerIds)),
      ({ customerId }) => customerId,
    ),
    addressPages: connectionLoader({
      fetch: (customerIds, page) => withTenant(context, (tx) => findAddressPages(tx, customerIds, page)),
      parentOf: ({ customerId }) => customerId,
      sortValues: ({ id }) => [id],
    }),
  }
}
