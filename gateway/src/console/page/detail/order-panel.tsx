import { useEffect, useRef, type ReactNode } from 'react'
import { moneyText } from '../frame/money-text.ts'
import { fullTimeText, timeText } from '../frame/time-text.ts'
import type { OrderRecord } from '../orders/order-record.ts'
import { FulfillmentBadge, StatusBadge } from '../orders/status-badge.tsx'
import { LineTable } from './line-table.tsx'
import { NextSteps } from './next-steps.tsx'
import type { OrderDetail } from './order-detail.ts'
import { OrderHistory } from './order-history.tsx'
import { useOrder, type OrderSignals, type ReadOrder } from './use-order.ts'

/** Which order, what tells of its changes, and what is told. */
export interface OrderPanelProps {
  readonly orderId: string
  readonly signals: OrderSignals
  readonly onTaken: (order: OrderRecord) => void
  readonly onClose: () => void
  readonly onCustomer: (customerId: string) => void
}

/** An order with everything about it, read again whenever it changes. */
export function OrderPanel({ orderId, signals, onTaken, onClose, onCustomer }: OrderPanelProps): ReactNode {
  const read = useOrder(orderId, signals)
  const { order } = read
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [orderId])
  return (
    <aside className="panel" aria-labelledby="panel-title">
      <header>
        <h2 id="panel-title" ref={heading} tabIndex={-1}>
          {order === null ? 'Order' : `Order ${order.number}`}
        </h2>
        <button type="button" className="plain" onClick={onClose}>
          Close <kbd aria-hidden="true">Esc</kbd>
        </button>
      </header>
      {order === null ? (
        <NoOrder read={read} />
      ) : (
        <PanelBody order={order} isPartial={read.problem !== null} onTaken={onTaken} onCustomer={onCustomer} />
      )}
    </aside>
  )
}

function NoOrder({ read }: { readonly read: ReadOrder }): ReactNode {
  const { isReading, problem, readAgain } = read
  const message = problem ?? 'There is no such order, or it is not yours to see.'
  return (
    <div className="panel-body">
      <p className="soft" role="status">
        {isReading ? 'Reading the order…' : message}
      </p>
      {problem === null || isReading ? null : (
        <button type="button" onClick={readAgain}>
          Try again
        </button>
      )}
    </div>
  )
}

interface PanelBodyProps extends Pick<OrderPanelProps, 'onTaken' | 'onCustomer'> {
  readonly order: OrderDetail
  readonly isPartial: boolean
}

function PanelBody({ order, isPartial, onTaken, onCustomer }: PanelBodyProps): ReactNode {
  return (
    <div className="panel-body" key={order.id}>
      <p className="states">
        <StatusBadge status={order.status} /> <FulfillmentBadge status={order.fulfillmentStatus} />
      </p>
      {isPartial ? <p className="problem">Some parts of this order cannot be shown right now.</p> : null}
      <dl className="facts">
        <dt>Total</dt>
        <dd className="strong">{moneyText(order.total)}</dd>
        <dt>Customer</dt>
        <dd>
          <CustomerFact customer={order.customer} onCustomer={onCustomer} />
        </dd>
        <dt>Placed</dt>
        <dd>
          <time dateTime={order.placedAt} title={fullTimeText(order.placedAt)}>
            {timeText(order.placedAt)}
          </time>
        </dd>
        {order.externalReference === null ? null : (
          <>
            <dt>Reference</dt>
            <dd>{order.externalReference}</dd>
          </>
        )}
      </dl>
      <NextSteps order={order} onTaken={onTaken} />
      <LineTable lines={order.lines} />
      <OrderHistory history={order.history} />
    </div>
  )
}

interface CustomerFactProps {
  readonly customer: OrderDetail['customer']
  readonly onCustomer: (customerId: string) => void
}

function CustomerFact({ customer, onCustomer }: CustomerFactProps): ReactNode {
  if (customer === null) return <span className="soft">not known right now</span>
  return (
    <>
      <button type="button" className="link" onClick={() => onCustomer(customer.id)} title="Show the orders of this customer">
        {customer.name}
      </button>
      {[customer.email, customer.phone].map((way) =>
        way === null ? null : (
          <span key={way} className="soft line">
            {way}
          </span>
        ),
      )}
    </>
  )
}
