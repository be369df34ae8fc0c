import type { OrderChange } from '../orders/order-record.ts'
import { countChange, openSeries, recount, slide, startOfMinute, uncounted, type MinuteSeries } from './minute-series.ts'
import type { StatsAnswer } from './stats-answer.ts'
import { countMove, type WorkCounts } from './work-counts.ts'

/** All numbers of the overview. */
export interface OverviewState {
  readonly series: MinuteSeries
  /** Null until they have been counted for the first time. */
  readonly counts: WorkCounts | null
  /** What came lately: a count that was under way meanwhile may miss it. */
  readonly recent: readonly { readonly change: OrderChange; readonly atMs: number }[]
}

// Longer than a count takes.
const recentMs = 30_000

/** An overview with nothing counted yet. */
export function openState(nowMs: number): OverviewState {
  return { series: openSeries(nowMs), counts: null, recent: [] }
}

/** The overview after a change. A server whose clock is ahead of ours begins the next minute. */
export function takeChange({ series, counts, recent }: OverviewState, change: OrderChange, nowMs: number): OverviewState {
  return {
    series: countChange(slide(series, Math.max(nowMs, Date.parse(change.occurredAt))), change),
    counts: counts === null ? null : countMove(counts, change),
    recent: [...recent.filter(({ atMs }) => nowMs - atMs < recentMs), { change, atMs: nowMs }],
  }
}

/** The overview with freshly counted numbers; what came while they were counted is added. */
export function takeCounts(state: OverviewState, counts: WorkCounts): OverviewState {
  return { ...state, counts: state.recent.reduce((counted, { change }) => countMove(counted, change), counts) }
}

/** The overview with freshly counted minutes; what came while they were counted is added. */
export function takeMinutes(state: OverviewState, answers: ReadonlyMap<number, StatsAnswer>): OverviewState {
  const isOfThem = ({ order }: OrderChange): boolean => order !== null && answers.has(startOfMinute(Date.parse(order.placedAt)))
  const missed = state.recent.map(({ change }) => change).filter(isOfThem)
  const counted = [...answers].reduce((series, [startMs, answer]) => recount(series, startMs, answer), state.series)
  return { ...state, series: missed.reduce(countChange, counted) }
}

/** The overview some time later: new minutes begin, and with a new day the count of today is out of date. */
export function passTime(state: OverviewState, nowMs: number, dayStartMs: number): OverviewState {
  const { series, counts } = state
  const isOver = counts !== null && counts.dayStartMs !== dayStartMs
  return { ...state, series: slide(series, nowMs), counts: isOver ? { ...counts, isDoubtful: true } : counts }
}

/** Whether something should be counted, or counted again. */
export function isDoubtful({ series, counts }: OverviewState): boolean {
  return uncounted(series).length > 0 || counts === null || counts.isDoubtful
}
