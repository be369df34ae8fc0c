import { setImmediate } from 'node:timers/promises'
import { newId } from '@iommi/shared/ids'
import { pause } from '@iommi/shared/lifecycle'
import type { Logger } from '@iommi/shared/telemetry'
import type { GraphQLFormattedError } from 'graphql'
import { shownRefusal, toRefusal } from '../refusal.ts'
import { catchUp, type CatchUp } from './catch-up.ts'
import { frameRing, type FrameRing } from './frame-ring.ts'
import type { LiveRenderer } from './live-renderer.ts'
import { charactersAtOnce, type Frame, type Outlet } from './outlet.ts'
import { nextAdvance, type Position, type TopicFeed } from './topic-feed.ts'

/** One operation for one scope, executed once for each event, however many clients read it. */
export interface LiveChannel {
  /** Sends a client everything after a position, beginning with a checkpoint there unless it is only moved here from another channel. */
  readonly join: (outlet: Outlet, start: { readonly position: Position; readonly isMoved: boolean }) => LiveReader
  /** From the next event on messages are worked out this way. */
  readonly replace: (renderer: LiveRenderer) => void
  /** Ends every subscription with these errors. */
  readonly fail: (errors: readonly GraphQLFormattedError[]) => void
  readonly counts: () => { readonly readers: number; readonly catchingUp: number; readonly lagMax: number }
  readonly stop: () => void
}

/** One client of a channel. */
export interface LiveReader {
  /** Everything up to here was sent or is of no concern to the client. */
  readonly position: () => Position
  /** Sends nothing more. */
  readonly leave: () => void
}

/** What a channel is made of. */
export interface ChannelOptions {
  readonly feed: TopicFeed
  readonly renderer: LiveRenderer
  readonly log: Logger
  readonly checkpointMs: number
  /** Told how many messages went out. */
  readonly onDelivered: (count: number) => void
  /** Told when the last client has left. */
  readonly onEmpty: () => void
}

const eventsAtOnce = 100
const sendsAtOnce = 64
const retryMs = 500

interface Reader {
  readonly outlet: Outlet
  mode: 'live' | 'behind' | 'gone'
  /** Of the next frame to send, in the ring. */
  next: number
  position: Position
  isWaiting: boolean
}

/** What a channel remembers. */
interface State {
  readonly options: ChannelOptions
  readonly readers: Set<Reader>
  readonly stopped: AbortController
  readonly catchingUp: CatchUp
  renderer: LiveRenderer
  epoch: string
  /** Everything up to this event is in the ring, or was before. */
  rendered: number
  ring: FrameRing
  isPumping: boolean
  isCheckpointDue: boolean
  /** Makes the channel look whether there is anything to do. */
  wake: () => void
}

/** Opens a channel at the feed's head. */
export function openLiveChannel(options: ChannelOptions): LiveChannel {
  const { feed, renderer, checkpointMs } = options
  const { epoch, seq } = feed.head()
  // Those who are far behind are served by the newest one too.
  const newest: LiveRenderer = {
    frames: async (...events) => await state.renderer.frames(...events),
    checkpoint: async (position) => await state.renderer.checkpoint(position),
    resyncRequired: async (...lost) => await state.renderer.resyncRequired(...lost),
  }
  const state: State = {
    options,
    readers: new Set(),
    stopped: new AbortController(),
    renderer,
    catchingUp: catchUp(newest, feed, checkpointMs),
    epoch,
    rendered: seq,
    ring: frameRing(seq),
    isPumping: false,
    isCheckpointDue: false,
    wake: () => undefined,
  }
  const checkpoints = setInterval(() => {
    state.isCheckpointDue = true
    state.wake()
  }, checkpointMs)
  void renderOn(state)
  return {
    join: (outlet, { position, isMoved }) => {
      const reader: Reader = { outlet, mode: 'behind', next: 0, position, isWaiting: false }
      state.readers.add(reader)
      goBehind(state, reader, !isMoved)
      return { position: () => positionOf(state, reader), leave: () => leave(state, reader) }
    },
    replace: (other) => {
      state.renderer = other
    },
    fail: (errors) => {
      for (const reader of state.readers) {
        leave(state, reader)
        reader.outlet.fail(errors)
      }
    },
    counts: () => countsOf(state),
    stop: () => {
      state.stopped.abort()
      clearInterval(checkpoints)
    },
  }
}

function leave({ readers, options }: State, reader: Reader): void {
  if (reader.mode === 'gone') return
  reader.mode = 'gone'
  readers.delete(reader)
  if (readers.size === 0) options.onEmpty()
}

/** A client that has all there is stands where the channel does, also when nothing of it concerned the client. */
function positionOf({ ring, epoch, rendered }: State, reader: Reader): Position {
  const hasAll = reader.mode === 'live' && reader.next === ring.end()
  return hasAll && (reader.position.epoch !== epoch || rendered > reader.position.seq) ? { epoch, seq: rendered } : reader.position
}

function countsOf(state: State): ReturnType<LiveChannel['counts']> {
  const head = state.options.feed.head()
  const all = [...state.readers]
  const lagOf = ({ epoch, seq }: Position): number => (epoch === head.epoch ? head.seq - seq : 0)
  // Not spread into Math.max: it takes no more arguments than the stack has room for.
  const lagMax = all.reduce((most, reader) => Math.max(most, lagOf(positionOf(state, reader))), 0)
  return { readers: all.length, catchingUp: all.filter(({ mode }) => mode === 'behind').length, lagMax }
}

/** Works out messages as long as anybody is there: one batch of events at a time, so that what comes meanwhile is one batch too. */
async function renderOn(state: State): Promise<void> {
  const { feed, log } = state.options
  const { signal } = state.stopped
  while (!signal.aborted) {
    // Before looking: what comes from here on is not missed.
    const advanced = nextAdvance(feed, signal)
    const woken = new Promise<void>((resolve) => (state.wake = resolve))
    try {
      await addCheckpoint(state)
      const stretch = await feed.read({ epoch: state.epoch, seq: state.rendered }, eventsAtOnce)
      const newest = stretch.kind === 'events' ? stretch.events.at(-1) : undefined
      if (stretch.kind === 'lost') restart(state)
      else if (newest === undefined) await Promise.race([advanced.promise, woken])
      else {
        const frames = await state.renderer.frames(stretch.epoch, stretch.events)
        state.epoch = stretch.epoch
        append(state, frames, newest.seq)
      }
    } catch (error) {
      log.warn({ err: error, topic: feed.topic, tenantId: feed.tenantId }, 'messages wait')
      await pause(retryMs, signal)
    } finally {
      advanced.forget()
    }
  }
}

/** The numbering began anew: each client finds out for itself that it cannot go on. */
function restart(state: State): void {
  const { epoch, seq } = state.options.feed.head()
  state.epoch = epoch
  state.rendered = seq
  state.ring = frameRing(seq)
  for (const reader of state.readers) if (reader.mode === 'live') goBehind(state, reader)
}

/** In turn with the events, however many there are: a client that none of them concerns has to hear where the stream stands. */
async function addCheckpoint(state: State): Promise<void> {
  if (!state.isCheckpointDue) return
  state.isCheckpointDue = false
  const { epoch, rendered } = state
  append(state, [await state.renderer.checkpoint({ epoch, seq: rendered })], rendered)
}

function append(state: State, frames: readonly (Frame | null)[], upTo: number): void {
  state.rendered = upTo
  state.ring.push(frames.flatMap((frame) => frame ?? []))
  void pump(state)
}

/** Sends everybody what is new, in turns: others of this process have to get theirs. */
async function pump(state: State): Promise<void> {
  if (state.isPumping) return
  state.isPumping = true
  for (let end = -1; end !== state.ring.end();) {
    end = state.ring.end()
    let sends = 0
    for (const reader of state.readers) {
      pumpOne(state, reader)
      sends += 1
      if (sends % sendsAtOnce === 0) await setImmediate()
    }
  }
  state.isPumping = false
}

function pumpOne(state: State, reader: Reader): void {
  const { ring, epoch } = state
  while (reader.mode === 'live' && reader.next !== ring.end()) {
    if (reader.next < ring.start()) return goBehind(state, reader)
    if (reader.outlet.isFull()) return waitForDrain(state, reader)
    const { frames, next } = nextFrames(state, reader)
    reader.next = next
    const seq = next === ring.end() ? state.rendered : (frames.at(-1)?.seq ?? reader.position.seq)
    deliver(state, { reader, frames, position: { epoch, seq } })
  }
}

function waitForDrain(state: State, reader: Reader): void {
  if (reader.isWaiting) return
  reader.isWaiting = true
  reader.outlet.onDrain(() => {
    reader.isWaiting = false
    pumpOne(state, reader)
  })
}

interface NextFrames {
  readonly frames: readonly Frame[]
  /** The place behind them. */
  readonly next: number
}

/** What the ring has for a client, in order and nothing twice: it may come from where this channel has not been yet. */
function nextFrames({ ring, epoch }: State, { next, position }: Reader): NextFrames {
  const all = ring.from(next)
  const isNews = ({ isCheckpoint, seq }: Frame): boolean => (isCheckpoint ? seq >= position.seq : seq > position.seq)
  const start = position.epoch === epoch ? all.findIndex(isNews) : 0
  if (start === -1) return { frames: [], next: ring.end() }
  let end = start
  for (let characters = 0; end < all.length && characters < charactersAtOnce; end += 1) characters += all[end]?.payload.length ?? 0
  return { frames: all.slice(start, end), next: next + end }
}

interface Delivery {
  readonly reader: Reader
  readonly frames: readonly Frame[]
  /** Where the client stands with them. */
  readonly position: Position
}

function deliver({ options }: State, { reader, frames, position }: Delivery): void {
  if (frames.length > 0) {
    reader.outlet.send(frames)
    options.onDelivered(frames.length)
  }
  if (reader.position.epoch !== position.epoch || position.seq > reader.position.seq) reader.position = position
}

function joins(state: State, reader: Reader): boolean {
  const { epoch, ring } = state
  if (reader.position.epoch !== epoch || reader.position.seq < ring.floor()) return false
  reader.mode = 'live'
  reader.next = ring.indexAfter(reader.position.seq)
  pumpOne(state, reader)
  return true
}

function goBehind(state: State, reader: Reader, isNew = false): void {
  const { feed, log } = state.options
  reader.mode = 'behind'
  const isGone = (): boolean => reader.mode === 'gone'
  const end = (tell: (outlet: Outlet) => void): void => {
    if (isGone()) return
    leave(state, reader)
    tell(reader.outlet)
  }
  const fed = state.catchingUp.run({
    outlet: reader.outlet,
    isNew,
    isGone,
    position: () => reader.position,
    advance: (position, frames) => deliver(state, { reader, frames, position }),
    joins: () => joins(state, reader),
    end,
  })
  fed.catch((error: unknown) => {
    log.error({ err: error, topic: feed.topic, tenantId: feed.tenantId }, 'subscriber not fed')
    end((outlet) => outlet.fail([shownRefusal(toRefusal(error), newId('request'))]))
  })
}
