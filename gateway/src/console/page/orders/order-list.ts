import type { OrderRecord } from './order-record.ts'

/** An order in the list, and what happened to it while it was looked at. */
export interface ListedOrder {
  readonly order: OrderRecord
  /** Null for one that has not changed since it was read as part of a page. */
  readonly mark: Mark | null
}

/** That an order came into the list or changed in it; `sequence` rises with each mark, so that the same order can be marked again. */
export interface Mark {
  readonly kind: 'new' | 'changed'
  readonly sequence: number
}

/** The newest orders down to where older ones have not been read yet. */
export interface OrderList {
  readonly items: readonly ListedOrder[]
  /** Where the next older page begins. */
  readonly endCursor: string | null
  readonly hasOlder: boolean
}

/** A page of orders, newest first. */
export interface OrderPage {
  readonly nodes: readonly OrderRecord[]
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean }
}

/** A change as the list takes it. */
export interface ListChange {
  readonly order: OrderRecord
  /** Whether the filter lets it pass; null: nobody knows, so it stays where it is and does not come in. */
  readonly isWanted: boolean | null
  readonly sequence: number
}

/** A list with nothing in it. */
export const emptyList: OrderList = { items: [], endCursor: null, hasOlder: false }

/** The list that begins with this page. */
export function listOf({ nodes, pageInfo }: OrderPage): OrderList {
  return { items: nodes.map(unmarked), endCursor: pageInfo.endCursor, hasOlder: pageInfo.hasNextPage }
}

/** The list with the next older page at its end. What it knows already stays, unless the page has it newer. */
export function appendPage(list: OrderList, { nodes, pageInfo }: OrderPage): OrderList {
  const newer = new Map(nodes.map((order) => [order.id, order]))
  const items = list.items.map((item) => {
    const read = newer.get(item.order.id)
    newer.delete(item.order.id)
    return read !== undefined && read.version > item.order.version ? { ...item, order: read } : item
  })
  return {
    items: [...items, ...[...newer.values()].map(unmarked)].toSorted((left, right) => compare(left.order, right.order)),
    endCursor: pageInfo.endCursor ?? list.endCursor,
    hasOlder: pageInfo.hasNextPage,
  }
}

/**
 * The list after a change. A version that is not newer changes nothing; an order that no longer passes the filter leaves; one that
 * belongs below what has been read so far waits for its page. Gives back the very same list where nothing changes.
 */
export function applyChange(list: OrderList, { order, isWanted, sequence }: ListChange): OrderList {
  const known = list.items.findIndex((item) => item.order.id === order.id)
  const before = list.items[known]
  if (before !== undefined && before.order.version >= order.version) return list
  if (isWanted === false) return before === undefined ? list : { ...list, items: list.items.toSpliced(known, 1) }
  if (before !== undefined) return { ...list, items: list.items.with(known, { order, mark: { kind: 'changed', sequence } }) }
  return isWanted === true ? insert(list, { order, mark: { kind: 'new', sequence } }) : list
}

function insert(list: OrderList, item: ListedOrder): OrderList {
  const behind = list.items.findIndex(({ order }) => compare(item.order, order) < 0)
  if (behind === -1 && list.hasOlder) return list
  return { ...list, items: list.items.toSpliced(behind === -1 ? list.items.length : behind, 0, item) }
}

// As the graph sorts them: newest first, ties by id.
function compare(left: OrderRecord, right: OrderRecord): number {
  if (left.placedAt !== right.placedAt) return left.placedAt > right.placedAt ? -1 : 1
  if (left.id === right.id) return 0
  return left.id > right.id ? -1 : 1
}

function unmarked(order: OrderRecord): ListedOrder {
  return { order, mark: null }
}
