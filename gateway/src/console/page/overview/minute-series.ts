import type { OrderChange } from '../orders/order-record.ts'
import { flowOf, standingOf } from './order-flow.ts'
import { addMoney, type Revenue } from './revenue.ts'
import { totalOf, type StatsAnswer } from './stats-answer.ts'

/** The orders placed in one minute. */
export interface Minute {
  readonly startMs: number
  readonly orders: number
  /** What those of them are worth that were not cancelled. */
  readonly revenue: Revenue
  /** As of when that is so, by the server's clock. Null: not counted yet. */
  readonly countedAtMs: number | null
}

/** The last minutes, oldest first, without a gap. */
export interface MinuteSeries {
  readonly minutes: readonly Minute[]
  /** The beginnings of minutes that are to be counted again, because a change came too close to the last count. */
  readonly doubtful: ReadonlySet<number>
}

/** How many minutes a series has. */
export const minuteCount = 60

const minuteMs = 60_000

/** A series up to the minute of `nowMs`, nothing counted yet. */
export function openSeries(nowMs: number): MinuteSeries {
  const lastMs = startOfMinute(nowMs)
  const minutes = Array.from({ length: minuteCount }, (_, index) => ({
    startMs: lastMs - (minuteCount - 1 - index) * minuteMs,
    orders: 0,
    revenue: {},
    countedAtMs: null,
  }))
  return { minutes, doubtful: new Set() }
}

/** The series up to the minute of `nowMs`: minutes that have begun since are empty, as many old ones are gone. */
export function slide(series: MinuteSeries, nowMs: number): MinuteSeries {
  const lastMs = series.minutes.at(-1)?.startMs ?? 0
  const missing = Math.round((startOfMinute(nowMs) - lastMs) / minuteMs)
  if (missing <= 0) return series
  if (missing >= minuteCount) return openSeries(nowMs)
  // Nothing was placed in a minute before it began.
  const begun = Array.from({ length: missing }, (_, index) => lastMs + (index + 1) * minuteMs)
  const minutes = [...series.minutes, ...begun.map((startMs) => ({ startMs, orders: 0, revenue: {}, countedAtMs: startMs }))]
  return { ...series, minutes: minutes.slice(-minuteCount) }
}

/** The series after a change. What a change does not tell, and what may be counted already, makes its minute doubtful. */
export function countChange(series: MinuteSeries, change: OrderChange): MinuteSeries {
  const placedAt = change.order?.placedAt
  if (placedAt === undefined) return series
  const index = series.minutes.findIndex(({ startMs }) => startMs === startOfMinute(Date.parse(placedAt)))
  const minute = series.minutes[index]
  if (minute === undefined || minute.countedAtMs === null) return series
  const flow = flowOf(change)
  const { isNew, isDoubtful } = standingOf(change, minute.countedAtMs)
  const doubtful = flow === null || isDoubtful ? new Set([...series.doubtful, minute.startMs]) : series.doubtful
  if (flow === null || !isNew) return { ...series, doubtful }
  const counted = { ...minute, orders: minute.orders + flow.orders, revenue: addMoney(minute.revenue, flow.revenue) }
  return { minutes: series.minutes.with(index, counted), doubtful }
}

/** The series with one minute as it was just counted. */
export function recount(series: MinuteSeries, startMs: number, answer: StatsAnswer): MinuteSeries {
  const minutes = series.minutes.map((minute) =>
    minute.startMs === startMs ? { startMs, ...totalOf(answer), countedAtMs: Date.parse(answer.asOf) } : minute,
  )
  return { minutes, doubtful: new Set([...series.doubtful].filter((each) => each !== startMs)) }
}

/** The minutes that have to be counted, or counted again; newest first. */
export function uncounted({ minutes, doubtful }: MinuteSeries): readonly number[] {
  return minutes
    .filter(({ startMs, countedAtMs }) => countedAtMs === null || doubtful.has(startMs))
    .map(({ startMs }) => startMs)
    .toReversed()
}

/** When the minute that `timeMs` lies in begins, both in milliseconds since 1970. */
export function startOfMinute(timeMs: number): number {
  return timeMs - (timeMs % minuteMs)
}
