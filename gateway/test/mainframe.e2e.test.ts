import { waitUntil } from '@iommi/infra/dev/wait-until'
import { newId } from '@iommi/shared/ids'
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { liveClients, subscribeWith, type Message, type Subscriber } from './live-clients.ts'
import { givenCustomer } from './shop.ts'
import { useStack, type Caller } from './stack.ts'

// A profile on its way to the mainframe and back, as those see it who wait for it.
const quickMainframe = { MAINFRAME_RECORDS_PER_SECOND: '20000', MAINFRAME_POLL_INTERVAL_MS: '20' }
const { admin, ask, stack } = useStack(() => ({ environment: { mainframe: quickMainframe } }))
const query = readFileSync(new URL('../../schema/operations/dashboard/MainframeSyncChanged.graphql', import.meta.url), 'utf8')
const acme: Caller = { tenant: 'acme', as: 'admin' }
const agent: Caller = { tenant: 'acme', as: 'customer-service' }

const following: Subscriber[] = []
afterEach(async () => {
  for (const each of following.splice(0)) each.stop()
  await setFaults({ clear: true })
})

async function setFaults(body: object): Promise<void> {
  const response = await fetch(`${stack().urls.mainframe}/faults`, { method: 'POST', body: JSON.stringify(body) })
  expect(response.status).toBe(200)
}

async function follow(caller: Caller, after: string | null = null, name: keyof typeof liveClients = 'graphql-ws') {
  const getToken = async (): Promise<string> => await stack().token(caller)
  const live = await subscribeWith(name, { url: stack().urls.graphql, getToken, query, variables: { after } })
  following.push(live)
  await live.until((messages) => messages.length > 0)
  return live
}

const ofCustomer = (messages: readonly Message[], customerId: string): readonly Message[] =>
  messages.filter(({ customer }) => (customer as { readonly id?: string } | undefined)?.id === customerId)
// What the first version came to may be on its way to a subscriber still.
const changesOf = (messages: readonly Message[], customerId: string): readonly Message[] =>
  ofCustomer(messages, customerId).filter(({ desiredVersion }) => desiredVersion !== 1)
const told = (messages: readonly Message[], customerId: string): readonly unknown[] =>
  changesOf(messages, customerId).map(({ state, desiredVersion, ackedVersion }) => [state, desiredVersion, ackedVersion])

async function rename(customerId: string, name: string): Promise<void> {
  const { data, errors } = await ask(agent, 'UpdateCustomerProfile', { input: { idempotencyKey: newId('key'), customerId, name } })
  expect([errors, data]).toMatchObject([[], { updateCustomerProfile: { userErrors: [] } }])
}

/** A customer that the mainframe has. */
async function givenSynced(name: string): Promise<string> {
  const customerId = await givenCustomer(ask, 'acme', { name })
  await waitUntil('the mainframe has the customer', { timeoutMs: 20_000 }, async () => (await syncOf(customerId))['state'] === 'SYNCED')
  return customerId
}

async function syncOf(customerId: string): Promise<Readonly<Record<string, unknown>>> {
  const { data, errors } = await ask(
    agent,
    `query ($id: ID!) { customer(id: $id) { mainframeSync { state ackedVersion batchId reject { code field message } } } }`,
    { id: customerId },
  )
  expect(errors).toEqual([])
  return (data as { customer: { mainframeSync: Readonly<Record<string, unknown>> } }).customer.mainframeSync
}

const replay = `mutation ($input: ReplayMainframeSyncInput!) {
  replayMainframeSync(input: $input) { mainframeSync { state } userErrors { code } } }`

describe('a change of a profile', { timeout: 60_000 }, () => {
  it.each(Object.keys(liveClients) as (keyof typeof liveClients)[])(
    'is seen PENDING, SENT and SYNCED as it happens by %s',
    async (name) => {
      const customerId = await givenSynced('Ada Lovelace')
      const live = await follow(agent, null, name)
      await rename(customerId, 'Ada King')
      await live.until((messages) => told(messages, customerId).length >= 3)
      expect(told(live.messages, customerId)).toEqual([
        ['PENDING', 2, 1],
        ['SENT', 2, 1],
        ['SYNCED', 2, 2],
      ])
      expect(changesOf(live.messages, customerId).at(-1)).toMatchObject({ customer: { name: 'Ada King' }, reject: null })
      expect([live.messages[0]?.__typename, live.failures]).toEqual(['Checkpoint', []])
    },
  )

  it('that happened while somebody was away is told when they come back, once and in order', async () => {
    const customerId = await givenSynced('Grace Hopper')
    const before = await follow(agent)
    const cursor = before.messages.findLast((message) => message.cursor !== undefined)?.cursor ?? null
    before.stop()
    await rename(customerId, 'Grace Murray')
    await waitUntil('the mainframe has the change', { timeoutMs: 20_000 }, async () => (await syncOf(customerId))['ackedVersion'] === 2)
    const back = await follow(agent, cursor)
    await back.until((messages) => told(messages, customerId).length >= 3)
    const missed = changesOf(back.messages, customerId)
    expect(missed.map(({ state }) => state)).toEqual(['PENDING', 'SENT', 'SYNCED'])
    // From the middle of them on.
    const rest = await follow(agent, missed[0]?.cursor)
    await rest.until((messages) => told(messages, customerId).length >= 2)
    expect(changesOf(rest.messages, customerId).map(({ eventId }) => eventId)).toEqual(missed.slice(1).map(({ eventId }) => eventId))
  })
})

describe('a profile that the mainframe refuses', { timeout: 60_000 }, () => {
  it('is seen PARKED with code, field and reason; replayed by an admin, who is recorded, it is SYNCED', async () => {
    const customerId = await givenSynced('Alan Turing')
    const live = await follow(agent)
    await setFaults({ set: { 'poison-name': 'Poison' } })
    await rename(customerId, 'Poison Apple')
    await live.until((messages) => told(messages, customerId).some((each) => (each as readonly unknown[])[0] === 'PARKED'))
    expect(told(live.messages, customerId)).toEqual([
      ['PENDING', 2, 1],
      ['SENT', 2, 1],
      ['PARKED', 2, 1],
    ])
    const parked = changesOf(live.messages, customerId).at(-1)
    expect(parked?.['reject']).toMatchObject({ code: '4', field: 'CUST-NAME', message: 'The mainframe refused CUST-NAME with code 4.' })
    expect(await syncOf(customerId)).toMatchObject({
      state: 'PARKED',
      batchId: expect.stringMatching(/^batch_/),
      reject: { code: '4', field: 'CUST-NAME', message: 'REFUSED BY OPERATOR' },
    })
    await setFaults({ clear: true })
    const input = { idempotencyKey: newId('key'), customerId, reason: 'The mainframe takes the name now.' }
    const { data, errors } = await ask(acme, replay, { input })
    expect([errors, data]).toEqual([[], { replayMainframeSync: { mainframeSync: { state: 'PENDING' }, userErrors: [] } }])
    await live.until((messages) => told(messages, customerId).length >= 6)
    expect(told(live.messages, customerId).slice(3)).toEqual([
      ['PENDING', 2, 1],
      ['SENT', 2, 1],
      ['SYNCED', 2, 2],
    ])
    const actions = await ask(acme, `{ mainframeActions(first: 1) { nodes { kind customer { id } actor reason } } }`)
    expect(actions.data).toEqual({
      mainframeActions: {
        nodes: [{ kind: 'REPLAY', customer: { id: customerId }, actor: expect.stringMatching(/./), reason: input.reason }],
      },
    })
  })
})

describe('the way to the mainframe', { timeout: 60_000 }, () => {
  it('is shown to nobody of another tenant', async () => {
    const other: Caller = { tenant: 'globex', as: 'admin' }
    const customerId = await givenSynced('Mary Somerville')
    const [ours, theirs] = [await follow(agent), await follow(other)]
    await rename(customerId, 'Mary Fairfax')
    await ours.until((messages) => told(messages, customerId).length >= 3)
    const foreign = await givenCustomer(ask, 'globex', { name: 'Emmy Noether' })
    // What comes to them of their own came after what must not come.
    await theirs.until((messages) => ofCustomer(messages, foreign).length > 0)
    const ids = new Set(theirs.messages.flatMap(({ customer }) => (customer === undefined ? [] : [(customer as { id: string }).id])))
    expect(ids.has(customerId)).toBe(false)
    const listed = await ask(other, `{ mainframeSyncs(first: 100) { nodes { customer { id } } } mainframeActions { nodes { id } } }`)
    expect(listed.errors).toEqual([])
    expect(JSON.stringify(listed.data)).not.toContain(customerId)
    const refused = await ask(other, replay, { input: { idempotencyKey: newId('key'), customerId, reason: 'X' } })
    expect(refused.data).toEqual({ replayMainframeSync: { mainframeSync: null, userErrors: [{ code: 'CUSTOMER_NOT_FOUND' }] } })
  })

  it('is refused to clients, and its levers to everybody but admins', async () => {
    const customerId = await givenSynced('Sofya Kovalevskaya')
    const client: Caller = { tenant: 'acme', as: 'client', customer: customerId }
    const codes = async (caller: Caller, document: string, variables = {}) =>
      (await ask(caller, document, variables)).errors.map(({ extensions }) => extensions['code'])
    // Clients have a graph of their own, in which there is none of it.
    const notThere = 'GRAPHQL_VALIDATION_FAILED'
    expect(await codes(client, '{ mainframeSyncs { nodes { state } } }')).toEqual([notThere])
    const headers = {
      accept: 'text/event-stream',
      authorization: `Bearer ${await stack().token(client)}`,
      'content-type': 'application/json',
    }
    const stream = await fetch(stack().urls.graphql, { method: 'POST', headers, body: JSON.stringify({ query }) })
    expect(await stream.text()).toContain(`"${notThere}"`)
    for (const [caller, code] of [
      [client, notThere],
      [agent, 'FORBIDDEN'],
    ] as const) {
      const replayed = await codes(caller, replay, { input: { idempotencyKey: newId('key'), customerId, reason: 'X' } })
      expect([...new Set(replayed)]).toEqual([code])
      expect(await codes(caller, '{ mainframeActions { nodes { id } } }')).toEqual([code])
    }
    const [row] = await admin`select count(*)::int as n from customers.mainframe_operator_actions where reason = 'X'`
    expect(row?.['n']).toBe(0)
  })

  it('is compared on demand, and what was lost there is sent again', async () => {
    const customerId = await givenSynced('Hedy Lamarr')
    const position = (await (await fetch(`${stack().urls.mainframe}/status`)).json()) as { readonly position: number }
    await rename(customerId, 'Hedwig Kiesler')
    await waitUntil('the mainframe has the change', { timeoutMs: 20_000 }, async () => (await syncOf(customerId))['ackedVersion'] === 2)
    await fetch(`${stack().urls.mainframe}/restore`, { method: 'POST', body: JSON.stringify({ to: position.position }) })
    const begun = await ask(
      acme,
      `mutation ($input: ReconcileMainframeInput!) { reconcileMainframe(input: $input) { reconciliation { id state } userErrors { code } } }`,
      { input: { idempotencyKey: newId('key'), reason: 'It was restored.' } },
    )
    const { reconciliation } = (begun.data ?? {})['reconcileMainframe'] as { reconciliation: { id: string } }
    const report = async () =>
      (
        (
          await ask(
            agent,
            `query ($id: ID!) { mainframeReconciliation(id: $id) { state findings { kind customer { id } } } }`,
            reconciliation,
          )
        ).data as { mainframeReconciliation: { state: string; findings: readonly unknown[] } }
      ).mainframeReconciliation
    await waitUntil('the report is there', { timeoutMs: 30_000 }, async () => (await report()).state === 'DONE')
    expect((await report()).findings).toContainEqual({ kind: 'BEHIND', customer: { id: customerId } })
    await waitUntil('the change is there again', { timeoutMs: 20_000 }, async () => (await syncOf(customerId))['state'] === 'SYNCED')
    const journal = await fetch(`${stack().urls.mainframe}/journal?customer=${customerId}`)
    const { entries } = (await journal.json()) as { readonly entries: readonly { readonly kind: string }[] }
    expect(entries.filter(({ kind }) => kind === 'stored').length).toBeGreaterThanOrEqual(3)
  })
})
