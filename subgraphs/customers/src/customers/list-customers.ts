import { withTenant } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CustomersContext } from '../context.ts'
import { isPlainText } from '@iommi/shared/text-fields'
import { requireStaff } from './customer-access.ts'
import { listCustomers as listPage, type CustomerFilter, type CustomerSort } from './customer-repo.ts'
import { nameSortKey, type CustomerRecord } from './customer.ts'

type Optional<Value> = Value | null | undefined

/** Which customers, in which order, which page. */
export interface ListCustomersArgs extends ConnectionArgs {
  readonly where?: Optional<{
    readonly id?: Optional<{ readonly in: readonly string[] }>
    readonly email?: Optional<{ readonly in: readonly string[] }>
    readonly createdAt?: Optional<{ readonly gte?: Optional<Date>; readonly lt?: Optional<Date> }>
  }>
  readonly orderBy?: Optional<{ readonly field: CustomerSort; readonly direction: 'ASC' | 'DESC' }>
}

const valuesMax = 100

/** A page of the tenant's customers, newest first unless sorted otherwise. */
export async function listCustomers(context: CustomersContext, args: ListCustomersArgs): Promise<Connection<CustomerRecord>> {
  requireStaff(context, 'customers:read')
  const { field: sort, direction } = args.orderBy ?? { field: 'CREATED_AT', direction: 'DESC' }
  const page = readPageRequest(args, `customers ${sort} ${direction}`)
  const filter = readFilter(args.where ?? {})
  const rows = await withTenant(context, (tx) => listPage(tx, page, { filter, sort, direction: direction === 'ASC' ? 'asc' : 'desc' }))
  return toConnection(page, rows, ({ id, name, createdAt }) => [sort === 'NAME' ? nameSortKey(name) : createdAt, id])
}

function readFilter({ id, email, createdAt }: NonNullable<ListCustomersArgs['where']>): CustomerFilter {
  return {
    ids: atMost(id?.in, 'where.id.in'),
    // What cannot be stored cannot be found, and Postgres refuses to look for some of it.
    emails: atMost(email?.in, 'where.email.in')?.filter(isPlainText),
    createdFrom: createdAt?.gte ?? undefined,
    createdBefore: createdAt?.lt ?? undefined,
  }
}

function atMost(values: readonly string[] | undefined, field: string): readonly string[] | undefined {
  if (values === undefined || values.length <= valuesMax) return values
  throw new AppError('BAD_USER_INPUT', `${field}: at most ${String(valuesMax)} values.`)
}
