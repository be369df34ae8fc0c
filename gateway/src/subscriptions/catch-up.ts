import { setTimeout } from 'node:timers/promises'
import type { EventEnvelope } from '@iommi/schema/events/event'
import { AppError } from '@iommi/shared/errors'
import { LRUCache } from 'lru-cache'
import type { LiveRenderer } from './live-renderer.ts'
import { charactersAtOnce, type Frame, type Outlet } from './outlet.ts'
import type { Position, TopicFeed } from './topic-feed.ts'

/** Feeds clients that are not at the newest frames: who has come with a cursor, and who reads too slowly. */
export interface CatchUp {
  /** Resolves when the client has joined the others, has gone, or was told that it cannot go on. */
  readonly run: (reader: SlowReader) => Promise<void>
}

/** A client on its way to the newest frames. */
export interface SlowReader {
  readonly outlet: Outlet
  /** Whether it is to be told where it stands first. */
  readonly isNew: boolean
  readonly isGone: () => boolean
  readonly position: () => Position
  /** Sends frames; with them the client is at this position. */
  readonly advance: (position: Position, frames: readonly Frame[]) => void
  /** Whether it has reached what everybody is sent: then it is sent the rest there. */
  readonly joins: () => boolean
  readonly end: (tell: (outlet: Outlet) => void) => void
}

// What one client has in memory at a time, until the size of its messages is known and ever after.
const eventsAtFirst = 10
const eventsAtOnceMax = 50
// Clients that come back together after a deploy ask for the same: it is worked out once, and is as of then.
const sharedMs = 1_000
const sharedMax = 2_000
const sharedCharactersMax = 4_000_000
const retryMs = 250
const nearMs = 20
const patienceMs = 10_000

/** Feeds the clients of one channel. */
export function catchUp(renderer: LiveRenderer, feed: TopicFeed, checkpointMs: number): CatchUp {
  const feeding: Feeding = { feed, renderer, frames: sharedFrames(renderer), checkpointMs }
  let fed = 0
  return {
    run: async (reader) => {
      fed += 1
      try {
        await feedOn(feeding, reader)
      } finally {
        fed -= 1
        // Nobody may ask again for hours.
        if (fed === 0) feeding.frames.forget()
      }
    },
  }
}

async function feedOn(feeding: Feeding, reader: SlowReader): Promise<void> {
  const firstMs = reader.isNew ? -Infinity : performance.now() + feeding.checkpointMs
  const pace: Pace = { eventsAtOnce: eventsAtFirst, checkpointDueMs: firstMs }
  let failedSinceMs: number | null = null
  for (;;) {
    try {
      if (!(await step(feeding, reader, pace))) return
      failedSinceMs = null
    } catch (error) {
      failedSinceMs ??= performance.now()
      const isOver = !(error instanceof AppError) || performance.now() - failedSinceMs > patienceMs
      if (isOver) throw error
      await setTimeout(retryMs)
    }
  }
}

interface Feeding {
  readonly feed: TopicFeed
  readonly renderer: LiveRenderer
  readonly frames: SharedFrames
  readonly checkpointMs: number
}

/** How one client is fed. */
interface Pace {
  eventsAtOnce: number
  checkpointDueMs: number
}

/** One step; false when there is no other. */
async function step({ feed, renderer, frames, checkpointMs }: Feeding, reader: SlowReader, pace: Pace): Promise<boolean> {
  const position = reader.position()
  if (performance.now() >= pace.checkpointDueMs && !reader.isGone()) {
    reader.advance(position, [await frames.checkpointAt(position)])
    pace.checkpointDueMs = performance.now() + checkpointMs
  }
  if (reader.isGone() || reader.joins()) return false
  if (reader.outlet.isFull()) await new Promise<void>((resolve) => reader.outlet.onDrain(resolve))
  const stretch = await feed.read(position, pace.eventsAtOnce)
  if (stretch.kind === 'lost') {
    const last = await renderer.resyncRequired(stretch.reason, stretch.oldest)
    reader.end((outlet) => {
      outlet.send([last])
      outlet.complete()
    })
    return false
  }
  const newest = stretch.events.at(-1)
  // The others have not got to where it is.
  if (newest === undefined) await setTimeout(nearMs)
  else {
    const next = await frames.framesOf(stretch.epoch, stretch.events)
    pace.eventsAtOnce = eventsFor(stretch.events.length, next)
    if (!reader.isGone()) reader.advance({ epoch: stretch.epoch, seq: newest.seq }, next)
  }
  return true
}

/** How many events make as much as a client is handed at a time, going by some that made these frames. */
function eventsFor(count: number, frames: readonly Frame[]): number {
  const characters = frames.reduce((sum, { payload }) => sum + payload.length, 0)
  return Math.max(1, Math.min(eventsAtOnceMax, Math.floor((count * charactersAtOnce) / Math.max(1, characters))))
}

/** Frames that several clients ask for at about the same time, worked out once. */
interface SharedFrames {
  readonly framesOf: (epoch: string, events: readonly EventEnvelope[]) => Promise<readonly Frame[]>
  readonly checkpointAt: (position: Position) => Promise<Frame>
  readonly forget: () => void
}

function sharedFrames(renderer: LiveRenderer): SharedFrames {
  const known = new LRUCache<string, Promise<Frame | null>>({ max: sharedMax, ttl: sharedMs })
  let characters = 0
  const forget = (): void => {
    known.clear()
    characters = 0
  }
  const weigh = (frame: Frame | null): void => {
    characters += frame?.payload.length ?? 0
    if (characters > sharedCharactersMax) forget()
  }
  const remember = (key: string, frame: Promise<Frame | null>): Promise<Frame | null> => {
    // Whoever waits for it hears of a failure.
    frame.then(weigh, () => known.delete(key))
    known.set(key, frame)
    return frame
  }
  return {
    forget,
    framesOf: async (epoch, events) => {
      const keyOf = ({ seq }: EventEnvelope): string => `${epoch} ${String(seq)}`
      // Looked at once: what is known may be forgotten the next moment.
      const found = events.map((event) => known.get(keyOf(event)) ?? null)
      const missing = events.filter((_event, index) => found[index] === null)
      const rendering = missing.length === 0 ? Promise.resolve([]) : renderer.frames(epoch, missing)
      const made = missing.map((event, index) =>
        remember(
          keyOf(event),
          rendering.then((frames) => frames[index] ?? null),
        ),
      )
      const rendered = made.values()
      const frames = await Promise.all(found.map(async (frame) => await (frame ?? rendered.next().value ?? null)))
      return frames.flatMap((frame) => frame ?? [])
    },
    checkpointAt: async (position) => {
      const key = `${position.epoch} ${String(position.seq)} checkpoint`
      const frame = await (known.get(key) ?? remember(key, renderer.checkpoint(position)))
      return frame ?? (await renderer.checkpoint(position))
    },
  }
}
