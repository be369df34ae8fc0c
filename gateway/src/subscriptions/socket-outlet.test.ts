import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { Frame } from './outlet.ts'
import { frameEncoder, socketOutlet } from './socket-outlet.ts'

interface Connected {
  readonly client: WebSocket
  readonly socket: WebSocket
  readonly raw: Duplex
  readonly received: string[]
}

let http: Server
let sockets: WebSocketServer
const clients: WebSocket[] = []
beforeEach(async () => {
  http = createServer()
  sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
})
afterEach(() => {
  for (const client of clients.splice(0)) client.terminate()
  http.close()
  http.closeAllConnections()
})

async function connect(): Promise<Connected> {
  const accepted = new Promise<readonly [WebSocket, Duplex]>((resolve) => {
    http.once('upgrade', (request, raw, head) => sockets.handleUpgrade(request, raw, head, (socket) => resolve([socket, raw])))
  })
  const client = new WebSocket(`ws://127.0.0.1:${String((http.address() as AddressInfo).port)}`)
  clients.push(client)
  const received: string[] = []
  client.on('message', (data: Buffer) => received.push(data.toString()))
  const [socket, raw] = await accepted
  await once(client, 'open')
  return { client, socket, raw, received }
}

const bytesOf = frameEncoder()

function outletOf({ socket, raw }: Connected, id: string) {
  return socketOutlet({ socket, raw, id, bytesOf, complete: () => undefined, fail: () => undefined })
}

const frame = (seq: number, text: string): Frame => ({
  seq,
  cursor: null,
  payload: JSON.stringify({ data: { text } }),
  isCheckpoint: false,
  cost: 1,
})
const told = (id: string, { payload }: Frame): string => `{"id":${JSON.stringify(id)},"type":"next","payload":${payload}}`

it('sends each client the messages under its own id, whatever their length, and between them what the socket says itself', async () => {
  // Around the limits of the length's field, of what is copied, and of one byte a character.
  const lengths = [0, 30, 40, 50, 60, 1_900, 2_100, 5_000, 65_400, 65_500, 70_000]
  const frames = lengths.flatMap((length, index) => [frame(index, 'x'.repeat(length)), frame(index, '€'.repeat(Math.ceil(length / 3)))])
  const [one, other] = [await connect(), await connect()]
  const ids = ['1', 'an id with "quotes" and €']
  for (const [index, connected] of [one, other].entries()) {
    const outlet = outletOf(connected, ids[index] ?? '')
    outlet.send(frames.slice(0, 5))
    connected.socket.send('in between')
    for (const each of frames.slice(5)) outlet.send([each])
  }
  await expect.poll(() => [one.received.length, other.received.length]).toEqual([frames.length + 1, frames.length + 1])
  for (const [index, { received }] of [one, other].entries()) {
    const messages = frames.map((each) => told(ids[index] ?? '', each))
    expect(received).toEqual([...messages.slice(0, 5), 'in between', ...messages.slice(5)])
    for (const text of received.filter((each) => each !== 'in between')) expect(() => JSON.parse(text) as unknown).not.toThrow()
  }
})

it('sends nothing on a socket that is closing', async () => {
  const connected = await connect()
  const outlet = outletOf(connected, '1')
  outlet.send([frame(1, 'before')])
  connected.socket.close(1000)
  outlet.send([frame(2, 'after')])
  await once(connected.client, 'close')
  expect(connected.received).toEqual([told('1', frame(1, 'before'))])
})
