import { describe, expect, it } from 'vitest'
import { readUsage } from './read-usage.ts'

const filter = { from: '2026-11-20', to: '2026-11-20', client: '', operation: '', field: '' }

/** A graph with so many pages of one row. */
function pages(count: number) {
  const asked: unknown[] = []
  const read = async <Data>(_document: string, { after }: Readonly<Record<string, unknown>>): Promise<Data> => {
    asked.push(after)
    const page = asked.length
    const answer = {
      operationUsage: {
        nodes: [{ client: `client-${String(page)}` }],
        pageInfo: { hasNextPage: page < count, endCursor: `c${String(page)}` },
      },
    }
    return await Promise.resolve(answer as Data)
  }
  return { read, asked }
}

describe('readUsage', () => {
  it('follows the cursors to the end', async () => {
    const graph = pages(3)
    const { rows, isCut } = await readUsage(graph, filter)
    expect([rows.map(({ client }) => client), isCut]).toEqual([['client-1', 'client-2', 'client-3'], false])
    expect(graph.asked).toEqual([null, 'c1', 'c2'])
  })

  it('stops after 20 pages and says so', async () => {
    const graph = pages(100)
    const { rows, isCut } = await readUsage(graph, filter)
    expect([rows.length, isCut, graph.asked.length]).toEqual([20, true, 20])
  })
})
