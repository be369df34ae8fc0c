import { withTenant } from '@iommi/shared/database'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CustomersContext } from '../context.ts'
import { requireStaff } from '../customers/customer-access.ts'
import { listOperatorActions, type OperatorActionRecord } from './operator-action-repo.ts'

/** A page of what was done by hand, newest first; for those who may do such things themselves. */
export async function readMainframeActions(context: CustomersContext, args: ConnectionArgs): Promise<Connection<OperatorActionRecord>> {
  requireStaff(context, 'mainframe:write')
  const request = readPageRequest(args, 'mainframe operator actions')
  const rows = await withTenant(context, (tx) => listOperatorActions(tx, request))
  return toConnection(request, rows, ({ actedAt, id }) => [actedAt, id])
}
