import { setImmediate } from 'node:timers/promises'
import type { EventEnvelope } from '@iommi/schema/events/event'
import { AppError } from '@iommi/shared/errors'
import { silentLogger } from '@iommi/shared/telemetry'
import { afterEach, describe, expect, it } from 'vitest'
import { openLiveChannel, type ChannelOptions, type LiveChannel } from './live-channel.ts'
import type { LiveRenderer } from './live-renderer.ts'
import { charactersAtOnce, type Frame, type Outlet } from './outlet.ts'
import type { TopicFeed } from './topic-feed.ts'

const tenantId = '01890000-0000-7000-8000-000000000001'
const epoch = 'e'

const eventAt = (seq: number): EventEnvelope => ({
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
})

/** A topic with so many events, of which `grow` makes more. */
function topic(length: number): TopicFeed & { readonly grow: (to: number) => void } {
  let head = length
  const listeners = new Set<() => void>()
  return {
    tenantId,
    topic: 'order-events',
    head: () => ({ epoch, seq: head }),
    read: async ({ seq }, max) => {
      await setImmediate()
      const count = Math.min(max, head - seq)
      return { kind: 'events', epoch, events: Array.from({ length: count }, (_, index) => eventAt(seq + 1 + index)) }
    },
    onAdvance: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    grow: (to) => {
      head = to
      for (const listener of listeners) listener()
    },
  }
}

/** Frames that say who made them; a checkpoint takes longer than an event. */
function rendererNamed(name: string): LiveRenderer {
  const frame = async (seq: number, isCheckpoint: boolean): Promise<Frame> => {
    for (let turn = 0; turn < (isCheckpoint ? 5 : 1); turn += 1) await setImmediate()
    return { seq, cursor: `${isCheckpoint ? 'checkpoint ' : ''}${String(seq)}`, payload: name, isCheckpoint, cost: 1 }
  }
  return {
    frames: async (_epoch, events) => await Promise.all(events.map(async ({ seq }) => await frame(seq, false))),
    checkpoint: async ({ seq }) => await frame(seq, true),
    resyncRequired: async (_reason, { seq }) => await frame(seq, true),
  }
}

/** A client that takes `heldUpAfter` frames, and nothing more before `read`. */
function client(heldUpAfter = Infinity): { readonly outlet: Outlet; readonly frames: readonly Frame[]; readonly read: () => void } {
  const frames: Frame[] = []
  let max = heldUpAfter
  let drained: (() => void)[] = []
  return {
    frames,
    read: () => {
      max = Infinity
      const listeners = drained
      drained = []
      for (const listener of listeners) listener()
    },
    outlet: {
      send: (more) => void frames.push(...more),
      isFull: () => frames.length >= max,
      onDrain: (listener) => void drained.push(listener),
      complete: () => undefined,
      fail: (errors) => {
        throw new Error(JSON.stringify(errors))
      },
    },
  }
}

let channel: LiveChannel
afterEach(() => channel.stop())
const open = (feed: TopicFeed, options: Partial<ChannelOptions> = {}): LiveChannel =>
  (channel = openLiveChannel({
    feed,
    renderer: rendererNamed('old'),
    log: silentLogger,
    checkpointMs: 60_000,
    onDelivered: () => undefined,
    onEmpty: () => undefined,
    ...options,
  }))

/** A client that reads nothing: once more than `charactersMax` wait for it, it says so. */
function stuckClient(charactersMax: number): { readonly outlet: Outlet; readonly waiting: () => number } {
  let waiting = 0
  const outlet: Outlet = {
    send: (frames) => void (waiting += frames.reduce((sum, { payload }) => sum + payload.length, 0)),
    isFull: () => waiting > charactersMax,
    onDrain: () => undefined,
    complete: () => undefined,
    fail: () => undefined,
  }
  return { outlet, waiting: () => waiting }
}

describe('a channel', () => {
  it('says where a client stands also while events never stop', async () => {
    const feed = topic(0)
    const over = new AbortController()
    const flow = async (): Promise<void> => {
      for (let seq = 1; !over.signal.aborted; seq += 1) {
        feed.grow(seq)
        await setImmediate()
      }
    }
    const { outlet, frames } = client()
    open(feed, { checkpointMs: 5 }).join(outlet, { position: { epoch, seq: 0 }, isMoved: false })
    const flowing = flow()
    const checkpoints = (): readonly Frame[] => frames.filter(({ isCheckpoint }) => isCheckpoint)
    await expect.poll(() => checkpoints().length, { timeout: 5_000 }).toBeGreaterThan(10)
    over.abort()
    await flowing
    const seqs = frames.map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other))
  })

  it('works everything out anew after a deploy, also for those who are far behind', async () => {
    const feed = topic(3_000)
    const { outlet, frames, read } = client(100)
    open(feed).join(outlet, { position: { epoch, seq: 0 }, isMoved: false })
    await expect.poll(() => frames.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(100)
    channel.replace(rendererNamed('new'))
    read()
    await expect.poll(() => frames.at(-1)?.seq, { timeout: 5_000 }).toBe(3_000)
    // What was under way may still be the old one's: one batch.
    expect(new Set(frames.slice(200).map(({ payload }) => payload))).toEqual(new Set(['new']))
  })

  it.each([1_000, 20_000])('keeps little for a client that reads nothing, with messages of %i characters', async (characters) => {
    const feed = topic(2_000)
    const [late, live] = [stuckClient(10_000), stuckClient(10_000)]
    const reading = client()
    open(feed, { renderer: rendererNamed('x'.repeat(characters)) })
    channel.join(late.outlet, { position: { epoch, seq: 0 }, isMoved: false })
    channel.join(live.outlet, { position: { epoch, seq: 2_000 }, isMoved: false })
    channel.join(reading.outlet, { position: { epoch, seq: 2_000 }, isMoved: false })
    await expect.poll(() => live.waiting(), { timeout: 5_000 }).toBeGreaterThan(0)
    feed.grow(2_500)
    await expect.poll(() => reading.frames.at(-1)?.seq, { timeout: 5_000 }).toBe(2_500)
    await expect.poll(() => late.waiting(), { timeout: 5_000 }).toBeGreaterThan(10_000)
    // Ten events before their size is known; then as much as is handed out at a time.
    for (const { waiting } of [late, live])
      expect(waiting()).toBeLessThan(10_000 + Math.max(11 * characters, charactersAtOnce + characters))
  })

  it('tells a new client once where it stands, however long nothing can be read', async () => {
    const feed = topic(5)
    let reads = 0
    const { outlet, frames } = client()
    const awhile = async (...[after, max]: Parameters<TopicFeed['read']>): ReturnType<TopicFeed['read']> => {
      reads += 1
      if (reads < 6) throw new AppError('UPSTREAM_UNAVAILABLE', 'away', { retryable: true })
      return await feed.read(after, max)
    }
    open({ ...feed, read: awhile }).join(outlet, { position: { epoch, seq: 3 }, isMoved: false })
    await expect.poll(() => frames.at(-1)?.seq, { timeout: 5_000 }).toBe(5)
    expect(frames.map(({ cursor }) => cursor)).toEqual(['checkpoint 3', '4', '5'])
  })
})
