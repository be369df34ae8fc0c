import { liveFields } from '@iommi/schema/events/live-fields'
import type { EventEnvelope } from '@iommi/schema/events/event'
import { compose, composeApi } from '@iommi/schema/compose'
import { readSubgraphs } from '@iommi/schema/subgraph-list'
import { Redis } from 'ioredis'
import { afterAll, describe, expect, it } from 'vitest'
import { eventsSubgraph } from '../src/supergraph.ts'
import { openEventLog } from './event-log.ts'
import { liveCases, viewers, type LiveViewer } from './live-cases.ts'
import { codesIn, liveValues, useSockets, type ProtocolSocket } from './protocol-socket.ts'
import { accepting, codesOf, useStreams } from './protocol-stream.ts'
import { isAllowed, rootFields, type MatrixCaller } from './role-matrix.ts'
import { admission, type TestGraph } from './test-graph.ts'
import { useTestGateway } from './test-gateway.ts'
import { acme, globex } from './test-issuer.ts'

const subgraphs = readSubgraphs()
const log = openEventLog()

/** The real schema over the log; entities are whatever is referred to. */
const graph: TestGraph = {
  supergraphSdl: compose(subgraphs),
  sources: () =>
    Object.fromEntries(
      subgraphs
        .filter(({ name }) => name !== eventsSubgraph)
        .map(({ name, sdl }) => {
          const admit = (_: unknown, { input }: { readonly input: Readonly<Record<string, unknown>> }): object => admission(input)
          return [name, { sdl, resolvers: { ...log.resolvers, ...(name === 'customers' ? { Mutation: { _admitUser: admit } } : {}) } }]
        }),
    ),
}
const gateway = useTestGateway({ graph, limits: { socketsPerUserMax: 1_000 } })
const sockets = useSockets(gateway)
const open = useStreams(gateway)
let redis: Redis | null = null
afterAll(() => redis?.disconnect())

const fieldNames = Object.keys(composeApi(subgraphs).getSubscriptionType()?.getFields() ?? {})

const documentOf = (name: string): string => {
  const { messageType = '' } = liveFields.find((field) => field.name === name) ?? {}
  return `subscription ($after: String) { ${name}(after: $after) {
    __typename ... on ${messageType} { cursor eventId } ... on Checkpoint { cursor } ... on ResyncRequired { reason } } }`
}

/** Happens to a tenant, all that may happen to a field. */
async function happen(tenantId: string, name: string): Promise<readonly EventEnvelope[]> {
  const events = (liveCases[name] ?? []).map(({ change }) => log.append(change(tenantId)))
  const topic = liveFields.find((field) => field.name === name)?.topic
  if (topic === undefined) throw new Error(`${name} is no live field`)
  await log.relay((redis ??= new Redis(gateway.config.redisUrl)), tenantId, topic)
  return events
}

async function tokenOf(viewer: LiveViewer, tenantId: string): Promise<string> {
  const [role = '', customerId] = viewer.split(' of ')
  const realm = role === 'client' || role === 'partner' ? 'clients' : 'employees'
  const claims = customerId === undefined ? {} : { customer_id: customerId }
  return await gateway.issuer.token(realm, { sub: `some ${viewer}`, roles: [role], tenant_id: tenantId, ...claims })
}

async function subscribe(
  viewer: LiveViewer,
  tenantId: string,
  operation: { readonly name: string; readonly after?: unknown },
): Promise<ProtocolSocket> {
  const socket = await sockets.connect(await tokenOf(viewer, tenantId))
  const { name, after } = operation
  socket.subscribe('1', documentOf(name), { after })
  await socket.until(({ answer }) => answer('1').results.length > 0 || answer('1').errors !== null)
  return socket
}

const eventIds = (socket: ProtocolSocket): readonly unknown[] => liveValues(socket.answer('1')).flatMap(({ eventId }) => eventId ?? [])
const roleOf = (viewer: LiveViewer): MatrixCaller => viewer.split(' of ', 1).join() as MatrixCaller
const mayAsk = (viewer: LiveViewer, name: string): boolean => isAllowed(rootFields[`Subscription.${name}`] ?? '', roleOf(viewer))

it('every field of Subscription has its cases, and events behind it', () => {
  expect(Object.keys(liveCases).toSorted()).toEqual(fieldNames.toSorted())
  expect(liveFields.map(({ name }) => name).toSorted()).toEqual(fieldNames.toSorted())
})

describe.each(fieldNames)('%s', (name) => {
  it.each(viewers.filter((viewer) => mayAsk(viewer, name)))(
    'tells %s what is theirs, of their tenant, and nothing else',
    async (viewer) => {
      const own = await subscribe(viewer, acme, { name })
      const foreign = await subscribe(viewer, globex, { name })
      const happened = [...(await happen(acme, name)), ...(await happen(acme, name))]
      const elsewhere = await happen(globex, name)
      const cases = liveCases[name] ?? []
      const theirs = (events: readonly EventEnvelope[]): readonly string[] =>
        events.flatMap(({ id }, index) => (cases[index % cases.length]?.isFor.includes(viewer) === true ? [id] : []))
      expect(theirs(happened).length).toBeGreaterThan(0)
      await own.until((socket) => eventIds(socket).length >= theirs(happened).length)
      await foreign.until((socket) => eventIds(socket).length >= theirs(elsewhere).length)
      // What comes to who may see everything came after what these must not see.
      const all = await subscribe(viewer, acme, { name, after: liveValues(own.answer('1'))[0]?.['cursor'] })
      await all.until((socket) => eventIds(socket).length >= theirs(happened).length)
      expect([own, foreign, all].map(eventIds)).toEqual([theirs(happened), theirs(elsewhere), theirs(happened)])
      expect([own, foreign, all].flatMap((socket) => codesIn(socket.answer('1')))).toEqual([])
    },
  )

  it.each(viewers.filter((viewer) => !mayAsk(viewer, name)))('tells %s nothing', async (viewer) => {
    const refused = await subscribe(viewer, acme, { name })
    await happen(acme, name)
    // Clients and partners have graphs of their own, without what they may not have.
    const code = viewer === 'partner' || viewer.startsWith('client') ? 'GRAPHQL_VALIDATION_FAILED' : 'FORBIDDEN'
    expect([[...new Set(codesIn(refused.answer('1')))], refused.answer('1').results]).toEqual([[code], []])
  })

  it('takes no cursor of another tenant, of another stream, or of nobody', async () => {
    const [viewer = 'admin'] = viewers.filter((each) => mayAsk(each, name))
    const other = fieldNames.find((each) => each !== name) ?? ''
    const cursorOf = async (tenantId: string, field: string): Promise<string> => {
      const socket = await subscribe('admin', tenantId, { name: field })
      return String(liveValues(socket.answer('1'))[0]?.['cursor'])
    }
    const own = await cursorOf(acme, name)
    const wrong = [await cursorOf(globex, name), await cursorOf(acme, other), `${own.slice(0, -2)}AA`, own.slice(1), 'abc', '']
    for (const after of wrong) {
      const refused = await subscribe(viewer, acme, { name, after })
      expect([after, refused.answer('1').errors, refused.answer('1').results]).toEqual([
        after,
        [
          {
            message: 'after: this is not a cursor of this stream.',
            extensions: { code: 'BAD_USER_INPUT', requestId: expect.stringMatching(/^request_/) },
          },
        ],
        [],
      ])
    }
    for (const lastEventId of wrong.slice(0, -1)) {
      const headers = { 'last-event-id': lastEventId }
      const stream = await open({ accept: accepting.sse, query: documentOf(name), token: await tokenOf(viewer, acme), headers })
      await stream.until(({ end }) => end() !== null)
      expect([stream.status, codesOf(stream)]).toEqual([400, ['BAD_USER_INPUT']])
    }
    const good = await subscribe(viewer, acme, { name, after: own })
    expect(codesIn(good.answer('1'))).toEqual([])
  })
})
