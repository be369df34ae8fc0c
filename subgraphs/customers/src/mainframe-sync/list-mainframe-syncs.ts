import { withTenant } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CustomersContext } from '../context.ts'
import { requireStaff } from '../customers/customer-access.ts'
import { listMainframeSyncs as listPage } from './mainframe-sync-repo.ts'
import type { MainframeSyncRecord, MainframeSyncState } from './mainframe-sync.ts'

type Optional<Value> = Value | null | undefined

/** Which profiles; every condition given must hold. */
export interface MainframeSyncWhere {
  readonly state?: Optional<{ readonly in?: Optional<readonly MainframeSyncState[]> }>
  /** Behind for longer than so many seconds. */
  readonly olderThanSeconds?: Optional<number>
}

/** Which profiles, which page. */
export interface ListMainframeSyncsArgs extends ConnectionArgs {
  readonly where?: Optional<MainframeSyncWhere>
}

const secondsMax = 10 * 365 * 86_400

/** A page of the tenant's profiles by where they stand; those first that have been behind longest, or caught up longest ago. */
export async function listMainframeSyncs(
  context: CustomersContext,
  { where, ...args }: ListMainframeSyncsArgs,
): Promise<Connection<MainframeSyncRecord>> {
  requireStaff(context, 'mainframe:read')
  const seconds = where?.olderThanSeconds ?? null
  if (seconds !== null && !(seconds >= 0 && seconds <= secondsMax)) {
    throw new AppError('BAD_USER_INPUT', `where.olderThanSeconds: 0 to ${String(secondsMax)} is expected.`)
  }
  const request = readPageRequest(args, 'mainframe syncs')
  const now = context.now()
  const filter = {
    states: where?.state?.in ?? null,
    dirtyBefore: seconds === null ? null : new Date(now.getTime() - seconds * 1_000),
    now,
  }
  const rows = await withTenant(context, (tx) => listPage(tx, filter, request))
  return toConnection(request, rows, ({ listedAt, customerId }) => [listedAt, customerId])
}
