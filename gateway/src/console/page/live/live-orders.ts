import { changesDocument, ordersDocument } from '../graph/documents.ts'
import type { Graph } from '../graph/graph-client.ts'
import { openOrderBoard, type OrderBoard, type ReadPage } from '../orders/order-board.ts'
import { whereOf, type OrderFilter } from '../orders/order-filter.ts'
import type { OrderChange } from '../orders/order-record.ts'
import { openOverview, type Overview } from '../overview/overview.ts'
import type { Session } from '../sign-in/session.ts'
import { openFeed, type FollowedField, type Link } from './feed.ts'
import { observable, type Observable } from './observable.ts'
import { pause } from './pause.ts'

/** Everything on the page that moves by itself. */
export interface LiveOrders {
  readonly board: OrderBoard
  readonly overview: Overview
  readonly link: Observable<Link>
  /** The newest change; null before the first. */
  readonly lastChange: Observable<OrderChange | null>
  /** Shows the orders that pass a filter; the stream goes on meanwhile. */
  readonly show: (filter: OrderFilter) => void
}

const pageSize = 50
const retryDelayMs = 3_000
const resyncDelayMs = 1_000
const orderChanges: FollowedField = { document: changesDocument, operationName: 'ConsoleOrderChanges', field: 'orderChanged' }

/**
 * Reads the newest page, follows the changes since then, and begins anew whenever the stream says that it cannot tell all that was
 * missed. Between a page and its changes nothing is lost: what the page has already is told apart by its version.
 */
export function openLiveOrders(graph: Graph, session: Session, filter: OrderFilter): LiveOrders {
  const board = openOrderBoard(async (wanted, after) => await readPage(graph, wanted, after))
  const overview = openOverview(graph)
  const feed = openFeed<OrderChange>(session, orderChanges)
  const lastChange = observable<OrderChange | null>(null)
  const onChange = (change: OrderChange): void => {
    board.apply(change.order)
    overview.apply(change)
    lastChange.set(change)
  }
  const run = async (): Promise<void> => {
    let isFirst = true
    for (;;) {
      const cursor = await board.show(isFirst ? filter : board.state.get().filter)
      isFirst = false
      if (cursor === null) {
        await pause(retryDelayMs)
        continue
      }
      overview.show(board.state.get().filter.customerId)
      if ((await feed.follow(cursor, onChange)) === 'ended') return
      await pause(resyncDelayMs)
    }
  }
  void run()
  return {
    board,
    overview,
    link: feed.link,
    lastChange,
    show: (wanted) => {
      if (wanted.customerId !== board.state.get().filter.customerId) overview.show(wanted.customerId)
      void board.show(wanted)
    },
  }
}

async function readPage(graph: Graph, filter: OrderFilter, after: string | null): Promise<ReadPage> {
  const { orders } = await graph.read<{ readonly orders: ReadPage }>(ordersDocument, { first: pageSize, after, where: whereOf(filter) })
  return orders
}
