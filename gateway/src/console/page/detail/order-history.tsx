import type { ReactNode } from 'react'
import { fullTimeText, timeText } from '../frame/time-text.ts'
import { moveText, reasonText } from './history-text.ts'
import type { OrderDetail } from './order-detail.ts'

const kindNames: Readonly<Record<string, string>> = {
  EMPLOYEE: 'an employee',
  CLIENT: 'the customer',
  PARTNER: 'a partner',
  SYSTEM: 'the system',
}

/** Every move of the order, newest first: what, when, who, why. */
export function OrderHistory({ history }: Pick<OrderDetail, 'history'>): ReactNode {
  return (
    <section aria-labelledby="history">
      <h3 id="history">History</h3>
      <ol className="history">
        {history.nodes.toReversed().map((entry) => (
          <li key={entry.id}>
            <strong>{moveText(entry)}</strong>
            <time className="soft" dateTime={entry.occurredAt} title={fullTimeText(entry.occurredAt)}>
              {timeText(entry.occurredAt)}
            </time>
            <span className="soft line">by {entry.actor.name ?? kindNames[entry.actor.kind] ?? entry.actor.kind}</span>
            {entry.reason === null ? null : <span className="line">{reasonText(entry.reason)}</span>}
            {entry.note === null ? null : <span className="line">“{entry.note}”</span>}
          </li>
        ))}
      </ol>
      {history.pageInfo.hasPreviousPage ? <p className="soft">Only the last {history.nodes.length} moves are shown.</p> : null}
    </section>
  )
}
