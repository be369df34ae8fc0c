import { DateTime } from 'luxon'

const localTime = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?$/

/**
 * The instant of a UK local time such as `2010-12-01 08:26:00`, or null when it is none. An hour that an autumn night has twice is the
 * first one, summer time; an hour that a spring night leaves out is read as winter time, which a clock not yet put forward shows.
 */
export function readLondonTime(text: string): Date | null {
  if (!localTime.test(text)) return null
  const time = DateTime.fromISO(text.replace(' ', 'T'), { zone: 'Europe/London' })
  if (!time.isValid) return null
  return new Date(Math.min(...time.getPossibleOffsets().map((possible) => possible.toMillis())))
}
