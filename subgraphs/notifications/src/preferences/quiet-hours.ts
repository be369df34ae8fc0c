/** A part of each day by the wall clock of a time zone: from `from`, inclusive, to `to`, exclusive, past midnight if `to` is earlier. */
export interface QuietHours {
  /** IANA name. */
  readonly timeZone: string
  /** HH:MM. */
  readonly from: string
  /** HH:MM. */
  readonly to: string
}

const minutesPerDay = 1_440
const minuteMs = 60_000
const quarterMs = 15 * minuteMs

/**
 * When the quiet hours that `at` lies in are over, to the minute; null outside of them. Follows the wall clock over
 * changes between summer and winter time, however long the quiet hours become by them.
 */
export function quietUntil(quietHours: QuietHours, at: Date): Date | null {
  const [from, to] = [minuteOf(quietHours.from), minuteOf(quietHours.to)]
  const wallMinute = wallClock(quietHours.timeZone)
  const isQuiet = (minute: number): boolean => distance(from, minute) < distance(from, to)
  let end = Math.floor(at.getTime() / minuteMs) * minuteMs
  if (!isQuiet(wallMinute(end))) return null
  for (let minute = wallMinute(end); isQuiet(minute); minute = wallMinute(end)) {
    // Clocks are changed at full quarters of an hour: up to the next one the wall clock runs evenly.
    const toQuarter = quarterMs - (end % quarterMs)
    end += Math.min(distance(minute, to) * minuteMs, toQuarter)
  }
  return new Date(end)
}

/** Whether the runtime knows the time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Minutes from one minute of the day to the next time it is the other. */
function distance(from: number, to: number): number {
  return (to - from + minutesPerDay) % minutesPerDay
}

function minuteOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}

function wallClock(timeZone: string): (instantMs: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return (instantMs) => minuteOf(format.format(instantMs))
}
