import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isBacklogged, onceDrained } from './stream-backlog.ts'

// More than a connection takes in without being read.
const muchBytes = 32 * 1024 * 1024
let server: Server
let writer: Socket
let reader: Socket

// Buffers that are large enough never say `drain`.
beforeEach(async () => {
  server = createServer({ highWaterMark: 2 * muchBytes }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  reader = connect((server.address() as AddressInfo).port, '127.0.0.1')
  ;[writer] = (await once(server, 'connection')) as [Socket]
  reader.pause()
  for (const socket of [writer, reader]) socket.on('error', () => undefined)
})
afterEach(() => {
  for (const socket of [writer, reader]) socket.destroy()
  server.close()
})

function waitFor(stream: Socket): { readonly count: () => number } {
  let count = 0
  onceDrained(stream, () => (count += 1))
  return { count: () => count }
}

it('what waits for a client is waited for, however much the connection would buffer, and told once', async () => {
  writer.write(Buffer.alloc(muchBytes))
  expect([isBacklogged(writer), writer.writableNeedDrain]).toEqual([true, false])
  const waiting = waitFor(writer)
  for (let turn = 0; turn < 100; turn += 1) await setImmediate()
  expect([waiting.count(), isBacklogged(writer)]).toEqual([0, true])
  reader.resume()
  await expect.poll(waiting.count, { timeout: 10_000 }).toBe(1)
  expect(isBacklogged(writer)).toBe(false)
  writer.destroy()
  await once(writer, 'close')
  expect(waiting.count()).toBe(1)
})

it.each([
  ['goes', () => void reader.destroy()],
  ['is cut off', () => void writer.destroy()],
])('nobody waits for a client that %s', async (_how, leave) => {
  writer.write(Buffer.alloc(muchBytes))
  const waiting = waitFor(writer)
  leave()
  await expect.poll(waiting.count, { timeout: 10_000 }).toBe(1)
  await setImmediate()
  expect(waiting.count()).toBe(1)
})

it('a connection that was ended is waited for until it is closed', async () => {
  writer.end(Buffer.alloc(muchBytes))
  const waiting = waitFor(writer)
  for (let turn = 0; turn < 100; turn += 1) await setImmediate()
  expect(waiting.count()).toBe(0)
  reader.resume()
  await expect.poll(waiting.count, { timeout: 10_000 }).toBe(1)
})

it('where nothing waits, the answer comes soon, and never at once', async () => {
  const waiting = waitFor(writer)
  expect(waiting.count()).toBe(0)
  await expect.poll(waiting.count).toBe(1)
})
