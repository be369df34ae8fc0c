import type { Graph } from '../graph/graph-client.ts'
import { observable, type Observable } from '../live/observable.ts'
import type { OrderChange } from '../orders/order-record.ts'
import { uncounted } from './minute-series.ts'
import { overviewReader } from './overview-counts.ts'
import { isDoubtful, openState, passTime, takeChange, takeCounts, takeMinutes, type OverviewState } from './overview-state.ts'

/** The numbers and charts at the top of the page, counted by the graph and kept up to date by changes. */
export interface Overview {
  readonly state: Observable<OverviewState>
  /** Counts everything anew: for one customer, or for all. */
  readonly show: (customerId: string | null) => void
  /** Takes in a change at once; what it does not tell for sure is counted again in a moment. */
  readonly apply: (change: OrderChange) => void
  readonly close: () => void
}

const clockMs = 5_000
// The first doubt is cleared soon; while changes keep coming, counting again does not become a load.
const recountDelayMs = 3_000
const recountIntervalMs = 15_000

interface Scope {
  readonly customerId: string | null
}

/** Opens an overview that has counted nothing yet. */
export function openOverview(graph: Pick<Graph, 'read'>): Overview {
  const state = observable(openState(Date.now()))
  const schedule = openSchedule()
  let scope: Scope = { customerId: null }
  const count = async (): Promise<void> => {
    const mine = scope
    await countAgain(graph, mine, { state, isCurrent: () => mine === scope })
    if (mine === scope && isDoubtful(state.get())) schedule.soon(count)
  }
  const clock = setInterval(() => {
    state.set(passTime(state.get(), Date.now(), startOfDay(Date.now())))
    if (isDoubtful(state.get())) schedule.soon(count)
  }, clockMs)
  return {
    state,
    show: (customerId) => {
      scope = { customerId }
      state.set(openState(Date.now()))
      void count()
    },
    apply: (change) => {
      if (scope.customerId !== null && change.order?.customer?.id !== scope.customerId) return
      state.set(takeChange(state.get(), change, Date.now()))
      if (isDoubtful(state.get())) schedule.soon(count)
    },
    close: () => {
      clearInterval(clock)
      schedule.stop()
    },
  }
}

interface Counting {
  readonly state: ReturnType<typeof observable<OverviewState>>
  /** False once something else is to be counted. */
  readonly isCurrent: () => boolean
}

// What cannot be counted stays doubtful, and is tried again.
async function countAgain(graph: Pick<Graph, 'read'>, { customerId }: Scope, { state, isCurrent }: Counting): Promise<void> {
  const reader = overviewReader(graph, customerId)
  const counts = state.get().counts
  try {
    if (counts === null || counts.isDoubtful) {
      const fresh = await reader.readCounts(startOfDay(Date.now()))
      if (isCurrent()) state.set(takeCounts(state.get(), fresh))
    }
    const starts = uncounted(state.get().series)
    const answers = starts.length === 0 ? new Map() : await reader.readMinutes(starts)
    if (isCurrent()) state.set(takeMinutes(state.get(), answers))
  } catch {
    if (isCurrent()) state.set(withDoubt(state.get()))
  }
}

function withDoubt(state: OverviewState): OverviewState {
  return { ...state, counts: state.counts === null ? null : { ...state.counts, isDoubtful: true } }
}

interface Schedule {
  readonly soon: (work: () => Promise<void>) => void
  readonly stop: () => void
}

function openSchedule(): Schedule {
  let timer: ReturnType<typeof setTimeout> | null = null
  let workedAtMs = Number.NEGATIVE_INFINITY
  return {
    soon: (work) => {
      timer ??= setTimeout(
        () => {
          timer = null
          workedAtMs = Date.now()
          void work()
        },
        Math.max(recountDelayMs, workedAtMs + recountIntervalMs - Date.now()),
      )
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer)
    },
  }
}

function startOfDay(timeMs: number): number {
  return new Date(timeMs).setHours(0, 0, 0, 0)
}
