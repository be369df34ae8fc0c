/**
 * Thousands of subscribers in one process that does nothing else: each a bare TCP connection that speaks just enough
 * WebSocket. A real client would cost many times what it measures. Told what to do, and asked, by IPC.
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { pin, cores } from './measured-process.ts'
import type { SwarmAnswer, SwarmOrder } from './swarm.ts'

interface Client {
  readonly socket: Socket
  readonly isSampled: boolean
  /** Bytes of the frame being read that are still to come. */
  left: number
  /** The beginning of a frame whose length is not known yet, and of one whose text is wanted. */
  head: Buffer
  isOpen: boolean
  messages: number
}

// One of so many is read for its time stamp.
const sampleEvery = 50
const connectAtOnce = 50
const nothing = Buffer.alloc(0)
const clients: Client[] = []
let latenciesMs: number[] = []
let isReading = true

pin(process.pid, cores.load)
process.on('message', (order: SwarmOrder) => {
  void obey(order).then((answer) => process.send?.({ ...answer, number: order.number } satisfies SwarmAnswer & { number: number }))
})
process.on('disconnect', () => process.exit())

async function obey(order: SwarmOrder): Promise<SwarmAnswer> {
  if (order.kind === 'connect') await connectAll(order)
  if (order.kind === 'stall') stall(order.share)
  if (order.kind === 'reset') {
    latenciesMs = []
    for (const client of clients) client.messages = 0
  }
  const reading = clients.filter(({ socket }) => !socket.isPaused())
  const counts = reading.map(({ messages }) => messages)
  return {
    clients: clients.filter(({ socket }) => !socket.destroyed).length,
    messages: counts.reduce((sum, count) => sum + count, 0),
    fewest: Math.min(...counts),
    most: Math.max(...counts),
    latenciesMs,
  }
}

async function connectAll({ port, count, token, query, isAlone }: Extract<SwarmOrder, { kind: 'connect' }>): Promise<void> {
  for (let from = 0; from < count; from += connectAtOnce) {
    const wanted = Array.from({ length: Math.min(connectAtOnce, count - from) }, (_, index) => from + index)
    await Promise.all(wanted.map(async (index) => clients.push(await connectOne(index, { port, token, query, isAlone }))))
  }
}

function stall(share: number): void {
  isReading = false
  for (const [index, { socket }] of clients.entries()) if (index < clients.length * share) socket.pause()
}

type Wish = Pick<Extract<SwarmOrder, { kind: 'connect' }>, 'port' | 'token' | 'query' | 'isAlone'>

async function connectOne(index: number, { port, token, query, isAlone }: Wish): Promise<Client> {
  return await new Promise((resolve, reject) => {
    const buffer = Buffer.allocUnsafe(16_384)
    let isReady = false
    // First comes the acknowledgement, then the first checkpoint.
    const begin = (messages: number): void => {
      if (isReady) return
      // A variable that the document does not have: who sends another shares nothing with anybody.
      const variables = isAlone ? { alone: index } : {}
      if (messages === 1) socket.write(clientFrame({ id: '1', type: 'subscribe', payload: { query, variables } }))
      isReady = messages === 2
      if (isReady) resolve(client)
    }
    const socket: Socket = connect({
      port,
      host: '127.0.0.1',
      onread: {
        buffer,
        callback: (bytes): boolean => {
          read(client, buffer.subarray(0, bytes), begin)
          return isReading || !socket.isPaused()
        },
      },
    })
    const client: Client = { socket, isSampled: index % sampleEvery === 0, left: 0, head: nothing, isOpen: false, messages: 0 }
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the gateway closed the socket')))
    socket.write(
      `GET /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n` +
        `sec-websocket-key: ${randomBytes(16).toString('base64')}\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`,
    )
    socket.write(clientFrame({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }))
  })
}

function read(client: Client, chunk: Buffer, onMessage: (count: number) => void): void {
  let data = client.head.length === 0 ? chunk : Buffer.concat([client.head, chunk])
  client.head = nothing
  if (!client.isOpen) {
    const end = data.indexOf('\r\n\r\n')
    client.isOpen = end !== -1
    data = client.isOpen ? data.subarray(end + 4) : data
  }
  while (client.isOpen) {
    const taken = Math.min(client.left, data.length)
    client.left -= taken
    data = data.subarray(taken)
    const frame = frameAt(data)
    if (frame?.isClose === true) throw new Error(`the gateway closed a socket: ${data.toString('latin1', frame.start + 2)}`)
    if (frame === null || (client.isSampled && data.length < frame.start + frame.length)) break
    if (client.isSampled) sample(data.subarray(frame.start, frame.start + frame.length))
    client.messages += 1
    onMessage(client.messages)
    client.left = frame.length
    data = data.subarray(frame.start)
  }
  // The buffer is used again for what comes next.
  client.head = data.length === 0 ? nothing : Buffer.from(data)
}

/** Where the text of a frame begins and how long it is; null while that cannot be told. */
function frameAt(data: Buffer): { readonly start: number; readonly length: number; readonly isClose: boolean } | null {
  const short = (data[1] ?? 0) & 127
  const start = short === 126 ? 4 : short === 127 ? 10 : 2
  if (data.length < start) return null
  const isClose = ((data[0] ?? 0) & 15) === 8
  return { start, isClose, length: short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short }
}

const stamp = Buffer.from('"occurredAt":"')

function sample(text: Buffer): void {
  const place = text.indexOf(stamp)
  if (place === -1) return
  const start = place + stamp.length
  latenciesMs.push(Date.now() - Date.parse(text.toString('latin1', start, start + 24)))
}

/** A text frame as clients send it: masked, here with zeros. */
function clientFrame(message: object): Buffer {
  const text = Buffer.from(JSON.stringify(message))
  const head = Buffer.alloc(text.length < 126 ? 6 : 8)
  head[0] = 0x81
  if (text.length < 126) head[1] = 0x80 | text.length
  else {
    head[1] = 0x80 | 126
    head.writeUInt16BE(text.length, 2)
  }
  return Buffer.concat([head, text])
}
