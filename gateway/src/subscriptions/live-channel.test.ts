import { setImmediate } from 'node:timers/promises'
import type { EventEnvelope } from '@iommi/schema/events/event'
import { AppError } from '@iommi/shared/errors'
import { silentLogger } from '@iommi/shared/telemetry'
import * as fc from 'fast-check'
import type { GraphQLFormattedError } from 'graphql'
import { afterEach, describe, expect, it } from 'vitest'
import { openLiveChannel, type LiveChannel, type LiveReader } from './live-channel.ts'
import type { LiveRenderer } from './live-renderer.ts'
import type { Frame, Outlet } from './outlet.ts'
import type { Position, TopicFeed } from './topic-feed.ts'

const tenantId = '01890000-0000-7000-8000-000000000001'
// A dozen of these fill the ring.
const payload = 'x'.repeat(80_000)
const isShown = (seq: number): boolean => seq % 3 !== 0

/** A topic in memory, as a feed tells it. */
interface MemoryTopic extends TopicFeed {
  readonly grow: (count: number) => void
  /** Forgets everything up to and with this number. */
  readonly forget: (upTo: number) => void
  /** Counts on from here in another epoch. */
  readonly restore: (epoch: string, seq: number) => void
  /** While away nothing can be read. */
  readonly setAway: (isAway: boolean) => void
}

function memoryTopic(): MemoryTopic {
  let head: Position = { epoch: 'one', seq: 0 }
  let oldest = 1
  let isAway = false
  const listeners = new Set<() => void>()
  const moveTo = (next: Position): void => {
    head = next
    for (const listener of listeners) listener()
  }
  return {
    tenantId,
    topic: 'order-events',
    head: () => head,
    read: async (after, max) => {
      await setImmediate()
      if (isAway) throw new AppError('UPSTREAM_UNAVAILABLE', 'away', { retryable: true })
      const { epoch, seq } = head
      if (after.epoch !== epoch || after.seq > seq || after.seq + 1 < oldest)
        return { kind: 'lost', reason: 'gone', oldest: { epoch, seq: oldest - 1 } }
      const count = Math.min(max, seq - after.seq)
      return { kind: 'events', epoch, events: Array.from({ length: count }, (_, index) => eventAt(after.seq + 1 + index)) }
    },
    onAdvance: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    grow: (count) => moveTo({ ...head, seq: head.seq + count }),
    forget: (upTo) => void (oldest = Math.max(oldest, Math.min(upTo, head.seq) + 1)),
    restore: (epoch, seq) => {
      oldest = 1
      moveTo({ epoch, seq })
    },
    setAway: (away) => void (isAway = away),
  }
}

function eventAt(seq: number): EventEnvelope {
  return {
    specversion: '1.0',
    id: `event-${String(seq)}`,
    source: 'test',
    type: 'test',
    subject: 'thing',
    time: '2026-11-20T00:00:00.000Z',
    datacontenttype: 'application/json',
    data: {},
    tenantid: tenantId,
    seq,
    aggregateversion: 1,
  }
}

function renderer(): LiveRenderer {
  const frame = (seq: number, isCheckpoint: boolean, text = payload): Frame => ({
    seq,
    cursor: String(seq),
    payload: text,
    isCheckpoint,
    cost: 1,
  })
  return {
    frames: async (_epoch, events) => {
      await setImmediate()
      return events.map(({ seq }) => (isShown(seq) ? frame(seq, false) : null))
    },
    checkpoint: async ({ seq }) => {
      await setImmediate()
      return frame(seq, true, 'checkpoint')
    },
    resyncRequired: async (_reason, { seq }) => {
      await setImmediate()
      return frame(seq, true, 'resync')
    },
  }
}

/** A client that is as fast as the test says. */
interface Client {
  readonly outlet: Outlet
  readonly from: number
  readonly frames: readonly Frame[]
  readonly ends: readonly ('complete' | readonly GraphQLFormattedError[])[]
  readonly setSlow: (isSlow: boolean) => void
  reader: LiveReader | null
}

function client(from: number): Client {
  const frames: Frame[] = []
  const ends: ('complete' | readonly GraphQLFormattedError[])[] = []
  let isSlow = false
  let waiting: (() => void)[] = []
  return {
    from,
    frames,
    ends,
    reader: null,
    setSlow: (slow) => {
      isSlow = slow
      if (slow) return
      const listeners = waiting
      waiting = []
      for (const listener of listeners) listener()
    },
    outlet: {
      send: (more) => void frames.push(...more),
      isFull: () => isSlow,
      onDrain: (listener) => void waiting.push(listener),
      complete: () => void ends.push('complete'),
      fail: (errors) => void ends.push(errors),
    },
  }
}

let open: LiveChannel | null = null
afterEach(() => open?.stop())

function channelOf(feed: TopicFeed, checkpointMs = 60_000, onEmpty = (): void => undefined): LiveChannel {
  open?.stop()
  open = openLiveChannel({ feed, renderer: renderer(), log: silentLogger, checkpointMs, onDelivered: () => undefined, onEmpty })
  return open
}

const shownBetween = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + 1 + index).filter(isShown)
const eventsOf = (frames: readonly Frame[]): readonly number[] => frames.filter(({ isCheckpoint }) => !isCheckpoint).map(({ seq }) => seq)
const until = async (isThere: () => boolean): Promise<void> => await expect.poll(isThere, { timeout: 10_000, interval: 2 }).toBe(true)

/** Whoever goes on from the cursor of any frame gets exactly what did not come before it. */
function expectNothingLost({ from, frames, ends }: Client, head: number): void {
  expect(ends).toEqual([])
  expect(eventsOf(frames)).toEqual(shownBetween(from, head))
  expect([frames[0]?.isCheckpoint, frames[0]?.seq]).toEqual([true, from])
  for (const [index, { seq }] of frames.entries()) {
    expect([index, eventsOf(frames.slice(0, index + 1))]).toEqual([index, shownBetween(from, seq)])
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('grow' as const), count: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('join' as const), back: fc.integer({ min: 0, max: 120 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('slow', 'fast', 'move', 'leave'), who: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('replace', 'away', 'back') }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** A channel in use: what was done to it, and to whom. */
interface Play {
  readonly feed: MemoryTopic
  readonly channel: LiveChannel
  readonly clients: Client[]
}

async function play({ feed, channel, clients }: Play, action: Step): Promise<void> {
  if ('count' in action) {
    if (action.do === 'grow') feed.grow(action.count)
    else for (let turn = 0; turn < action.count; turn += 1) await setImmediate()
  } else if ('back' in action) {
    const made = client(Math.max(0, feed.head().seq - action.back))
    made.reader = channel.join(made.outlet, { position: { epoch: 'one', seq: made.from }, isMoved: false })
    clients.push(made)
  } else if ('who' in action) {
    const chosen = clients[action.who % Math.max(1, clients.length)]
    if (chosen !== undefined) treat(channel, clients, { chosen, how: action.do })
  } else if (action.do === 'replace') channel.replace(renderer())
  else feed.setAway(action.do === 'away')
}

function treat(channel: LiveChannel, clients: Client[], { chosen, how }: { readonly chosen: Client; readonly how: string }): void {
  if (how === 'slow' || how === 'fast') return chosen.setSlow(how === 'slow')
  const position = chosen.reader?.position()
  // As after a change of the client's rights; before it has heard where it stands there is nothing to go on with.
  if (how === 'move' && (position === undefined || chosen.frames.length === 0)) return
  // One has to stay, or the channel ends.
  if (how === 'leave' && clients.length === 1) return
  chosen.reader?.leave()
  if (how === 'leave') clients.splice(clients.indexOf(chosen), 1)
  else if (position !== undefined) chosen.reader = channel.join(chosen.outlet, { position, isMoved: true })
}

describe('a channel', () => {
  it('sends everybody everything once and in order, however slow they are, and whatever cursor they go on from', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 120 }), async (steps) => {
        const feed = memoryTopic()
        const channel = channelOf(feed, 3)
        const clients: Client[] = []
        await play({ feed, channel, clients }, { do: 'join', back: 0 })
        for (const action of steps) await play({ feed, channel, clients }, action)
        feed.setAway(false)
        for (const each of clients) each.setSlow(false)
        feed.grow(3)
        const { seq } = feed.head()
        const last = shownBetween(0, seq).at(-1)
        await until(() => clients.every(({ frames }) => eventsOf(frames).at(-1) === last))
        for (const each of clients) expectNothingLost(each, seq)
        channel.stop()
      }),
      // Rather a large counter-example than none.
      { numRuns: 40, interruptAfterTimeLimit: 90_000, markInterruptAsFailure: true },
    )
  }, 120_000)

  it('feeds one that fell behind its frames from the log, then lets it join the others', async () => {
    const feed = memoryTopic()
    const channel = channelOf(feed)
    const [slow, fast] = [client(0), client(0)]
    for (const each of [slow, fast]) each.reader = channel.join(each.outlet, { position: feed.head(), isMoved: false })
    await until(() => slow.frames.length === 1 && fast.frames.length === 1)
    slow.setSlow(true)
    for (let round = 0; round < 20; round += 1) {
      feed.grow(30)
      await until(() => eventsOf(fast.frames).at(-1) === shownBetween(0, feed.head().seq).at(-1))
    }
    expect(slow.frames.length).toBe(1)
    expect(channel.counts()).toEqual({ readers: 2, catchingUp: 1, lagMax: 600 })
    slow.setSlow(false)
    await until(() => channel.counts().catchingUp === 0)
    feed.grow(1)
    await until(() => eventsOf(slow.frames).at(-1) === 601)
    for (const each of [slow, fast]) expectNothingLost(each, 601)
    expect(channel.counts()).toEqual({ readers: 2, catchingUp: 0, lagMax: 0 })
  })

  it('ends with a word of why for one whose place is no longer kept, and for nobody else', async () => {
    const feed = memoryTopic()
    feed.grow(500)
    const channel = channelOf(feed)
    feed.forget(200)
    const [late, inTime] = [client(199), client(200)]
    for (const each of [late, inTime])
      each.reader = channel.join(each.outlet, { position: { epoch: 'one', seq: each.from }, isMoved: false })
    await until(() => late.ends.length === 1 && eventsOf(inTime.frames).at(-1) === 500)
    expect([late.frames.map((frame) => [frame.seq, frame.payload]), late.ends]).toEqual([
      [
        [199, 'checkpoint'],
        [200, 'resync'],
      ],
      ['complete'],
    ])
    expectNothingLost(inTime, 500)
    expect(channel.counts().readers).toBe(1)
  })

  it('ends for everybody when the numbering begins anew, and goes on in the new one', async () => {
    const feed = memoryTopic()
    feed.grow(10)
    const channel = channelOf(feed)
    const old = [client(10), client(4)]
    for (const each of old) each.reader = channel.join(each.outlet, { position: { epoch: 'one', seq: each.from }, isMoved: false })
    await until(() => old.every(({ frames }) => frames.length > 0))
    // Somebody has to stay, or the channel ends with the last of them.
    const idle = client(5)
    feed.restore('two', 5)
    idle.reader = channel.join(idle.outlet, { position: { epoch: 'two', seq: 5 }, isMoved: false })
    await until(() => old.every(({ ends }) => ends.length > 0))
    expect(old.map(({ ends, frames }) => [ends, frames.at(-1)?.payload])).toEqual([
      [['complete'], 'resync'],
      [['complete'], 'resync'],
    ])
    feed.grow(3)
    await until(() => eventsOf(idle.frames).at(-1) === 8)
    expectNothingLost(idle, 8)
  })

  it('waits for a log that is away, and goes on where it was', async () => {
    const feed = memoryTopic()
    const channel = channelOf(feed)
    const one = client(0)
    one.reader = channel.join(one.outlet, { position: feed.head(), isMoved: false })
    await until(() => one.frames.length === 1)
    feed.setAway(true)
    feed.grow(5)
    for (let turn = 0; turn < 50; turn += 1) await setImmediate()
    expect(one.frames.length).toBe(1)
    feed.setAway(false)
    await until(() => eventsOf(one.frames).length === 4)
    expectNothingLost(one, 5)
  })

  it('tells once that its last client has left, and sends nothing more to who has', async () => {
    let emptied = 0
    const feed = memoryTopic()
    const channel = channelOf(feed, 60_000, () => (emptied += 1))
    const [one, other] = [client(0), client(0)]
    for (const each of [one, other]) each.reader = channel.join(each.outlet, { position: feed.head(), isMoved: false })
    await until(() => one.frames.length === 1 && other.frames.length === 1)
    one.reader?.leave()
    one.reader?.leave()
    expect(emptied).toBe(0)
    feed.grow(2)
    await until(() => eventsOf(other.frames).length === 2)
    expect(one.frames.length).toBe(1)
    other.reader?.leave()
    expect(emptied).toBe(1)
  })

  it('ends for everybody with the same errors when it has to', async () => {
    let emptied = 0
    const feed = memoryTopic()
    const channel = channelOf(feed, 60_000, () => (emptied += 1))
    const clients = [client(0), client(0), client(0)]
    for (const each of clients) each.reader = channel.join(each.outlet, { position: feed.head(), isMoved: false })
    await until(() => clients.every(({ frames }) => frames.length === 1))
    const errors = [{ message: 'gone', extensions: { code: 'OPERATION_INVALIDATED' } }]
    channel.fail(errors)
    feed.grow(5)
    for (let turn = 0; turn < 20; turn += 1) await setImmediate()
    expect(clients.map(({ ends }) => ends)).toEqual([[errors], [errors], [errors]])
    expect([clients.flatMap(({ frames }) => eventsOf(frames)), emptied]).toEqual([[], 1])
  })
})
