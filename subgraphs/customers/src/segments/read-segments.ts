import { withTenant } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import { isId } from '@iommi/shared/ids'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CustomersContext } from '../context.ts'
import { requireStaff } from '../customers/customer-access.ts'
import { countCustomers, listCustomers } from '../customers/customer-repo.ts'
import { nameSortKey } from '../customers/customer.ts'
import type { CustomerPage } from '../customers/list-customers.ts'
import { findSegmentPage, findSegments } from './segment-repo.ts'
import type { SegmentRecord } from './segment.ts'

/** The segment, or null when there is none. BAD_USER_INPUT when `id` is no segment's. */
export async function readSegment(context: CustomersContext, id: string): Promise<SegmentRecord | null> {
  requireStaff(context, 'segments:read')
  if (!isId('segment', id)) throw new AppError('BAD_USER_INPUT', 'id: an id of the form segment_<26 characters> is expected.')
  const [segment = null] = await withTenant(context, (tx) => findSegments(tx, [id]))
  return segment
}

/** A page of segments by name. */
export async function listSegments(context: CustomersContext, args: ConnectionArgs): Promise<Connection<SegmentRecord>> {
  requireStaff(context, 'segments:read')
  const request = readPageRequest(args, 'segments')
  const rows = await withTenant(context, (tx) => findSegmentPage(tx, request))
  return toConnection(request, rows, ({ id, name }) => [nameSortKey(name), id])
}

/** A page of the customers who belong to a segment now, newest first. */
export async function listMembers(context: CustomersContext, { id, rule }: SegmentRecord, args: ConnectionArgs): Promise<CustomerPage> {
  requireStaff(context, 'customers:list')
  const request = readPageRequest(args, `members ${id}`)
  const selection = { rule }
  const rows = await withTenant(context, (tx) => listCustomers(tx, selection, request, { field: 'CREATED_AT', direction: 'desc' }))
  const page = toConnection(request, rows, (customer) => [customer.createdAt, customer.id])
  return { ...page, count: () => withTenant(context, (tx) => countCustomers(tx, selection)) }
}
