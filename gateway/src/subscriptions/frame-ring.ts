import type { Frame } from './outlet.ts'

/** The newest frames of a channel, numbered by place: whoever reads them remembers the place where it stands. */
export interface FrameRing {
  /** Place of the oldest frame that is kept. */
  readonly start: () => number
  /** Place behind the newest. */
  readonly end: () => number
  /** Every frame of an event above this number is here. */
  readonly floor: () => number
  readonly from: (place: number) => readonly Frame[]
  /** The place of the first frame above an event's number. */
  readonly indexAfter: (seq: number) => number
  readonly push: (frames: readonly Frame[]) => void
}

const framesMax = 1_000
const charactersMax = 1_000_000

/** An empty ring for frames of events above `floorSeq`. The newest frame is always kept. */
export function frameRing(floorSeq: number): FrameRing {
  const state: RingState = { frames: [], start: 0, floor: floorSeq, characters: 0 }
  const isOver = (): boolean => state.frames.length > 1 && (state.frames.length > framesMax || state.characters > charactersMax)
  return {
    start: () => state.start,
    end: () => state.start + state.frames.length,
    floor: () => state.floor,
    from: (place) => state.frames.slice(place - state.start),
    indexAfter: (seq) => {
      const index = state.frames.findIndex((frame) => frame.seq > seq)
      return state.start + (index === -1 ? state.frames.length : index)
    },
    push: (added) => {
      state.frames.push(...added)
      state.characters += charactersOf(added)
      // Half at a time: moving the rest is what costs.
      while (isOver()) drop(state, Math.floor(state.frames.length / 2))
    },
  }
}

interface RingState {
  frames: Frame[]
  start: number
  floor: number
  characters: number
}

function drop(state: RingState, count: number): void {
  const dropped = state.frames.slice(0, count)
  state.frames = state.frames.slice(count)
  state.start += count
  state.floor = Math.max(state.floor, dropped.at(-1)?.seq ?? state.floor)
  state.characters -= charactersOf(dropped)
}

function charactersOf(frames: readonly Frame[]): number {
  return frames.reduce((sum, { payload }) => sum + payload.length, 0)
}
