import { useCallback, useEffect, useRef } from 'react'
import { useQuery } from 'urql'
import { orderDocument } from '../graph/documents.ts'
import { sentenceOf } from '../graph/graph-client.ts'
import type { Observable } from '../live/observable.ts'
import type { Link } from '../live/feed.ts'
import { useObservable } from '../live/use-observable.ts'
import type { OrderChange } from '../orders/order-record.ts'
import type { OrderDetail } from './order-detail.ts'

/** An order as far as it could be read. */
export interface ReadOrder {
  /** Null before it was read, and where there is none to see. */
  readonly order: OrderDetail | null
  readonly isReading: boolean
  /** Why not all of it could be read; null where it could. */
  readonly problem: string | null
  readonly readAgain: () => void
}

/** What tells that an order should be read again. */
export interface OrderSignals {
  readonly lastChange: Observable<OrderChange | null>
  readonly link: Observable<Link>
}

/** Reads an order, and again whenever it changes; one that could not be read also when the connection is back. */
export function useOrder(orderId: string, signals: OrderSignals): ReadOrder {
  const [{ data, error, fetching }, read] = useQuery<{ readonly order: OrderDetail | null }>({
    query: orderDocument,
    variables: { id: orderId },
    requestPolicy: 'cache-and-network',
  })
  const readAgain = useCallback(() => read({ requestPolicy: 'network-only' }), [read])
  const order = data?.order?.id === orderId ? data.order : null
  const change = useObservable(signals.lastChange)
  const isOutdated = order !== null && change?.order?.id === order.id && change.order.version > order.version
  useEffect(() => {
    if (isOutdated) readAgain()
  }, [isOutdated, change, readAgain])
  const isLive = useObservable(signals.link).state === 'live'
  const hasFailed = useRef(false)
  hasFailed.current = error !== undefined
  useEffect(() => {
    if (isLive && hasFailed.current) readAgain()
  }, [isLive, readAgain])
  return { order, isReading: fetching, problem: error === undefined ? null : sentenceOf(error), readAgain }
}
