import { memo, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { moneyText } from '../frame/money-text.ts'
import { fullTimeText, timeText } from '../frame/time-text.ts'
import { itemsText } from './items-text.ts'
import { writeView, type View } from './order-filter.ts'
import type { ListedOrder } from './order-list.ts'
import { nextRow } from './row-keys.ts'
import { FulfillmentBadge, StatusBadge } from './status-badge.tsx'

/** What the table shows, and what it is told when somebody opens an order. */
export interface OrdersTableProps {
  readonly items: readonly ListedOrder[]
  readonly view: View
  readonly isBusy: boolean
  readonly onOpen: (orderId: string) => void
}

const columns = ['Number', 'Customer', 'Status', 'Fulfilment', 'Total', 'Items', 'Placed'] as const

/** The orders, newest first. One row can be reached by Tab, the others from there by the arrow keys; Enter opens. */
export function OrdersTable({ items, view, isBusy, onOpen }: OrdersTableProps): ReactNode {
  const body = useRef<HTMLTableSectionElement>(null)
  const [reachableId, setReachableId] = useState<string | null>(null)
  const tabStop = items.find(({ order }) => order.id === reachableId)?.order.id ?? items[0]?.order.id
  useFocusThatStays(body, items)
  const onKeyDown = (event: KeyboardEvent): void => {
    const links = [...(body.current?.querySelectorAll<HTMLAnchorElement>('a[data-order]') ?? [])]
    const target =
      links[
        nextRow(
          event.key,
          links.findIndex((link) => link === document.activeElement),
          links.length,
        ) ?? -1
      ]
    if (target === undefined) return
    event.preventDefault()
    target.focus()
    target.closest('tr')?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <table className="orders" aria-busy={isBusy}>
      <caption className="unseen">Orders, newest first. Arrow keys move between rows, Enter opens one.</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" data-column={column}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={onKeyDown}>
        {items.map((item) => (
          <OrderRow
            key={item.order.id}
            item={item}
            href={`/${writeView({ ...view, orderId: item.order.id })}`}
            isOpen={item.order.id === view.orderId}
            isTabStop={item.order.id === tabStop}
            onReach={setReachableId}
            onOpen={onOpen}
          />
        ))}
      </tbody>
    </table>
  )
}

interface OrderRowProps {
  readonly item: ListedOrder
  readonly href: string
  readonly isOpen: boolean
  readonly isTabStop: boolean
  readonly onReach: (orderId: string) => void
  readonly onOpen: (orderId: string) => void
}

const OrderRow = memo(function OrderRow({ item, href, isOpen, isTabStop, onReach, onOpen }: OrderRowProps): ReactNode {
  const { order, mark } = item
  const { pieces, titles } = itemsText(order.lines)
  const onClick = (event: MouseEvent): void => {
    // A new tab, a download: the browser's own business.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    onReach(order.id)
    onOpen(order.id)
  }
  return (
    <tr
      data-open={isOpen}
      data-status={order.status}
      data-mark={mark?.kind}
      data-beat={mark === null ? undefined : mark.sequence % 2}
      onClick={onClick}
    >
      <th scope="row">
        <a
          href={href}
          data-order={order.id}
          tabIndex={isTabStop ? 0 : -1}
          aria-current={isOpen ? 'true' : undefined}
          onFocus={() => onReach(order.id)}
        >
          {order.number}
        </a>
      </th>
      <td className="cut">{order.customer?.name ?? <span className="soft">not known right now</span>}</td>
      <td>
        <StatusBadge status={order.status} />
      </td>
      <td>
        <FulfillmentBadge status={order.fulfillmentStatus} />
      </td>
      <td className="number">{moneyText(order.total)}</td>
      <td className="cut">
        <span className="pieces">{pieces} ×</span> <span className="soft">{titles}</span>
      </td>
      <td className="time">
        <time dateTime={order.placedAt} title={fullTimeText(order.placedAt)}>
          {timeText(order.placedAt)}
        </time>
      </td>
    </tr>
  )
})

/** When the row that has the focus leaves the list, the one that takes its place gets it. */
function useFocusThatStays(body: { readonly current: HTMLElement | null }, items: readonly ListedOrder[]): void {
  const focused = useRef<{ readonly id: string; readonly index: number } | null>(null)
  useLayoutEffect(() => {
    const before = focused.current
    if (before !== null && document.activeElement === document.body && !items.some(({ order }) => order.id === before.id)) {
      const links = body.current?.querySelectorAll<HTMLAnchorElement>('a[data-order]')
      links?.[Math.min(before.index, links.length - 1)]?.focus()
    }
    const active = document.activeElement
    const id = active instanceof HTMLElement && body.current?.contains(active) === true ? active.dataset['order'] : undefined
    focused.current = id === undefined ? null : { id, index: items.findIndex(({ order }) => order.id === id) }
  })
}
