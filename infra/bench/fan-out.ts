import { setTimeout } from 'node:timers/promises'
import { tenantNamed } from '../dev/demo-tenants.ts'
import { waitUntil } from '../dev/wait-until.ts'
import { percentile, report } from './results.ts'
import { liveOrders, startBenchGateway, type BenchGateway } from './bench-gateway.ts'
import { startSwarm, type Swarm, type SwarmAnswer } from './swarm.ts'

const rounds = 5
const sharedClients = 5_000
const aloneClients = 200
const burst = 100
const paceEventsPerSecond = 20
const paceSeconds = 5

interface Side {
  readonly swarm: Swarm
  readonly tenantId: string
  readonly clients: number
}

/** P3: what a message costs when an operation is executed once for everybody, against once for each client, in the same process. */
export async function benchFanOut(): Promise<void> {
  const gateway = await startBenchGateway()
  const swarms: Swarm[] = []
  const subscribers = async (tenant: string, crowd: Crowd): Promise<Side> => {
    const swarm = startSwarm()
    swarms.push(swarm)
    return await connect(swarm, gateway, tenant, crowd)
  }
  try {
    const shared = await subscribers('acme', { count: sharedClients, isAlone: false })
    const alone = await subscribers('globex', { count: aloneClients, isAlone: true })
    const bursts = { shared: [] as Cost[], alone: [] as Cost[] }
    for (let round = 0; round < rounds; round += 1) {
      bursts.shared.push(await runBurst(gateway, shared, burst))
      bursts.alone.push(await runBurst(gateway, alone, 5))
      process.stdout.write(`round ${String(round + 1)} of ${String(rounds)}\n`)
    }
    const paced = await runPaced(gateway, shared)
    const [once, each] = [median(bursts.shared), median(bursts.alone)]
    report(
      'Subscriptions: fan-out (P3)',
      [
        `${String(sharedClients)} live clients of one operation, messages of about 450 bytes, two entity fetches an event, the gateway on one core; against ${String(aloneClients)} clients each executed for itself, in turns in the same process, median of ${String(rounds)} rounds.`,
      ],
      [
        ['', 'executed once', 'executed per subscriber', 'ratio'],
        [
          'gateway CPU per message, burst',
          `${once.microseconds.toFixed(1)} µs`,
          `${each.microseconds.toFixed(0)} µs`,
          `${(each.microseconds / once.microseconds).toFixed(0)} ×`,
        ],
        [
          'messages per second, burst',
          once.perSecond.toFixed(0),
          each.perSecond.toFixed(0),
          `${(once.perSecond / each.perSecond).toFixed(0)} ×`,
        ],
        ['subgraph calls per event', once.callsPerEvent.toFixed(2), each.callsPerEvent.toFixed(2), ''],
        ['one event at a time, messages per second offered', String(paceEventsPerSecond * sharedClients), '', ''],
        [
          'gateway CPU per message',
          `${paced.microseconds.toFixed(1)} µs`,
          `${each.microseconds.toFixed(0)} µs`,
          `${(each.microseconds / paced.microseconds).toFixed(0)} ×`,
        ],
        ['event to client p50 / p99', `${paced.p50Ms.toFixed(0)} / ${paced.p99Ms.toFixed(0)} ms`, '', ''],
        ['event loop p99, and while idle', `${paced.eventLoopP99Ms.toFixed(1)} / ${paced.idleP99Ms.toFixed(1)} ms`, '', ''],
      ],
    )
  } finally {
    for (const swarm of swarms) swarm.stop()
    await gateway.stop()
  }
}

interface Crowd {
  readonly count: number
  /** Nobody's execution is shared with anybody's. */
  readonly isAlone: boolean
}

async function connect(swarm: Swarm, gateway: BenchGateway, tenant: string, crowd: Crowd): Promise<Side> {
  const token = await gateway.token(tenant)
  const { clients } = await swarm.connect({ port: gateway.port, token, query: liveOrders, ...crowd })
  process.stdout.write(`${String(clients)} clients of ${tenant} are connected\n`)
  return { swarm, tenantId: tenantNamed(tenant).id, clients }
}

interface Cost {
  readonly microseconds: number
  readonly perSecond: number
  readonly callsPerEvent: number
}

async function runBurst(gateway: BenchGateway, side: Side, events: number): Promise<Cost> {
  await side.swarm.reset()
  const [cpuMs, calls, startMs] = [gateway.process.cpuMs(), gateway.subgraphCalls(), performance.now()]
  await gateway.publish(side.tenantId, events)
  const { messages } = await received(side, events)
  const seconds = (performance.now() - startMs) / 1_000
  return {
    microseconds: ((gateway.process.cpuMs() - cpuMs) * 1_000) / messages,
    perSecond: messages / seconds,
    callsPerEvent: (gateway.subgraphCalls() - calls) / events,
  }
}

async function received({ swarm, clients }: Side, events: number): Promise<SwarmAnswer> {
  const answer = await waitUntil('every message', { timeoutMs: 120_000, intervalMs: 20 }, async () => {
    const now = await swarm.ask()
    return now.messages >= events * clients ? now : false
  })
  if (answer.fewest !== events || answer.most !== events)
    throw new Error(`a client got ${String(answer.fewest)} or ${String(answer.most)} of ${String(events)} messages`)
  return answer
}

interface Paced {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly microseconds: number
  readonly eventLoopP99Ms: number
  /** The same while nothing happens: what measuring it costs. */
  readonly idleP99Ms: number
}

async function runPaced(gateway: BenchGateway, side: Side): Promise<Paced> {
  await side.swarm.reset()
  await gateway.eventLoopP99Ms()
  await setTimeout(2_000)
  const idleP99Ms = await gateway.eventLoopP99Ms()
  const events = paceEventsPerSecond * paceSeconds
  const [cpuMs, startMs] = [gateway.process.cpuMs(), performance.now()]
  for (let sent = 0; sent < events; sent += 1) {
    await setTimeout(Math.max(0, startMs + (sent * 1_000) / paceEventsPerSecond - performance.now()))
    await gateway.publish(side.tenantId, 1)
  }
  const { latenciesMs, messages } = await received(side, events)
  return {
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    microseconds: ((gateway.process.cpuMs() - cpuMs) * 1_000) / messages,
    eventLoopP99Ms: await gateway.eventLoopP99Ms(),
    idleP99Ms,
  }
}

function median(costs: readonly Cost[]): Cost {
  const of = (read: (cost: Cost) => number): number => percentile(costs.map(read), 0.5)
  return {
    microseconds: of((cost) => cost.microseconds),
    perSecond: of((cost) => cost.perSecond),
    callsPerEvent: of((cost) => cost.callsPerEvent),
  }
}
