import type { Connection, ConnectionArgs } from '@iommi/shared/pagination'
import type { CustomersContext } from '../context.ts'
import { requireStaff } from '../customers/customer-access.ts'
import { listOperatorActions } from './list-mainframe-syncs.ts'
import type { OperatorActionRecord } from './operator-action-repo.ts'

/** A page of what was done by hand, newest first; for those who may do such things themselves. */
export async function readMainframeActions(context: CustomersContext, args: ConnectionArgs): Promise<Connection<OperatorActionRecord>> {
  requireStaff(context, 'mainframe:write')
  return await listOperatorActions(context, args)
}
