import { tenantNamed } from '../dev/demo-tenants.ts'
import { waitUntil } from '../dev/wait-until.ts'
import { percentile, report } from './results.ts'
import { liveOrders, startBenchGateway } from './bench-gateway.ts'
import { startSwarm } from './swarm.ts'

const clients = 600
const events = 10_000
const eventsAtOnce = 250
const stalledShare = 1 / 3
const rounds = 3

/** P4: what a third of the clients costs that does not read, and whether the others notice. */
export async function benchSlowReaders(): Promise<void> {
  const [allRead, stalled]: [Outcome[], Outcome[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    allRead.push(await run(0))
    stalled.push(await run(stalledShare))
    process.stdout.write(`round ${String(round + 1)} of ${String(rounds)}\n`)
  }
  const [none, third] = [middle(allRead), middle(stalled)]
  report(
    'Subscriptions: a third of the clients not reading (P4)',
    [
      `${String(clients)} clients, ${String(events)} events, messages of about 450 bytes; each time a fresh gateway, in turns, median of ${String(rounds)} rounds.`,
    ],
    [
      ['', 'all read', 'a third does not', 'ratio'],
      [
        'memory of the gateway afterwards',
        megabytes(none.rssBytes),
        megabytes(third.rssBytes),
        (third.rssBytes / none.rssBytes).toFixed(2),
      ],
      [
        'messages per second to those that read',
        none.perSecond.toFixed(0),
        third.perSecond.toFixed(0),
        (third.perSecond / none.perSecond).toFixed(2),
      ],
      ['messages they missed or got twice', String(none.wrong), String(third.wrong), ''],
    ],
  )
}

interface Outcome {
  readonly rssBytes: number
  readonly perSecond: number
  readonly wrong: number
}

/** The middle of each figure; of what is wrong, all of it. */
function middle(outcomes: readonly Outcome[]): Outcome {
  const of = (figure: (outcome: Outcome) => number): number => percentile(outcomes.map(figure), 0.5)
  return {
    rssBytes: of(({ rssBytes }) => rssBytes),
    perSecond: of(({ perSecond }) => perSecond),
    wrong: outcomes.reduce((sum, { wrong }) => sum + wrong, 0),
  }
}

async function run(share: number): Promise<Outcome> {
  const gateway = await startBenchGateway()
  const swarm = startSwarm()
  try {
    const token = await gateway.token('acme')
    await swarm.connect({ port: gateway.port, count: clients, token, query: liveOrders, isAlone: false })
    await swarm.stall(share)
    await swarm.reset()
    const readers = clients - Math.ceil(clients * share)
    const tenantId = tenantNamed('acme').id
    const startMs = performance.now()
    for (let sent = eventsAtOnce; sent <= events; sent += eventsAtOnce) {
      await gateway.publish(tenantId, eventsAtOnce)
      await waitUntil('the messages', { timeoutMs: 120_000, intervalMs: 20 }, async () => (await swarm.ask()).messages >= sent * readers)
    }
    const seconds = (performance.now() - startMs) / 1_000
    const { messages, fewest, most } = await swarm.ask()
    return {
      rssBytes: gateway.process.rssBytes(),
      perSecond: messages / seconds,
      wrong: events - fewest + (most - events),
    }
  } finally {
    swarm.stop()
    await gateway.stop()
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(0)} MB`
}
