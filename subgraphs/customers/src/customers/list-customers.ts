import { withTenant, type TenantTx } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import type { Where } from '@iommi/shared/filters'
import { isId } from '@iommi/shared/ids'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CustomersContext } from '../context.ts'
import { findSegments } from '../segments/segment-repo.ts'
import { requireStaff } from './customer-access.ts'
import {
  countCustomers,
  listCustomers as listPage,
  type CustomerFields,
  type CustomerSelection,
  type CustomerSort,
} from './customer-repo.ts'
import { nameSortKey, type CustomerRecord } from './customer.ts'

type Optional<Value> = Value | null | undefined

/** Which customers, in which order, which page. */
export interface ListCustomersArgs extends ConnectionArgs {
  readonly where?: Optional<Where<CustomerFields>>
  readonly orderBy?: Optional<{ readonly field: CustomerSort['field']; readonly direction: 'ASC' | 'DESC' }>
}

/** A page of customers, and how to count what all pages hold. */
export interface CustomerPage extends Connection<CustomerRecord> {
  readonly count: () => Promise<number>
}

const segmentsMax = 10

/** A page of the tenant's customers, newest first unless sorted otherwise. */
export async function listCustomers(context: CustomersContext, args: ListCustomersArgs): Promise<CustomerPage> {
  requireStaff(context, 'customers:list')
  const { field, direction } = args.orderBy ?? { field: 'CREATED_AT', direction: 'DESC' }
  const request = readPageRequest(args, `customers ${field} ${direction}`)
  const sort: CustomerSort = { field, direction: direction === 'ASC' ? 'asc' : 'desc' }
  const segmentIds = segmentIdsIn(args.where)
  const rows = await withTenant(context, async (tx) => await listPage(tx, await selection(tx, args.where, segmentIds), request, sort))
  const page = toConnection(request, rows, ({ id, name, createdAt }) => [field === 'NAME' ? nameSortKey(name) : createdAt, id])
  return {
    ...page,
    count: () => withTenant(context, async (tx) => await countCustomers(tx, await selection(tx, args.where, segmentIds))),
  }
}

async function selection(tx: TenantTx, where: Optional<Where<CustomerFields>>, segmentIds: readonly string[]): Promise<CustomerSelection> {
  const segments = segmentIds.length === 0 ? [] : await findSegments(tx, segmentIds)
  return { where, segments: new Map(segments.map(({ id, rule }) => [id, rule])) }
}

/** Every segment that a filter names, each once. */
function segmentIdsIn(where: Optional<Where<CustomerFields>>): readonly string[] {
  const ids = new Set(flat(where, 0).flatMap(({ segment }) => segment?.in ?? []))
  if (ids.size > segmentsMax) throw new AppError('BAD_USER_INPUT', `where: at most ${String(segmentsMax)} segments may be named.`)
  if ([...ids].every((id) => isId('segment', id))) return [...ids]
  throw new AppError('BAD_USER_INPUT', 'where: segment.in: ids of the form segment_<26 characters> are expected.')
}

/** A filter and those inside it, as deep as filters may be: what lies deeper is refused when the filter is read. */
function flat(where: Optional<Where<CustomerFields>>, depth: number): readonly Where<CustomerFields>[] {
  if (where === null || where === undefined || depth > 5) return []
  return [where, ...[...(where.AND ?? []), ...(where.OR ?? []), where.NOT].flatMap((inner) => flat(inner, depth + 1))]
}
