import type { Graph } from '../graph/graph-client.ts'
import { usageDocument } from './usage-document.ts'
import { whereOf, type UsageFilter } from './usage-filter.ts'
import type { UsageRow } from './usage-sums.ts'

interface Answer {
  readonly operationUsage: {
    readonly nodes: readonly UsageRow[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

/** Counts that a filter finds, newest day first. */
export interface UsageFound {
  readonly rows: readonly UsageRow[]
  /** Whether there are more, of older days, than a page in a browser should hold. */
  readonly isCut: boolean
}

const pagesMax = 20

/** Reads what a filter finds, up to 2,000 counts. Rejects with a sentence for people. */
export async function readUsage(graph: Pick<Graph, 'read'>, filter: UsageFilter): Promise<UsageFound> {
  const rows: UsageRow[] = []
  let after: string | null = null
  for (let page = 0; page < pagesMax; page += 1) {
    const { operationUsage }: Answer = await graph.read<Answer>(usageDocument, { where: whereOf(filter), after })
    rows.push(...operationUsage.nodes)
    after = operationUsage.pageInfo.endCursor
    if (!operationUsage.pageInfo.hasNextPage) return { rows, isCut: false }
  }
  return { rows, isCut: true }
}
