import { setImmediate } from 'node:timers/promises'
import type { EventEnvelope } from '@iommi/schema/events/event'
import { silentLogger } from '@iommi/shared/telemetry'
import { afterEach, describe, expect, it } from 'vitest'
import { openLiveChannel, type ChannelOptions, type LiveChannel } from './live-channel.ts'
import type { LiveRenderer } from './live-renderer.ts'
import type { Frame, Outlet } from './outlet.ts'
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

/** Frames that say who made them; a checkpoint takes as long as an event. */
function rendererNamed(name: string): LiveRenderer {
  const frame = async (seq: number, isCheckpoint: boolean): Promise<Frame> => {
    await setImmediate()
    return { seq, cursor: `${isCheckpoint ? 'checkpoint ' : ''}${String(seq)}`, payload: name, isCheckpoint }
  }
  return {
    frames: async (_epoch, events) => await Promise.all(events.map(async ({ seq }) => await frame(seq, false))),
    checkpoint: async ({ seq }) => await frame(seq, true),
    resyncRequired: async (_reason, { seq }) => await frame(seq, true),
  }
}

/** A client that has taken what it was sent, unless it is held up. */
function client(): { readonly outlet: Outlet; readonly frames: readonly Frame[]; readonly holdUp: () => void; readonly read: () => void } {
  const frames: Frame[] = []
  let isHeldUp = false
  let drained: (() => void)[] = []
  return {
    frames,
    holdUp: () => {
      isHeldUp = true
    },
    read: () => {
      isHeldUp = false
      const listeners = drained
      drained = []
      for (const listener of listeners) listener()
    },
    outlet: {
      send: (more) => void frames.push(...more),
      isFull: () => isHeldUp,
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

describe('a channel', () => {
  it('says where a client stands also while events never stop', async () => {
    const feed = topic(0)
    let isOver = false
    const flow = async (): Promise<void> => {
      for (let seq = 1; !isOver; seq += 1) {
        feed.grow(seq)
        await setImmediate()
      }
    }
    const { outlet, frames } = client()
    open(feed, { checkpointMs: 5 }).join(outlet, { position: { epoch, seq: 0 }, isMoved: false })
    const flowing = flow()
    const checkpoints = (): readonly Frame[] => frames.filter(({ isCheckpoint }) => isCheckpoint)
    await expect.poll(() => checkpoints().length, { timeout: 5_000 }).toBeGreaterThan(10)
    isOver = true
    await flowing
    const seqs = frames.map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other))
  })

  it('works everything out anew after a deploy, also for those who are far behind', async () => {
    const feed = topic(3_000)
    const { outlet, frames, holdUp, read } = client()
    open(feed).join(outlet, { position: { epoch, seq: 0 }, isMoved: false })
    await expect.poll(() => frames.length, { timeout: 5_000 }).toBeGreaterThan(100)
    holdUp()
    const before = await quiet(() => frames.length)
    channel.replace(rendererNamed('new'))
    read()
    await expect.poll(() => frames.at(-1)?.seq, { timeout: 5_000 }).toBe(3_000)
    // What was under way may still be the old one's: one batch.
    const late = frames.slice(before + 100)
    expect(late.length).toBeGreaterThan(1_000)
    expect(new Set(late.map(({ payload }) => payload))).toEqual(new Set(['new']))
  })
})

/** A number that has stopped changing. */
async function quiet(read: () => number): Promise<number> {
  for (let last = read(), rounds = 0; ; last = read(), rounds += 1) {
    for (let turn = 0; turn < 50; turn += 1) await setImmediate()
    if (read() === last && rounds > 0) return last
  }
}
