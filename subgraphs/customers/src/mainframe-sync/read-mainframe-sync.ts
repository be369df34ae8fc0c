import type { CustomersContext } from '../context.ts'
import { isStaff } from '../customers/customer-access.ts'
import type { MainframeSyncRecord } from './mainframe-sync.ts'

/** How far the customer's profile has got; null for anybody but the tenant's staff. */
export async function readMainframeSync(context: CustomersContext, customerId: string): Promise<MainframeSyncRecord | null> {
  return isStaff(context) ? await context.loaders().mainframeSyncs.load(customerId) : null
}
