import { setTimeout as pause } from 'node:timers/promises'
import type { Stack } from '../dev/stack.ts'
import type { TokenWish } from '../dev/token-request.ts'
import { startProduct } from './product.ts'
import { percentile, report } from './results.ts'

// Small, so that nearly all the greedy client asks for is refused: what it is entitled to costs the machine what it costs.
const greedyPerMinute = 60
const greedyPerSecond = 100
const neighbourPerSecond = 10
const roundMs = 20_000
const rounds = 4
const query = '{ products(first: 10) { nodes { id name } } }'

/** D5: what a client that asks for far more than its budget does to somebody else. */
export async function benchBudgets(): Promise<void> {
  const { stack, stop } = await startProduct({ gateway: { REQUESTS_PER_MINUTE: String(greedyPerMinute) } })
  try {
    const [neighbour, greedy] = await Promise.all([clientOf(stack, 'order-manager'), clientOf(stack, 'client')])
    // Everything is warm, and the greedy client's budget spent.
    await askSteadily(neighbour, neighbourPerSecond, roundMs / 2)
    await askSteadily(greedy, greedyPerSecond, roundMs / 4)
    const [alone, beside, refused]: [Answered[], Answered[], Answered[]] = [[], [], []]
    for (let round = 0; round < rounds; round += 1) {
      alone.push(...(await askSteadily(neighbour, neighbourPerSecond, roundMs)))
      const [ours, theirs] = await Promise.all([
        askSteadily(neighbour, neighbourPerSecond, roundMs),
        askSteadily(greedy, greedyPerSecond, roundMs),
      ])
      beside.push(...ours)
      refused.push(...theirs.filter(({ status }) => status === 429))
      process.stdout.write(`round ${String(round + 1)} of ${String(rounds)}\n`)
    }
    const wrong = (answers: readonly Answered[]): string => String(answers.filter(({ status }) => status !== 200).length)
    const asked = (rounds * greedyPerSecond * roundMs) / 1_000
    report(
      'Budgets: a client beside a greedy one (D5)',
      [
        `One caller asks ${String(neighbourPerSecond)} times a second, alone and beside a client that may ask ${String(greedyPerMinute)} times a minute and asks ${String(greedyPerSecond)} times a second, ${String(Math.round((refused.length / asked) * 100))} % of it refused; in turns, ${String(rounds)} rounds of ${String(roundMs / 1_000)} s each, everything on the same cores.`,
      ],
      [
        ['', 'alone', 'beside', 'ratio'],
        ['p50', ...row(alone, beside, 0.5)],
        ['p95', ...row(alone, beside, 0.95)],
        ['not answered', wrong(alone), wrong(beside), ''],
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

async function clientOf(stack: Stack, as: TokenWish['as']): Promise<Client> {
  const authorization = `Bearer ${await stack.token({ tenant: 'acme', as })}`
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

function row(alone: readonly Answered[], beside: readonly Answered[], share: number): readonly string[] {
  const [aloneMs = 0, besideMs = 0] = [alone, beside].map((answers) =>
    percentile(
      answers.map(({ tookMs }) => tookMs),
      share,
    ),
  )
  return [`${aloneMs.toFixed(1)} ms`, `${besideMs.toFixed(1)} ms`, `${(besideMs / aloneMs).toFixed(2)} ×`]
}
