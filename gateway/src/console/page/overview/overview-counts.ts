import { countsDocument, minutesDocument } from '../graph/documents.ts'
import type { Graph } from '../graph/graph-client.ts'
import { totalOf, type StatsAnswer } from './stats-answer.ts'
import { queueStates, type Queue, type WorkCounts } from './work-counts.ts'

/** Asks the graph for the numbers of an overview: of one customer's orders, or of all. */
export interface OverviewReader {
  /** What was placed since `dayStartMs`, and how much waits in each queue. */
  readonly readCounts: (dayStartMs: number) => Promise<WorkCounts>
  /** The orders of some minutes, by their beginnings. */
  readonly readMinutes: (startsMs: readonly number[]) => Promise<ReadonlyMap<number, StatsAnswer>>
}

type MinutesAnswer = { readonly orderStats: StatsAnswer }
type CountsAnswer = { readonly today: StatsAnswer } & Readonly<Record<Queue, { readonly totalCount: number }>>

const minuteMs = 60_000

/** Reads for one customer, or for all. */
export function overviewReader(graph: Pick<Graph, 'read'>, customerId: string | null): OverviewReader {
  const scope = customerId === null ? {} : { customerId: { in: [customerId] } }
  return {
    readCounts: async (dayStartMs) =>
      countsOf(await graph.read<CountsAnswer>(countsDocument, countVariables(dayStartMs, scope)), dayStartMs),
    readMinutes: async (startsMs) => {
      const within = placedWithin(Math.min(...startsMs), Math.max(...startsMs) + minuteMs)
      const { orderStats } = await graph.read<MinutesAnswer>(minutesDocument, { where: { ...within, ...scope } })
      const rowsOf = (startMs: number): StatsAnswer['rows'] =>
        orderStats.rows.filter(({ from }) => from !== undefined && Date.parse(from) === startMs)
      return new Map(startsMs.map((startMs) => [startMs, { ...orderStats, rows: rowsOf(startMs) }]))
    },
  }
}

function countVariables(dayStartMs: number, scope: object): Readonly<Record<string, unknown>> {
  const queues = Object.entries(queueStates).map(([queue, { statuses, fulfillment }]) => [
    queue,
    { status: { in: statuses }, ...(fulfillment.length === 0 ? {} : { fulfillmentStatus: { in: fulfillment } }), ...scope },
  ])
  return { today: { placedAt: { gte: new Date(dayStartMs).toISOString() }, ...scope }, ...Object.fromEntries(queues) }
}

function countsOf(answer: CountsAnswer, dayStartMs: number): WorkCounts {
  const { orders, revenue } = totalOf(answer.today)
  const { toConfirm, toShip, underWay, toComplete } = answer
  return {
    ordersToday: orders,
    revenueToday: revenue,
    queues: {
      toConfirm: toConfirm.totalCount,
      toShip: toShip.totalCount,
      underWay: underWay.totalCount,
      toComplete: toComplete.totalCount,
    },
    countedAtMs: Date.parse(answer.today.asOf),
    dayStartMs,
    isDoubtful: false,
  }
}

function placedWithin(fromMs: number, toMs: number): object {
  return { placedAt: { gte: new Date(fromMs).toISOString(), lt: new Date(toMs).toISOString() } }
}
