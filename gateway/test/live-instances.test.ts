import { silentLogger } from '@iommi/shared/telemetry'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGateway, type RunningGateway } from '../src/gateway.ts'
import { moved } from './event-log.ts'
import { orderChanges, useLiveGateway } from './live-graph.ts'
import { codesIn, liveValues, useSockets, type ProtocolSocket, type Sockets } from './protocol-socket.ts'
import { acme } from './test-issuer.ts'

const gateway = useLiveGateway()
let other: RunningGateway | null = null
beforeAll(async () => (other = await startGateway(gateway.config, silentLogger)))
afterAll(async () => await other?.stop())
const here = useSockets(gateway)
const there = useSockets(gateway, () => other?.port ?? 0)
let stoppingPort = 0
const atStopping = useSockets(gateway, () => stoppingPort)

const events = (socket: ProtocolSocket): readonly unknown[] => liveValues(socket.answer('1')).flatMap(({ eventId }) => eventId ?? [])
const untilEvents = async (socket: ProtocolSocket, count: number): Promise<void> =>
  await socket.until((each) => events(each).length >= count)

async function subscribe(at: Sockets, after?: unknown): Promise<ProtocolSocket> {
  const socket = await at.connect()
  socket.subscribe('1', orderChanges, { after })
  await socket.until(({ answer }) => answer('1').results.length > 0 || answer('1').errors !== null)
  return socket
}

async function publish(count: number): Promise<readonly string[]> {
  const changes = Array.from({ length: count }, (_, index) => moved(`order_${String(index)}`, acme))
  return (await gateway.publish(...changes)).map(({ id }) => id)
}

describe('two gateways on one Redis', () => {
  it('tell their clients the same, each everything, in the same order', async () => {
    const clients = [await subscribe(here), await subscribe(there), await subscribe(there)]
    const published = [...(await publish(1)), ...(await publish(30)), ...(await publish(1))]
    for (const client of clients) await untilEvents(client, 32)
    expect(clients.map(events)).toEqual([published, published, published])
    const cursors = clients.map((client) =>
      liveValues(client.answer('1'))
        .slice(1)
        .map(({ cursor }) => cursor),
    )
    expect(cursors[1]).toEqual(cursors[0])
  })

  it('go on where the other one was: a client that changes between them with each message misses nothing and gets nothing twice', async () => {
    const first = await subscribe(here)
    let after = liveValues(first.answer('1'))[0]?.['cursor']
    first.close()
    const published: string[] = []
    const seen: unknown[] = []
    for (let round = 0; round < 6; round += 1) {
      published.push(...(await publish(5)))
      const client = await subscribe(round % 2 === 0 ? there : here, after)
      // Perhaps in the middle of what there is.
      await untilEvents(client, 1)
      client.close()
      const told = liveValues(client.answer('1'))
      expect(codesIn(client.answer('1'))).toEqual([])
      seen.push(...events(client))
      after = told.at(-1)?.['cursor']
    }
    const rest = await subscribe(there, after)
    await untilEvents(rest, published.length - seen.length)
    expect([...seen, ...events(rest)]).toEqual(published)
  })
})

describe('a gateway that stops', () => {
  it('asks every socket to connect anew with 1012, and takes nobody in any more; elsewhere they go on', async () => {
    const stopping = await startGateway(gateway.config, silentLogger)
    stoppingPort = stopping.port
    const clients = [await subscribe(atStopping), await subscribe(atStopping), await subscribe(atStopping)]
    const published = await publish(2)
    for (const client of clients) await untilEvents(client, 2)
    const stopped = stopping.stop()
    expect(await Promise.all(clients.map(async (client) => await client.untilClosed()))).toEqual([1012, 1012, 1012])
    await stopped
    await expect(atStopping.open()).rejects.toThrow('ECONNREFUSED')
    const missed = await publish(2)
    expect(clients.map(events)).toEqual([published, published, published])
    for (const client of clients) {
      const resumed = await subscribe(here, liveValues(client.answer('1')).at(-1)?.['cursor'])
      await untilEvents(resumed, 2)
      expect(events(resumed)).toEqual(missed)
    }
  })
})
