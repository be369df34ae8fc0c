import { withTenant } from '@iommi/shared/database'
import { connectionLoader, keyedLoader } from '@iommi/shared/loaders'
import type { RequestContext } from '@iommi/shared/request-context'
import { findAddressPages } from './addresses/address-repo.ts'
import { findCustomers } from './customers/customer-repo.ts'
import { findMainframeSyncs } from './mainframe-sync/mainframe-sync-repo.ts'

/** Loaders of one request: whatever is asked for in one go is one query, however many parents ask. */
export type CustomersLoaders = ReturnType<typeof createLoaders>

/** Loaders for one request of one caller. They check nothing: who may see what is the use cases' to say. */
export function createLoaders(context: RequestContext) {
  return {
    customers: keyedLoader(
      (ids) => withTenant(context, (tx) => findCustomers(tx, ids)),
      ({ id }) => id,
    ),
    mainframeSyncs: keyedLoader(
      (customerIds) => withTenant(context, (tx) => findMainframeSyncs(tx, customerIds)),
      ({ customerId }) => customerId,
    ),
    /** The same page of the addresses of each customer. */
    addressPages: connectionLoader({
      fetch: (customerIds, page) => withTenant(context, (tx) => findAddressPages(tx, customerIds, page)),
      parentOf: ({ customerId }) => customerId,
      sortValues: ({ id }) => [id],
    }),
  } as const
}
