import { countsDocument, minutesDocument, minutesPerRequest } from '../graph/documents.ts'
import type { Graph } from '../graph/graph-client.ts'
import { totalOf, type StatsAnswer } from './stats-answer.ts'
import { queueStates, type Queue, type WorkCounts } from './work-counts.ts'

/** Asks the graph for the numbers of an overview: of one customer's orders, or of all. */
export interface OverviewReader {
  /** What was placed since `dayStartMs`, and how much waits in each queue. */
  readonly readCounts: (dayStartMs: number) => Promise<WorkCounts>
  /** The orders of some minutes, by their beginnings; at most `minutesPerRequest` of them. */
  readonly readMinutes: (startsMs: readonly number[]) => Promise<ReadonlyMap<number, StatsAnswer>>
}

type CountsAnswer = { readonly today: StatsAnswer } & Readonly<Record<Queue, { readonly totalCount: number }>>

const minuteMs = 60_000

/** Reads for one customer, or for all. */
export function overviewReader(graph: Pick<Graph, 'read'>, customerId: string | null): OverviewReader {
  const scope = customerId === null ? {} : { customerId: { in: [customerId] } }
  return {
    readCounts: async (dayStartMs) =>
      countsOf(await graph.read<CountsAnswer>(countsDocument, countVariables(dayStartMs, scope)), dayStartMs),
    readMinutes: async (startsMs) => {
      const starts = startsMs.slice(0, minutesPerRequest)
      const variables = starts.map((startMs, slot) => [`w${String(slot)}`, { ...placedWithin(startMs, startMs + minuteMs), ...scope }])
      const answer = await graph.read<Readonly<Record<string, StatsAnswer | undefined>>>(
        minutesDocument(starts.length),
        Object.fromEntries(variables),
      )
      const counted = starts.map((startMs, slot) => [startMs, answer[`m${String(slot)}`]] as const)
      return new Map(counted.flatMap(([startMs, stats]) => (stats === undefined ? [] : [[startMs, stats]])))
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
