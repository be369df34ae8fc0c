/** What a deprecation's reason says. Both dates are days in UTC, as YYYY-MM-DD. */
export interface Deprecation {
  /** What to use in its place, in the words of the reason. */
  readonly replacement: string
  /** From that day on it should not be used; the date of the header `Deprecation` (RFC 9745). */
  readonly since: string
  /** The last day on which it works for certain; the date of the header `Sunset` (RFC 8594). */
  readonly removedAfter: string
}

const form = /^use (?<replacement>\S(?:.*\S)?) since (?<since>\d{4}-\d{2}-\d{2}); removed after (?<removedAfter>\d{4}-\d{2}-\d{2})$/

/** Reads `use X since YYYY-MM-DD; removed after YYYY-MM-DD`. Null for every other text, days that are not in the calendar and a removal that is not later than `since`. */
export function readDeprecation(reason: string): Deprecation | null {
  const { replacement, since, removedAfter } = form.exec(reason)?.groups ?? {}
  if (replacement === undefined || since === undefined || removedAfter === undefined) return null
  return isDay(since) && isDay(removedAfter) && since < removedAfter ? { replacement, since, removedAfter } : null
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
