import type { ReactNode } from 'react'
import { countText, moneyText, roundMoneyText } from '../frame/money-text.ts'
import { isSameFilter, noFilter, type OrderFilter } from '../orders/order-filter.ts'
import { mainCurrency, type Revenue } from './revenue.ts'
import { queueStates, type Queue, type WorkCounts } from './work-counts.ts'

/** The numbers, the filter they lead to, and what is told when somebody follows. */
export interface HeadlineProps {
  readonly counts: WorkCounts | null
  readonly filter: OrderFilter
  readonly onFilter: (filter: OrderFilter) => void
}

const queueNames: Readonly<Record<Queue, string>> = {
  toConfirm: 'To confirm',
  toShip: 'To ship',
  underWay: 'Under way',
  toComplete: 'To complete',
}
const queues: readonly Queue[] = ['toConfirm', 'toShip', 'underWay', 'toComplete']

/** What happened today, and how much waits for somebody; a queue is a way to its orders. */
export function Headline({ counts, filter, onFilter }: HeadlineProps): ReactNode {
  return (
    <div className="headline">
      <div className="tile">
        <span className="label">Orders today</span>
        <span className="figure">{counts === null ? '–' : countText(counts.ordersToday)}</span>
      </div>
      <div className="tile wide">
        <span className="label">Revenue today</span>
        <RevenueFigure revenue={counts?.revenueToday ?? null} />
      </div>
      {queues.map((queue) => {
        const wanted = { ...noFilter, customerId: filter.customerId, ...queueStates[queue] }
        const isShown = isSameFilter(wanted, filter)
        return (
          <button
            key={queue}
            type="button"
            className="tile"
            aria-pressed={isShown}
            onClick={() => onFilter(isShown ? { ...noFilter, customerId: filter.customerId } : wanted)}
          >
            <span className="label">{queueNames[queue]}</span>
            <span className="figure">{counts === null ? '–' : countText(counts.queues[queue])}</span>
          </button>
        )
      })}
    </div>
  )
}

function RevenueFigure({ revenue }: { readonly revenue: Revenue | null }): ReactNode {
  if (revenue === null) return <span className="figure">–</span>
  const first = mainCurrency(revenue)
  const main = first === null ? undefined : revenue[first]
  const others = Object.values(revenue).filter(({ currency, amountMinor }) => currency !== first && amountMinor !== 0)
  return (
    <span className="figure" title={Object.values(revenue).map(moneyText).join(', ')}>
      {main === undefined ? '0' : roundMoneyText(main)}
      {others.length === 0 ? null : <span className="aside">+ {others.map(roundMoneyText).join(' + ')}</span>}
    </span>
  )
}
