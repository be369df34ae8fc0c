import type { ReactNode } from 'react'
import { useObservable } from '../live/use-observable.ts'
import type { BoardState, OrderBoard } from './order-board.ts'
import { isNoFilter, type View } from './order-filter.ts'
import { OrdersTable } from './orders-table.tsx'

/** The list, what narrows it, and what is told. */
export interface OrderListingProps {
  readonly board: OrderBoard
  readonly view: View
  readonly onOpen: (orderId: string) => void
  readonly onClearFilter: () => void
}

/** The orders, or what is to be said instead of them, and the way to older ones. */
export function OrderListing({ board, view, onOpen, onClearFilter }: OrderListingProps): ReactNode {
  const state = useObservable(board.state)
  const { list, phase } = state
  return (
    <div className="listing">
      {state.problem === null ? null : (
        <div className="banner" role="alert">
          <p>The orders cannot be read: {state.problem}</p>
          <button type="button" onClick={() => void board.show(view.filter)}>
            Try again
          </button>
        </div>
      )}
      {list.items.length === 0 ? (
        <EmptyListing phase={phase} isFiltered={!isNoFilter(view.filter)} onClearFilter={onClearFilter} />
      ) : (
        <>
          <OrdersTable items={list.items} view={view} isBusy={phase === 'loading'} onOpen={onOpen} />
          <Older state={state} onOlder={() => void board.readOlder()} />
        </>
      )}
    </div>
  )
}

interface EmptyListingProps {
  readonly phase: BoardState['phase']
  readonly isFiltered: boolean
  readonly onClearFilter: () => void
}

function EmptyListing({ phase, isFiltered, onClearFilter }: EmptyListingProps): ReactNode {
  if (phase === 'failed') return null
  if (phase === 'loading') return <p className="empty">Reading the orders…</p>
  if (!isFiltered) return <p className="empty">There are no orders yet. The first one appears here by itself.</p>
  return (
    <div className="empty">
      <p>No order matches these filters. Those that come to match appear here by themselves.</p>
      <button type="button" onClick={onClearFilter}>
        Show all orders
      </button>
    </div>
  )
}

function Older({ state, onOlder }: { readonly state: BoardState; readonly onOlder: () => void }): ReactNode {
  const { list, isReadingOlder } = state
  const count = list.items.length
  const text = `${count === 1 ? '1 order' : `${String(count)} orders`}${list.hasOlder ? ' so far' : ''}`
  return (
    <div className="older">
      <p className="soft">{text}</p>
      {list.hasOlder ? (
        <button type="button" disabled={isReadingOlder} onClick={onOlder}>
          {isReadingOlder ? 'Reading…' : 'Show older orders'}
        </button>
      ) : null}
    </div>
  )
}
