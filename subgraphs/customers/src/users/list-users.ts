import { withTenant } from '@iommi/shared/database'
import type { Where } from '@iommi/shared/filters'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CustomersContext } from '../context.ts'
import { requireStaff } from '../customers/customer-access.ts'
import { nameSortKey } from '../customers/customer.ts'
import { countUsers, findUserPage, type UserFields } from './user-repo.ts'
import type { UserRecord } from './user.ts'

/** A page of users, and how to count what all pages hold. */
export interface UserPage extends Connection<UserRecord> {
  readonly count: () => Promise<number>
}

/** A page of the tenant's users, by name. */
export async function listUsers(
  context: CustomersContext,
  args: ConnectionArgs & { readonly where?: Where<UserFields> | null | undefined },
): Promise<UserPage> {
  requireStaff(context, 'users:read')
  const request = readPageRequest(args, 'users')
  const rows = await withTenant(context, (tx) => findUserPage(tx, args.where, request))
  const page = toConnection(request, rows, ({ id, name }) => [nameSortKey(name), id])
  return { ...page, count: () => withTenant(context, (tx) => countUsers(tx, args.where)) }
}
