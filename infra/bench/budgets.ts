import { setTimeout as pause } from 'node:timers/promises'
import type { Stack } from '../dev/stack.ts'
import { startProduct } from './product.ts'
import { percentile, report } from './results.ts'

const requestsPerMinute = 1_000
const neighbourPerSecond = 10
const modestPerSecond = requestsPerMinute / 60
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
    const [alone, besideModest, besideGreedy]: [Answered[], Answered[], Answered[]] = [[], [], []]
    const toGreedy: Answered[] = []
    for (let round = 0; round < rounds; round += 1) {
      alone.push(...(await askSteadily(neighbour, neighbourPerSecond, roundMs)))
      for (const [perSecond, answered, ofOther] of [
        [modestPerSecond, besideModest, null],
        [greedyPerSecond, besideGreedy, toGreedy],
      ] as const) {
        const [ours, theirs] = await Promise.all([
          askSteadily(neighbour, neighbourPerSecond, roundMs),
          askSteadily(greedy, perSecond, roundMs),
        ])
        answered.push(...ours)
        ofOther?.push(...theirs)
        // Spent again what came back.
        await askSteadily(greedy, greedyPerSecond, roundMs / 4)
      }
      process.stdout.write(`round ${String(round + 1)} of ${String(rounds)}\n`)
    }
    const wrong = [...alone, ...besideModest, ...besideGreedy].filter(({ status }) => status !== 200).length
    const refused = toGreedy.filter(({ status }) => status === 429).length
    const row = (share: number): readonly string[] => {
      const [aloneMs = 0, modestMs = 0, greedyMs = 0] = [alone, besideModest, besideGreedy].map((answers) =>
        percentile(
          answers.map(({ tookMs }) => tookMs),
          share,
        ),
      )
      const beside = (ms: number): string => `${ms.toFixed(1)} ms (${(ms / aloneMs).toFixed(2)} ×)`
      return [`${aloneMs.toFixed(1)} ms`, beside(modestMs), beside(greedyMs), `${(greedyMs / modestMs).toFixed(2)} ×`]
    }
    report(
      'Budgets: a client beside a greedy one (D5)',
      [
        `One client asks ${String(neighbourPerSecond)} times a second: alone, beside one that spends just its budget of ${String(requestsPerMinute)} a minute, and beside the same one asking ${String(greedyPerSecond)} times a second; in turns, ${String(rounds)} rounds of ${String(roundMs / 1_000)} s each, everything on the same cores.`,
      ],
      [
        ['', 'alone', 'beside one within its budget', 'beside one that asks for more', 'more against within'],
        ['p50', ...row(0.5)],
        ['p95', ...row(0.95)],
        ['refused', String(wrong), '', `${String(Math.round((refused / toGreedy.length) * 100))} % of the other`, ''],
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
