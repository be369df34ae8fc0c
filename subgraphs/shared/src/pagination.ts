import { asc, desc, sql, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { AppError } from './errors.ts'

/** The arguments of every Relay connection (https://relay.dev/graphql/connections.htm). */
export interface ConnectionArgs {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

/** Items a page has when the caller says nothing. */
export const pageSizeDefault = 20
/** Items a page has at most. */
export const pageSizeMax = 100

/** A checked request for one page of the list `order`. */
export interface PageRequest {
  readonly order: string
  readonly size: number
  readonly isBackward: boolean
  /** Sort values of the item the page starts after (or ends before); null at the list's end. */
  readonly from: readonly (string | number)[] | null
}

interface PageInfo {
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  readonly startCursor: string | null
  readonly endCursor: string | null
}

/** A page, as GraphQL shows it. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[]
  readonly nodes: readonly Node[]
  readonly pageInfo: PageInfo
}

/** Checks the arguments of a connection; `order` names list and sort order, so that cursors of another are refused. */
export function readPageRequest(args: ConnectionArgs, order: string): PageRequest {
  const isBackward = typeof args.last === 'number' || (typeof args.before === 'string' && typeof args.first !== 'number')
  if (isBackward && (typeof args.first === 'number' || typeof args.after === 'string')) {
    throw new AppError('BAD_USER_INPUT', 'first/after and last/before cannot be combined: page forwards or backwards.')
  }
  const [name, size] = isBackward ? ['last', args.last] : ['first', args.first]
  const cursor = isBackward ? args.before : args.after
  return {
    order,
    size: checkedSize(name, size ?? pageSizeDefault),
    isBackward,
    from: typeof cursor === 'string' ? decodeCursor(cursor, order, isBackward ? 'before' : 'after') : null,
  }
}

/** What a repo needs for one page: filter, order and limit (one item more than the page, to know whether there are more). */
export interface Keyset {
  readonly where: SQL | undefined
  readonly orderBy: readonly SQL[]
  readonly limit: number
}

/** Sorts by `columns` (the last one unique), all in the same direction, and starts where the request says. */
export function keyset(request: PageRequest, columns: readonly PgColumn[], direction: 'asc' | 'desc'): Keyset {
  const isAscending = (direction === 'asc') !== request.isBackward
  return {
    where: request.from === null ? undefined : isBeyond(columns, request.from, isAscending),
    orderBy: columns.map((column) => (isAscending ? asc(column) : desc(column))),
    limit: request.size + 1,
  }
}

/** The page that `rows` (as `keyset` fetched them) are; `sortValues` gives the values of the keyset's columns. */
export function toConnection<Node>(
  request: PageRequest,
  rows: readonly Node[],
  sortValues: (node: Node) => readonly (string | number | Date)[],
): Connection<Node> {
  const hasMore = rows.length > request.size
  const page = rows.slice(0, request.size)
  const nodes = request.isBackward ? page.toReversed() : page
  const edges = nodes.map((node) => ({ node, cursor: encodeCursor(request.order, sortValues(node)) }))
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: request.isBackward ? request.from !== null : hasMore,
      hasPreviousPage: request.isBackward ? hasMore : request.from !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}

function checkedSize(name: string, size: number): number {
  if (size >= 0 && size <= pageSizeMax) return size
  throw new AppError('BAD_USER_INPUT', `${name}: ${String(size)} is not allowed; a page has 0 to ${String(pageSizeMax)} items.`)
}

/** `(a, b) > (x, y)`: one range of an index over the columns. */
function isBeyond(columns: readonly PgColumn[], from: readonly (string | number)[], isAscending: boolean): SQL {
  const values = columns.map((column, index) => sql`${driverValue(column, from[index])}`)
  return sql`(${sql.join([...columns], sql`, `)}) ${sql.raw(isAscending ? '>' : '<')} (${sql.join(values, sql`, `)})`
}

function driverValue(column: PgColumn, value: string | number | undefined): unknown {
  try {
    if ((column.dataType === 'number') === (typeof value === 'number')) return column.mapToDriverValue(value)
  } catch {
    // Falls through: a cursor that somebody wrote by hand.
  }
  throw new AppError('BAD_USER_INPUT', 'after/before: this is not a cursor of this list in this order.')
}

function encodeCursor(order: string, values: readonly (string | number | Date)[]): string {
  return Buffer.from(JSON.stringify([order, ...values])).toString('base64url')
}

function decodeCursor(cursor: string, order: string, argument: string): readonly (string | number)[] {
  const [givenOrder, ...values] = parseArray(Buffer.from(cursor, 'base64url').toString())
  if (givenOrder === order && values.length > 0 && values.every(isSortValue)) return values
  throw new AppError('BAD_USER_INPUT', `${argument}: this is not a cursor of this list in this order.`)
}

function isSortValue(value: unknown): value is string | number {
  // A text with U+0000 cannot be in Postgres, not even as a parameter.
  return (typeof value === 'string' && !value.includes('\u0000')) || typeof value === 'number'
}

function parseArray(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}
