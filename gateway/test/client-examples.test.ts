import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as dashboard from '@iommi/schema/client/dashboard.generated'
import { orderChangesStore, useOrderChanges, type OrderChangesStore } from '@iommi/schema/client/examples/use-order-changes'
import { runOperation } from '@iommi/schema/client/run-operation'
import * as storefront from '@iommi/schema/client/storefront.generated'
import { currentEntry, readClientFolder } from '@iommi/schema/operation-manifest'
import { buildSchema } from 'graphql'
import { createClient, type Client } from 'graphql-ws'
import { useServer as serveLive } from 'graphql-ws/use/ws'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'

const operations = new URL('../../schema/operations/', import.meta.url).pathname
const soon = { timeout: 15_000, interval: 5 }

describe.each([
  ['storefront', storefront.documentIds],
  ['dashboard', dashboard.documentIds],
] as const)('the typed documents of %s', (name, ids) => {
  it('are those that are registered, each under its id', () => {
    const directory = `${operations}${name}`
    const { manifest } = readClientFolder(directory)
    const files = readdirSync(directory).filter((file) => file.endsWith('.graphql'))
    const registered = files
      .map((file) => file.replace('.graphql', ''))
      .map((each) => [each, `sha256:${currentEntry(manifest, each)?.id ?? ''}`])
    expect(ids).toEqual(Object.fromEntries(registered))
  })
})

it.each(['typed-query', 'live-orders'])('the README shows the example %s as it is', (name) => {
  const kit = new URL('../../schema/client/', import.meta.url)
  const example = readFileSync(new URL(`examples/${name}.ts`, kit), 'utf8')
  expect(readFileSync(new URL('README.md', kit), 'utf8')).toContain(`\`\`\`ts\n${example}\`\`\``)
})

type Message = { readonly __typename: 'OrderChange' | 'Checkpoint' | 'ResyncRequired'; readonly cursor?: string } & Readonly<
  Record<string, unknown>
>

const change = (cursor: string): Message => ({
  __typename: 'OrderChange',
  cursor,
  eventId: `event-${cursor}`,
  type: 'io.iommi.order.confirmed.v1',
  occurredAt: '2026-11-20T12:00:00.000Z',
  orderVersion: 2,
  fromStatus: 'PLACED',
  toStatus: 'CONFIRMED',
})

describe('the example of a frontend hook', () => {
  let http: Server
  let sockets: WebSocketServer
  let client: Client
  let afters: unknown[]
  let ended: number
  let log: Message[]
  let wake: () => void

  async function* follow(after: unknown): AsyncGenerator<{ readonly orderChanged: Message }> {
    afters.push(after)
    let position = typeof after === 'string' ? log.findIndex(({ cursor }) => cursor === after) + 1 : 0
    for (;;) {
      for (const message of log.slice(position)) yield { orderChanged: message }
      position = log.length
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }

  beforeEach(async () => {
    ;[afters, ended, log, wake] = [[], 0, [], () => undefined]
    const schema = buildSchema(readFileSync(new URL('../../schema/public.graphql', import.meta.url), 'utf8'))
    http = createServer()
    sockets = new WebSocketServer({ server: http })
    const roots = { subscription: { orderChanged: ({ after }: { readonly after?: unknown }) => follow(after) } }
    serveLive({ schema, roots }, sockets)
    sockets.on('connection', (socket) => {
      // Frames of text come as one buffer.
      socket.on('message', (data) => (ended += (data as Buffer).toString().includes('"type":"complete"') ? 1 : 0))
    })
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    // A server that listens by TCP has such an address.
    const { port } = http.address() as AddressInfo
    client = createClient({ url: `ws://127.0.0.1:${String(port)}`, webSocketImpl: WebSocket })
  })
  afterEach(async () => {
    await client.dispose()
    for (const socket of sockets.clients) socket.terminate()
    sockets.close()
    http.close()
  })

  const append = (message: Message): void => {
    log.push(message)
    wake()
  }
  const cursorsOf = (store: OrderChangesStore): readonly string[] => store.read().changes.map(({ cursor }) => cursor)

  it('shows changes as they come, the newest first, and tells who listens', async () => {
    const store = orderChangesStore(client, null)
    let told = 0
    const leave = store.subscribe(() => (told += 1))
    append(change('1'))
    await expect.poll(() => cursorsOf(store), soon).toEqual(['1'])
    append({ __typename: 'Checkpoint', cursor: '2' })
    append(change('3'))
    await expect.poll(() => cursorsOf(store), soon).toEqual(['3', '1'])
    expect(told).toBe(2)
    leave()
  })

  it('ends the subscription with the last component, and goes on behind the last change with the next one', async () => {
    const store = orderChangesStore(client, null)
    const leave = [store.subscribe(() => undefined), store.subscribe(() => undefined)]
    append(change('1'))
    await expect.poll(() => cursorsOf(store), soon).toEqual(['1'])
    leave[0]?.()
    append(change('2'))
    await expect.poll(() => cursorsOf(store), soon).toEqual(['2', '1'])
    leave[1]?.()
    append(change('3'))
    await expect.poll(() => ended, soon).toBe(1)
    const again = store.subscribe(() => undefined)
    await expect.poll(() => cursorsOf(store), soon).toEqual(['3', '2', '1'])
    expect(afters).toEqual([undefined, '2'].map((after) => after ?? null))
    again()
  })

  it('goes on behind the last change after its connection has died', async () => {
    const store = orderChangesStore(client, null)
    const leave = store.subscribe(() => undefined)
    append(change('1'))
    await expect.poll(() => cursorsOf(store), soon).toEqual(['1'])
    for (const socket of sockets.clients) socket.terminate()
    log.push(change('2'))
    await expect.poll(() => cursorsOf(store), soon).toEqual(['2', '1'])
    expect(afters.at(-1)).toBe('1')
    leave()
  })

  it('says that the page is to be read again when too much was missed', async () => {
    const store = orderChangesStore(client, 'long ago')
    const leave = store.subscribe(() => undefined)
    append({ __typename: 'ResyncRequired', reason: 'TOO_OLD', oldestCursor: null })
    await expect.poll(() => store.read().isStale, soon).toBe(true)
    expect(afters).toEqual(['long ago'])
    leave()
  })

  it('is a hook of React: a component shows what it returns, and asks for nothing before it is there', () => {
    const Changes = () => createElement('p', null, `${String(useOrderChanges(client, null).changes.length)} changes`)
    expect(renderToString(createElement(Changes))).toBe('<p>0 changes</p>')
    expect(afters).toEqual([])
  })
})

describe('a typed query of a script', () => {
  it('is sent with its text, variables and token, and what is no answer of a graph is an error that says so', async () => {
    const requests: unknown[] = []
    let answer: string = JSON.stringify({ data: { viewer: { name: 'Ada' } } })
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        requests.push([request.headers.authorization, JSON.parse(Buffer.concat(chunks).toString())])
        response.end(answer)
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const endpoint = { url: `http://127.0.0.1:${String(port)}/graphql`, getToken: () => 'token-1' }
    const { data, errors } = await runOperation(endpoint, storefront.ViewerDocument, {})
    expect([data?.viewer.name, errors]).toEqual(['Ada', []])
    expect(requests).toEqual([['Bearer token-1', { query: expect.stringMatching(/^query Viewer \{/), variables: {} }]])
    answer = '<html>'
    await expect(runOperation(endpoint, storefront.ViewerDocument, {})).rejects.toThrow('answered with status 200 and no GraphQL')
    answer = JSON.stringify({ errors: [{ message: 'no' }] })
    expect(await runOperation(endpoint, storefront.ViewerDocument, {})).toEqual({ data: null, errors: [{ message: 'no' }] })
    server.close()
  })
})
