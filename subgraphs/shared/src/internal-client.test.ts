import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { internalClient, type CallContext, type InternalClient } from './internal-client.ts'

// A service that takes as long as its path says, on a thread of its own: this one is kept busy meanwhile.
const service = `
  const { createServer } = require('node:http')
  const { parentPort } = require('node:worker_threads')
  const server = createServer((request, response) => {
    request.resume()
    setTimeout(() => response.end('{"data":{}}'), Number(request.url.slice(1)))
  })
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`
const timeoutMs = 300
const tookMs = 200
let worker: Worker
const clients = new Map<number, InternalClient>()
beforeAll(async () => {
  worker = new Worker(service, { eval: true })
  const [port] = (await once(worker, 'message')) as [number]
  for (const ms of [0, tookMs, 10 * timeoutMs]) {
    const url = `http://127.0.0.1:${String(port)}/${String(ms)}`
    clients.set(ms, internalClient({ caller: 'gateway', callee: 'orders', url, key: 'ab'.repeat(32), timeoutMs }))
  }
})
afterAll(async () => {
  await Promise.all([...clients.values()].map((client) => client.close()))
  await worker.terminate()
})

async function post(serviceMs: number): Promise<string> {
  const context: CallContext = {
    tenantId: '01890000-0000-7000-8000-00000000acfe',
    actor: { kind: 'system', id: 'gateway', name: 'gateway', roles: [] },
    requestId: 'request_1',
    traceparent: null,
    signal: new AbortController().signal,
  }
  return (await clients.get(serviceMs)?.post(context, '{}')) ?? ''
}

function beBusy(ms: number): void {
  const endMs = performance.now() + ms
  while (performance.now() < endMs);
}

it('takes an answer that came in time while the caller itself was busy past the deadline', async () => {
  const answer = post(tookMs)
  // It is sent by then.
  await pause(50)
  beBusy(2 * timeoutMs)
  expect(await answer).toBe('{"data":{}}')
})

it('gives up what did not come in time', async () => {
  await expect(post(10 * timeoutMs)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', cause: { name: 'TimeoutError' } })
})
