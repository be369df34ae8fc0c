import { setTimeout as pause } from 'node:timers/promises'
import type { Stack } from '../dev/stack.ts'
import { startProduct } from './product.ts'
import { percentile, report } from './results.ts'

const requestsPerMinute = 1_000
const neighbourPerSecond = 10
const greedyPerSecond = 100
const roundMs = 20_000
const rounds = 3
const query = '{ products(first: 10) { nodes { id name } } }'

/** D5: what a client that asks for far more than its budget does to another one. */
export async function benchBudgets(): Promise<void> {
  const limits = { REQUESTS_PER_MINUTE: String(requestsPerMinute), COST_PER_MINUTE: '100000' }
  const { stack, stop } = await startProduct({ gateway: limits })
  try {
    const [greedy, neighbour] = await Promise.all(['greedy', 'neighbour'].map(async (subject) => await clientOf(stack, subject)))
    if (greedy === undefined || neighbour === undefined) throw new Error('there are two clients')
    // Everything is warm, and the greedy client's budget spent.
    await askSteadily(neighbour, neighbourPerSecond, roundMs / 2)
    await askSteadily(greedy, 2 * greedyPerSecond, roundMs / 2)
    const [alone, beside]: [Answered[], Answered[]] = [[], []]
    const refused: Answered[] = []
    for (let round = 0; round < rounds; round += 1) {
      alone.push(...(await askSteadily(neighbour, neighbourPerSecond, roundMs)))
      const [besideGreedy, toGreedy] = await Promise.all([
        askSteadily(neighbour, neighbourPerSecond, roundMs),
        askSteadily(greedy, greedyPerSecond, roundMs),
      ])
      beside.push(...besideGreedy)
      refused.push(...toGreedy.filter(({ status }) => status === 429))
      process.stdout.write(`round ${String(round + 1)} of ${String(rounds)}\n`)
    }
    const wrong = [...alone, ...beside].filter(({ status }) => status !== 200).length
    const row = (share: number): readonly string[] => {
      const [aloneMs, besideMs] = [alone, beside].map((all) =>
        percentile(
          all.map(({ tookMs }) => tookMs),
          share,
        ),
      )
      return [`${(aloneMs ?? 0).toFixed(1)} ms`, `${(besideMs ?? 0).toFixed(1)} ms`, `${((besideMs ?? 0) / (aloneMs ?? 1)).toFixed(2)} ×`]
    }
    report(
      'Budgets: a client beside a greedy one (D5)',
      [
        `One client asks ${String(neighbourPerSecond)} times a second, alone and beside one that asks ${String(greedyPerSecond)} times a second with a budget of ${String(requestsPerMinute)} a minute, in turns, ${String(rounds)} rounds of ${String(roundMs / 1_000)} s each; both and the product on the same cores.`,
      ],
      [
        ['', 'alone', 'beside', 'ratio'],
        ['p50', ...row(0.5)],
        ['p95', ...row(0.95)],
        [
          'refused',
          String(wrong),
          `the greedy one ${((refused.length / (rounds * greedyPerSecond * roundMs)) * 100_000).toFixed(0)} %`,
          '',
        ],
      ],
    )
  } finally {
    await stop()
  }
}

interface Answered {
  readonly status: number
  readonly tookMs: number
}

type Client = () => Promise<Answered>

async function clientOf(stack: Stack, subject: string): Promise<Client> {
  const authorization = `Bearer ${await stack.token({ tenant: 'acme', as: 'client', subject })}`
  return async () => {
    const startMs = performance.now()
    const response = await fetch(stack.urls.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query }),
    })
    await response.arrayBuffer()
    return { status: response.status, tookMs: performance.now() - startMs }
  }
}

/** Asks at a steady rate, whether or not the answers keep up. */
async function askSteadily(client: Client, perSecond: number, forMs: number): Promise<readonly Answered[]> {
  const startMs = performance.now()
  const asked: Promise<Answered>[] = []
  for (let n = 0; n < (perSecond * forMs) / 1_000; n += 1) {
    await pause(Math.max(0, startMs + (n * 1_000) / perSecond - performance.now()))
    asked.push(client())
  }
  return await Promise.all(asked)
}
