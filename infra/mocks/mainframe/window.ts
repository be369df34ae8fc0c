const dayMinutes = 1_440

/** When batches are taken: at all times, or daily from one minute (UTC) to another, over midnight too. */
export interface BatchWindow {
  readonly text: string
  /** Minutes since midnight; equal when always open. */
  readonly fromMinute: number
  readonly toMinute: number
}

/** What the operator says about the window: as scheduled, or open or closed by hand. */
export type WindowMode = 'auto' | 'open' | 'close'

/** Reads `always` or `22:00-04:00`. Throws, saying what is expected, on anything else. */
export function parseWindow(text: string): BatchWindow {
  const [, from, to] = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text) ?? []
  if (text === 'always') return { text, fromMinute: 0, toMinute: 0 }
  if (from === undefined || to === undefined || from === to) {
    throw new Error(`The batch window is "always" or two different times of the day (UTC) such as 22:00-04:00, not "${text}".`)
  }
  return { text, fromMinute: minuteOf(from), toMinute: minuteOf(to) }
}

/** Whether batches are taken at this moment (milliseconds since 1970). The window's last minute is the one before `toMinute`. */
export function isOpenAt({ fromMinute, toMinute }: BatchWindow, mode: WindowMode, nowMs: number): boolean {
  if (mode !== 'auto') return mode === 'open'
  const minute = Math.floor(nowMs / 60_000) % dayMinutes
  if (fromMinute === toMinute) return true
  return fromMinute < toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
