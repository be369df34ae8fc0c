import type { ReactNode } from 'react'
import type { FulfillmentStatus, OrderStatus } from './order-record.ts'
import { statusNames } from './status-names.ts'

// Shape says as much as colour: an open circle, a filled one, a tick, a bar.
const statusShapes: Readonly<Record<OrderStatus, ReactNode>> = {
  PLACED: <circle cx="6" cy="6" r="4" fill="none" strokeWidth="2" />,
  CONFIRMED: <circle cx="6" cy="6" r="5" stroke="none" fill="currentColor" />,
  COMPLETED: <path d="M1.5 6.5 4.7 9.5 10.5 2.8" fill="none" strokeWidth="2" />,
  CANCELLED: <path d="M2.5 2.5 9.5 9.5 M9.5 2.5 2.5 9.5" fill="none" strokeWidth="2" />,
}

/** How far an order has come: shape, colour and words. */
export function StatusBadge({ status }: { readonly status: OrderStatus }): ReactNode {
  return (
    <span className="badge" data-status={status}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round">
        {statusShapes[status]}
      </svg>
      {statusNames[status]}
    </span>
  )
}

const steps: Readonly<Record<FulfillmentStatus, number>> = { UNFULFILLED: 0, PARTIALLY_FULFILLED: 1, FULFILLED: 2, DELIVERED: 3 }

/** How much of an order has been handed over: three steps, and words. */
export function FulfillmentBadge({ status }: { readonly status: FulfillmentStatus }): ReactNode {
  return (
    <span className="badge" data-fulfillment={status}>
      <svg viewBox="0 0 20 8" width="20" height="8" aria-hidden="true" fill="currentColor">
        {[0, 1, 2].map((step) => (
          <rect key={step} x={step * 7} y="0" width="5" height="8" rx="1.5" opacity={step < steps[status] ? 1 : 0.28} />
        ))}
      </svg>
      {statusNames[status]}
    </span>
  )
}
