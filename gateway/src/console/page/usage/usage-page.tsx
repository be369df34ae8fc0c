import { useCallback, useMemo, useState, type ReactNode } from 'react'
import { countText } from '../frame/money-text.ts'
import type { ThemeChoice } from '../frame/theme.ts'
import { TopBar } from '../frame/top-bar.tsx'
import type { Graph } from '../graph/graph-client.ts'
import { readUsage } from './read-usage.ts'
import { UsageChart } from './usage-chart.tsx'
import { UsageFilterBar } from './usage-filter-bar.tsx'
import { daysOf, filterFrom, searchOf, type UsageFilter } from './usage-filter.ts'
import { sumOf, sumsByDay, sumsByOperation } from './usage-sums.ts'
import { UsageTable } from './usage-table.tsx'
import { useUsage, type UsageState } from './use-usage.ts'

/** What the page works with. */
export interface UsagePageProps {
  readonly graph: Graph
  readonly theme: ThemeChoice
  readonly onSignOut: () => void
}

/** Which client uses which operation and field, day by day. For admins: others are told that they may not. */
export function UsagePage({ graph, theme, onSignOut }: UsagePageProps): ReactNode {
  const [filter, setFilter] = useState(() => filterFrom(location.search, new Date()))
  const read = useCallback((wanted: UsageFilter) => readUsage(graph, wanted), [graph])
  const usage = useUsage(read, filter)
  const show = (wanted: UsageFilter): void => {
    // The address is read back: what is shown is what a reload would show.
    history.replaceState(null, '', searchOf(wanted))
    setFilter(filterFrom(location.search, new Date()))
  }
  return (
    <div className="tables-page usage-page">
      <a className="skip" href="#usage">
        Skip to the usage
      </a>
      <TopBar title="Usage" link={null} theme={theme} onSignOut={onSignOut} />
      <UsageFilterBar filter={filter} onShow={show} />
      <main id="usage" tabIndex={-1} aria-busy={usage.isReading}>
        <Outcome usage={usage} />
      </main>
    </div>
  )
}

function Outcome({ usage: { found, problem } }: { readonly usage: UsageState }): ReactNode {
  if (problem !== null) return <p role="alert">{problem}</p>
  return found === null ? <p role="status">Reading the usage…</p> : <Found found={found} />
}

function Found({ found: { rows, isCut, filter } }: { readonly found: NonNullable<UsageState['found']> }): ReactNode {
  const days = useMemo(() => daysOf(filter), [filter])
  const byDay = useMemo(() => sumsByDay(rows, days), [rows, days])
  const operations = useMemo(() => sumsByOperation(rows), [rows])
  const { requests, errors, cost } = sumOf(byDay)
  const tiles = { Requests: requests, 'With errors': errors, Cost: cost, Operations: operations.length }
  return (
    <>
      {isCut ? <p role="status">There is more than is shown: choose fewer days, or a client.</p> : null}
      <div className="headline">
        {Object.entries(tiles).map(([label, value]) => (
          <div key={label} className="tile">
            <span className="label">{label}</span>
            <span className="figure">{countText(value)}</span>
          </div>
        ))}
      </div>
      <UsageChart days={days} sums={byDay} />
      <section aria-labelledby="operations">
        <h2 id="operations">Operations, the most used first</h2>
        <UsageTable operations={operations} />
      </section>
    </>
  )
}
