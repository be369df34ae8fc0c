import { useCallback, useEffect, useRef, type ReactNode } from 'react'
import { OrderPanel } from '../detail/order-panel.tsx'
import type { LiveOrders } from '../live/live-orders.ts'
import { useObservable } from '../live/use-observable.ts'
import { FilterBar } from '../orders/filter-bar.tsx'
import { noFilter, type OrderFilter } from '../orders/order-filter.ts'
import type { OrderRecord } from '../orders/order-record.ts'
import { OrderListing } from '../orders/order-listing.tsx'
import { Charts } from '../overview/charts.tsx'
import { Headline } from '../overview/headline.tsx'
import type { Address } from './address.ts'
import { Announcer } from './announcer.tsx'
import { EndedNotice } from './ended-notice.tsx'
import type { ThemeChoice } from './theme.ts'
import { TopBar } from './top-bar.tsx'

/** Everything the page shows and moves. */
export interface ConsolePageProps {
  readonly live: LiveOrders
  readonly address: Address
  readonly theme: ThemeChoice
  readonly onSignOut: () => void
}

/** The page: numbers and charts, filters, the list, and the order that is open. */
export function ConsolePage({ live, address, theme, onSignOut }: ConsolePageProps): ReactNode {
  const view = useObservable(address.view)
  const { series, counts } = useObservable(live.overview.state)
  const { openOrder, closeOrder } = usePanel(address)
  const setFilter = useCallback(
    (filter: OrderFilter, mode?: 'push' | 'replace') => {
      address.go({ filter }, mode)
    },
    [address],
  )
  const onTaken = useCallback((order: OrderRecord) => live.board.apply(order), [live])
  const onCustomer = useCallback((customerId: string) => setFilter({ ...noFilter, customerId }), [setFilter])
  return (
    <div className="page" data-panel={view.orderId !== null}>
      <a className="skip" href="#orders">
        Skip to the orders
      </a>
      <TopBar title="Orders" link={live.link} theme={theme} onSignOut={onSignOut} />
      <EndedNotice link={live.link} />
      <section className="overview" aria-label="Overview">
        <Headline counts={counts} filter={view.filter} onFilter={setFilter} />
        <Charts series={series} theme={theme} />
      </section>
      <FilterBar filter={view.filter} onChange={setFilter} />
      <main id="orders" tabIndex={-1}>
        <OrderListing board={live.board} view={view} onOpen={openOrder} onClearFilter={() => setFilter(noFilter)} />
      </main>
      {view.orderId === null ? null : (
        <OrderPanel orderId={view.orderId} signals={live} onTaken={onTaken} onClose={closeOrder} onCustomer={onCustomer} />
      )}
      <Announcer lastChange={live.lastChange} />
    </div>
  )
}

interface PanelMoves {
  readonly openOrder: (orderId: string) => void
  readonly closeOrder: () => void
}

/** Opening keeps in mind which row it was; closing, also by Esc, leads back there. */
function usePanel(address: Address): PanelMoves {
  const openedFrom = useRef<string | null>(null)
  const openOrder = useCallback(
    (orderId: string) => {
      openedFrom.current = orderId
      address.go({ orderId })
    },
    [address],
  )
  const closeOrder = useCallback(() => {
    const row = openedFrom.current ?? address.view.get().orderId
    address.go({ orderId: null })
    const link = row === null ? null : document.querySelector<HTMLElement>(`a[data-order="${CSS.escape(row)}"]`)
    const fallback = document.querySelector<HTMLElement>('#orders')
    ;(link ?? fallback)?.focus()
  }, [address])
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && address.view.get().orderId !== null) closeOrder()
      if (event.key !== '/' || isTyping(event.target)) return
      event.preventDefault()
      document.querySelector<HTMLElement>('#number-search')?.focus()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [address, closeOrder])
  return { openOrder, closeOrder }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, select, textarea') !== null
}
