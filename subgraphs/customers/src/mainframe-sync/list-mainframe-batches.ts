import { withTenant } from '@iommi/shared/database'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CustomersContext } from '../context.ts'
import { requireStaff } from '../customers/customer-access.ts'
import { listBatches, type MainframeBatchRecord } from './mainframe-batch-repo.ts'

/** A page of the tenant's batches, newest first. */
export async function listMainframeBatches(context: CustomersContext, args: ConnectionArgs): Promise<Connection<MainframeBatchRecord>> {
  requireStaff(context, 'mainframe:read')
  const request = readPageRequest(args, 'mainframe batches')
  const rows = await withTenant(context, (tx) => listBatches(tx, request))
  return toConnection(request, rows, ({ createdAt, id }) => [createdAt, id])
}
